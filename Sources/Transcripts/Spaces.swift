extension StringProtocol {
    /// The words between white space.
    ///
    /// Most characters are told by their byte: with Unicode's tables for each of them, splitting took a quarter of the time in which labelled talk is read.
    package func splitAtSpaces() -> [SubSequence] { split(whereSeparator: \.isSpace) }
}

extension Character {
    /// `isWhitespace`, by the byte where there is one.
    fileprivate var isSpace: Bool {
        guard let byte = asciiValue else { return isWhitespace }
        return byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
