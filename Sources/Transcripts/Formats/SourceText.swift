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
        var first = 0
        var index = 0
        // 2: LF, 3: CR, 5: CR LF, 7: more CR before the LF.
        var usual: Int?
        var areMixed = false
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x0A || byte == 0x0D else {
                index += 1
                continue
            }
            lines.append(first..<index)
            var next = index
            while next < bytes.count, bytes[next] == 0x0D { next += 1 }
            // Carriage returns that no line feed follows are line ends of their own.
            next = next < bytes.count && bytes[next] == 0x0A ? next + 1 : index + 1
            let kind = Swift.min(next - index, 3) * 2 + (byte == 0x0D ? 1 : 0)
            if usual == nil, kind == 3 || kind == 7 {
                repairs.append(Repair(line: lines.count, what: "unusual line ends: each read as one"))
            } else if let usual, usual != kind, !areMixed {
                repairs.append(Repair(line: lines.count, what: "line ends are mixed: each read as one"))
                areMixed = true
            }
            usual = usual ?? kind
            index = next
            first = next
        }
        if first < bytes.count { lines.append(first..<bytes.count) }
        return lines
    }
}
