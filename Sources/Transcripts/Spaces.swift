extension StringProtocol where SubSequence == Substring {
    /// The words between white space.
    ///
    /// By the bytes where all are ASCII, else most characters by their byte: with Unicode's tables for each of them, splitting took a quarter of
    /// the time in which labelled talk is read.
    package func splitAtSpaces() -> [Substring] { self[...].wordsOfASCII ?? self[...].split(whereSeparator: \.isSpace) }
}

extension Substring {
    fileprivate var wordsOfASCII: [Substring]? {
        let words: [Range<Int>]?? = utf8.withContiguousStorageIfAvailable { bytes in
            var words: [Range<Int>] = [], start = 0
            for (place, byte) in bytes.enumerated() {
                if byte >= 0x80 { return nil }
                guard byte.isSpace else { continue }
                if start < place { words.append(start..<place) }
                start = place + 1
            }
            if start < bytes.count { words.append(start..<bytes.count) }
            return words
        }
        guard let words = words ?? nil else { return nil }
        var place = 0, index = startIndex
        func moved(to other: Int) -> Index {
            index = utf8.index(index, offsetBy: other - place)
            place = other
            return index
        }
        return words.map { self[moved(to: $0.lowerBound)..<moved(to: $0.upperBound)] }
    }
}

extension Character {
    /// `isWhitespace`, by the byte where there is one.
    fileprivate var isSpace: Bool { asciiValue?.isSpace ?? isWhitespace }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
