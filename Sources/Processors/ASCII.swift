internal import AfterwordTranscripts

/// Letters by their bytes: nearly every word of English speech is ASCII, where Unicode's tables take ten times as long to say the same.
extension StringProtocol {
    /// What `body` makes of the bytes, where all of them are ASCII; nil where one is not.
    func withASCII<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        utf8.withContiguousStorageIfAvailable { bytes in bytes.contains { $0 >= 0x80 } ? nil : body(bytes) } ?? nil
    }

    /// Whether it may have a `’`: no word of ASCII has one.
    var mayHaveApostrophe: Bool { utf8.contains(0xE2) }
}

extension String {
    /// ASCII letters in lower case.
    init(lowercasing bytes: some Collection<UInt8>) {
        self.init(unsafeUninitializedCapacity: bytes.count) { result in
            for (place, byte) in bytes.enumerated() { result[place] = byte.isUppercaseLetter ? byte | 0x20 : byte }
            return bytes.count
        }
    }
}
