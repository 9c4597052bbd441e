extension UInt8 {
    package var isDigit: Bool { self &- 0x30 < 10 }
    package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }
    package var isUppercaseLetter: Bool { self &- 0x41 < 26 }
}

extension [UInt8] {
    /// The length of the white space character at `index`, 0 if there is none (Unicode's White_Space).
    @inline(__always)
    func whiteSpace(at index: Int) -> Int {
        let byte = self[index]
        if byte < 0x80 { return byte == 0x20 || byte &- 9 < 5 ? 1 : 0 }
        guard byte == 0xC2 || (0xE1...0xE3).contains(byte) else { return 0 }
        return longWhiteSpace(at: index)
    }

    private func longWhiteSpace(at index: Int) -> Int {
        guard index + 1 < count else { return 0 }
        let second = self[index + 1]
        if self[index] == 0xC2 { return second == 0x85 || second == 0xA0 ? 2 : 0 }
        guard index + 2 < count else { return 0 }
        switch (self[index], second, self[index + 2]) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default:
            return 0
        }
    }

    /// `range` without the white space at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, case let width = whiteSpace(at: low), width > 0 { low += width }
        while high > low {
            if whiteSpace(at: high - 1) == 1 { high -= 1 }
            else if high - low >= 2, whiteSpace(at: high - 2) == 2 { high -= 2 }
            else if high - low >= 3, whiteSpace(at: high - 3) == 3 { high -= 3 }
            else { break }
        }
        return low..<Swift.max(low, high)
    }

    func isBlank(_ range: Range<Int>) -> Bool { trimmed(range).isEmpty }

    /// The runs of `range` that white space separates.
    func words(in range: Range<Int>, _ body: (Range<Int>) -> Void) {
        var (index, first) = (range.lowerBound, range.lowerBound)
        while index < range.upperBound {
            let width = whiteSpace(at: index)
            if width == 0 {
                index += 1
            } else {
                if index > first { body(first..<index) }
                index += width
                first = index
            }
        }
        if first < range.upperBound { body(first..<range.upperBound) }
    }

    func string(_ range: Range<Int>) -> String { String(decoding: self[range], as: UTF8.self) }

    /// Whether `text`, which is ASCII, stands at `index`.
    func matches(_ text: StaticString, at index: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= count else { return false }
        return text.withUTF8Buffer { buffer in (0..<length).allSatisfy { self[index + $0] == buffer[$0] } }
    }

    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? { self[range].firstIndex(of: byte) }
}
