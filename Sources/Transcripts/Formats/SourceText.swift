/// A source as valid UTF-8 without its byte order mark, cut into lines.
struct SourceText {
    /// What errors call the source.
    let name: String
    let bytes: [UInt8]
    /// The lines without their ends; line `n` of the source is `lines[n - 1]`.
    let lines: [Range<Int>]
    /// What had to be mended to get here.
    let repairs: [Repair]

    /// - Throws: `notText` for binary data.
    init(_ raw: [UInt8], name: String) throws(TranscriptError) {
        var (bytes, repairs) = Encoding.decode(raw)
        try SourceText.refuseBinary(bytes, name: name)
        Encoding.mend(&bytes, &repairs)
        self.name = name
        self.bytes = bytes
        lines = SourceText.lines(of: bytes, &repairs)
        self.repairs = repairs
    }

    /// The line, from 1, that holds the byte at `offset`.
    func line(at offset: Int) -> Int {
        var (low, high) = (0, lines.count)
        while low < high {
            let middle = (low + high) / 2
            if lines[middle].lowerBound <= offset { low = middle + 1 } else { high = middle }
        }
        return Swift.max(1, low)
    }

    func isBlank(_ line: Int) -> Bool { bytes.isBlank(lines[line]) }

    /// One control character in twenty makes it binary; a stray one in a text is mended.
    private static func refuseBinary(_ bytes: [UInt8], name: String) throws(TranscriptError) {
        let sample = bytes.prefix(65_536)
        var controls = 0
        var first: Int?
        for (offset, byte) in sample.enumerated() where byte < 0x20 && byte &- 9 >= 5 {
            controls += 1
            first = first ?? offset
        }
        if let first, controls * 20 > sample.count { throw .notText(file: name, offset: first) }
    }

    /// A line ends at LF, at CR, or at any number of CR before an LF.
    private static func lines(of bytes: [UInt8], _ repairs: inout [Repair]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var ends = LineEnds()
        var (first, index) = (0, 0)
        while index < bytes.count {
            guard bytes[index] == 0x0A || bytes[index] == 0x0D else {
                index += 1
                continue
            }
            let run = index
            while index < bytes.count, bytes[index] == 0x0D { index += 1 }
            let returns = index - run
            lines.append(first..<run)
            if index < bytes.count, bytes[index] == 0x0A {
                index += 1
                ends.add(returns == 0 ? .lineFeed : returns == 1 ? .both : .doubled, line: lines.count, &repairs)
            } else {
                // Carriage returns that no line feed follows are line ends of their own.
                ends.add(.carriageReturn, line: lines.count, &repairs)
                for extra in run + 1..<Swift.max(run + 1, index) { lines.append(extra..<extra) }
            }
            first = index
        }
        if first < bytes.count { lines.append(first..<bytes.count) }
        return lines
    }

    /// Reports the first line end that is unusual, or unlike the one before.
    private struct LineEnds {
        enum Kind { case lineFeed, both, carriageReturn, doubled }

        var usual: Kind?
        var areMixed = false

        mutating func add(_ kind: Kind, line: Int, _ repairs: inout [Repair]) {
            if usual == nil, kind == .carriageReturn || kind == .doubled {
                repairs.append(Repair(line: line, what: "unusual line ends: each read as one"))
            } else if let usual, usual != kind, !areMixed {
                repairs.append(Repair(line: line, what: "line ends are mixed: each read as one"))
                areMixed = true
            }
            usual = usual ?? kind
        }
    }
}
