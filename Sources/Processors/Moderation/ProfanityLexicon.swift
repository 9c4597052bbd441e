internal import CVocab

/// Profane words and phrases, with how grave they are.
///
/// Words are compared whole, in lower case, without the marks around them: Scunthorpe is a town. Stars and look-alikes
/// that stand for letters are understood: `f***`, `sh1t`, `@sshole`.
public struct ProfanityLexicon: Sendable {
    /// A profane stretch of words.
    public struct Hit: Sendable, Equatable {
        public var words: Range<Int>
        public var severity: Severity
    }

    private let severities: [String: Severity]
    private let longest: Int
    /// Plain words of the list that are starred out most, by length.
    private let starred: [[Character]]

    /// The built-in list, English.
    public static let english: ProfanityLexicon = {
        let file = afterword_vocab_profanity_lexicon()
        let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        return ProfanityLexicon(text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t")
            guard fields.count == 2 else { return nil }
            return (String(fields[0]), fields[1] == "1" ? .low : fields[1] == "2" ? .medium : .high)
        })
    }()

    /// A list of one's own: words or phrases in lower case.
    public init(_ terms: [(term: String, severity: Severity)]) {
        severities = Dictionary(terms.map { ($0.term, $0.severity) }) { first, _ in first }
        longest = severities.keys.map { $0.count { $0 == " " } + 1 }.max() ?? 0
        starred = ["fuck", "fucks", "fucked", "fucker", "fucking", "shit", "shitty", "bitch", "cunt", "dick", "asshole", "bastard", "bullshit", "motherfucker", "whore", "slut"].map(Array.init)
    }

    /// The profane stretches of some words, the longest ones first found from the left; they do not overlap.
    public func hits(in words: [String]) -> [Hit] {
        let plain = words.map(Self.plain)
        var hits: [Hit] = [], index = 0
        while index < words.count {
            if let (length, severity) = term(in: plain, at: index) {
                hits.append(Hit(words: index..<index + length, severity: severity))
                index += length
            } else {
                if isStarredOut(words[index]) { hits.append(Hit(words: index..<index + 1, severity: .medium)) }
                index += 1
            }
        }
        return hits
    }

    private func term(in plain: [String], at index: Int) -> (length: Int, severity: Severity)? {
        for length in stride(from: min(longest, plain.count - index), through: 1, by: -1) where !plain[index].isEmpty {
            let phrase = plain[index..<index + length].joined(separator: " ")
            if let severity = severities[phrase] { return (length, severity) }
        }
        let letters = Self.lettersFor(plain[index])
        return letters.flatMap { severities[$0] }.map { (1, $0) }
    }

    /// Lower case, without marks around it and without a possessive's end.
    private static func plain(_ word: String) -> String {
        let core = word.lowercased().drop { !$0.isLetter && !$0.isNumber && $0 != "@" && $0 != "$" }
        let end = core.lastIndex { $0.isLetter || $0.isNumber || $0 == "$" }
        let trimmed = end.map { String(core[...$0]) } ?? ""
        return trimmed.hasSuffix("'s") || trimmed.hasSuffix("’s") ? String(trimmed.dropLast(2)) : trimmed
    }

    /// A word with digits and signs read as the letters they look like, if it has both letters and such.
    private static func lettersFor(_ word: String) -> String? {
        guard word.contains(where: \.isLetter), word.contains(where: { alike[$0] != nil }), word.count >= 4 else { return nil }
        return String(word.map { alike[$0] ?? $0 })
    }

    /// Whether it is a profane word with its inner letters starred out: `f***`, `sh*t`, `f**king`.
    private func isStarredOut(_ word: String) -> Bool {
        guard word.contains("*") else { return false }
        let letters = Array(word.lowercased().filter { $0.isLetter || $0 == "*" })
        guard letters.count >= 4, letters.first != "*", letters.contains("*") else { return false }
        return starred.contains { $0.count == letters.count && zip($0, letters).allSatisfy { $1 == "*" || $0 == $1 } }
    }

    private static let alike: [Character: Character] = ["0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"]
}

extension ProfanityLexicon {
    /// How a profane word is written when it is masked: the first letter, and a star for each other one.
    public static func masked(_ written: String) -> String {
        var isFirst = true
        return String(written.map { character in
            guard character.isLetter || character.isNumber else { return character }
            defer { isFirst = false }
            return isFirst ? character : "*"
        })
    }

    /// Written words with the profane ones masked, one a word as before.
    public func masking(_ display: [String]) -> [String] {
        var result = display
        for hit in hits(in: display) { for index in hit.words { result[index] = Self.masked(display[index]) } }
        return result
    }
}
