/// From the bytes of a file to valid UTF-8.
enum Encoding {
    /// Takes the byte order mark off and turns UTF-16 into UTF-8; the result may still be ill-formed.
    static func decode(_ raw: [UInt8]) -> ([UInt8], [Repair]) {
        if raw.starts(with: [0xEF, 0xBB, 0xBF]) {
            return (Array(raw.dropFirst(3)), [Repair(line: 1, what: "byte order mark taken off")])
        }
        let isLittleEndian = raw.starts(with: [0xFF, 0xFE])
        guard isLittleEndian || raw.starts(with: [0xFE, 0xFF]) else { return (raw, []) }
        var repairs = [Repair(line: 1, what: "UTF-16 read as UTF-8")]
        let units = stride(from: 2, to: raw.count - 1, by: 2).map { index in
            let (first, second) = (UInt16(raw[index]), UInt16(raw[index + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }
        let bytes = Array(String(decoding: units, as: UTF16.self).utf8)
        if raw.count % 2 == 1 {
            let line = 1 + bytes.count { $0 == 0x0A }
            repairs.append(Repair(line: line, what: "half a UTF-16 unit at the end left out"))
        }
        return (bytes, repairs)
    }

    /// Makes `bytes` valid UTF-8 without NUL.
    ///
    /// A file in which no character outside ASCII is good UTF-8 is taken for Windows-1252, as old caption
    /// tools wrote it; in any other, each bad byte becomes U+FFFD.
    static func mend(_ bytes: inout [UInt8], _ repairs: inout [Repair]) {
        let faults = Encoding.faults(in: bytes)
        guard faults.bad > 0 || faults.nuls > 0 else { return }
        let isWindows = faults.bad > 0 && faults.good == 0 && !faults.onlyCutOff
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        var line = 1
        var (badOnLine, nulsOnLine) = (0, 0)
        func report(_ repairs: inout [Repair]) {
            if badOnLine > 0, !isWindows {
                repairs.append(Repair(line: line, what: "bytes that are not UTF-8 replaced by U+FFFD: \(badOnLine)"))
            }
            if nulsOnLine > 0 { repairs.append(Repair(line: line, what: "NUL bytes read as spaces: \(nulsOnLine)")) }
            (badOnLine, nulsOnLine) = (0, 0)
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let length = sequenceLength(bytes, at: index)
            if byte == 0 {
                result.append(0x20)
                nulsOnLine += 1
            } else if length > 0 {
                result.append(contentsOf: bytes[index..<index + length])
            } else {
                if isWindows, badOnLine == 0, !repairs.contains(where: { $0.what == windows }) {
                    repairs.append(Repair(line: line, what: windows))
                }
                badOnLine += 1
                result.append(contentsOf: String(isWindows ? windows1252(byte) : "\u{FFFD}").utf8)
            }
            index += Swift.max(1, length)
            if byte == 0x0A {
                report(&repairs)
                line += 1
            }
        }
        report(&repairs)
        bytes = result
    }

    private static let windows = "not UTF-8: read as Windows-1252"

    private struct Faults {
        /// Well-formed sequences of more than one byte, ill-formed bytes, and NUL bytes.
        var good = 0, bad = 0, nuls = 0
        /// Nothing is wrong but a sequence that the end of the file cuts off.
        var onlyCutOff = false
    }

    private static func faults(in bytes: [UInt8]) -> Faults {
        var faults = Faults()
        var firstBad = bytes.count
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0 { faults.nuls += 1 }
                index += 1
            } else if case let length = sequenceLength(bytes, at: index), length > 0 {
                faults.good += 1
                index += length
            } else {
                firstBad = Swift.min(firstBad, index)
                faults.bad += 1
                index += 1
            }
        }
        faults.onlyCutOff = faults.bad > 0 && firstBad > bytes.count - 4 && bytes[firstBad] >= 0xC2
            && bytes[(firstBad + 1)...].allSatisfy { (0x80...0xBF).contains($0) }
        return faults
    }

    /// The length of the well-formed UTF-8 sequence at `index`, 0 if it is ill-formed.
    private static func sequenceLength(_ bytes: [UInt8], at index: Int) -> Int {
        let lead = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0..<0x80: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for offset in 2..<Swift.max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let table: [Unicode.Scalar] = [
            "€", "\u{FFFD}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{FFFD}", "Ž", "\u{FFFD}",
            "\u{FFFD}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{FFFD}", "ž", "Ÿ",
        ]
        return table[Int(byte - 0x80)]
    }
}
