internal import AfterwordTranscripts

/// What a written word may stand for: its plain form, and the words behind a disguise.
enum ProfanitySpelling {
    /// Lower case, without marks around it and without a possessive's end.
    static func plain(_ word: String) -> String {
        let bare = word.withASCII { bytes in
            func isOfWord(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isDigit || byte == UInt8(ascii: "$") }
            guard let first = bytes.firstIndex(where: { isOfWord($0) || $0 == UInt8(ascii: "@") }), let last = bytes.lastIndex(where: isOfWord), first <= last else { return "" }
            let isPossessive = bytes[first...last].suffix(2).elementsEqual("'s".utf8) || bytes[first...last].suffix(2).elementsEqual("'S".utf8)
            return String(lowercasing: bytes[first...last].dropLast(isPossessive ? 2 : 0))
        }
        return bare ?? plainByCharacters(word)
    }

    /// The same by Unicode's tables.
    static func plainByCharacters(_ word: String) -> String {
        let core = word.lowercased().drop { !$0.isLetter && !$0.isNumber && $0 != "@" && $0 != "$" }
        let end = core.lastIndex { $0.isLetter || $0.isNumber || $0 == "$" }
        let trimmed = end.map { String(core[...$0]) } ?? ""
        return trimmed.hasSuffix("'s") || trimmed.hasSuffix("’s") ? String(trimmed.dropLast(2)) : trimmed
    }

    /// The other readings of a plain word: signs as the letters they look like, stretched letters once or twice.
    static func undisguised(_ plain: String) -> [String] {
        plain.withASCII(isUndisguised) == true ? [] : readings(of: plain)
    }

    /// Whether a word of ASCII has neither a sign that looks like a letter nor a letter three times in a row.
    private static func isUndisguised(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var last: UInt8 = 0, run = 0
        for byte in bytes {
            run = byte == last ? run + 1 : 1
            last = byte
            if run > 2 || byte.isDigit || "@$!".utf8.contains(byte) { return false }
        }
        return true
    }

    /// The same readings, whatever the word is.
    static func readings(of plain: String) -> [String] {
        var readings = lettersFor(plain).map { [$0] } ?? []
        let stretched = readings.first ?? plain
        for times in [1, 2] {
            let shorter = unstretched(stretched, to: times)
            if shorter != stretched { readings.append(shorter) }
        }
        return readings
    }

    /// A word with digits and signs read as letters, if it has both letters and such.
    private static func lettersFor(_ word: String) -> String? {
        guard word.contains(where: \.isLetter), word.contains(where: { alike[$0] != nil }), word.count >= 4 else { return nil }
        return String(word.map { alike[$0] ?? $0 })
    }

    /// A word with every letter that stands there three times or more in a row (no word has that) written fewer times.
    private static func unstretched(_ word: String, to times: Int) -> String {
        var result: [Character] = [], run: [Character] = []
        for character in word {
            if run.last != character {
                result += run.count > 2 ? Array(run.prefix(times)) : run
                run = []
            }
            run.append(character)
        }
        return String(result + (run.count > 2 ? Array(run.prefix(times)) : run))
    }

    private static let alike: [Character: Character] = ["0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"]
}
