internal import CVocab

/// Profane words and phrases, with how grave they are.
///
/// Words are compared whole, in lower case, without the marks around them: Scunthorpe is a town. Disguises are seen through: stars,
/// look-alikes, stretched letters and hyphens (`f***`, `sh1t`, `fuuuck`, `mother-fucker`).
public struct ProfanityLexicon: Sendable {
    /// A profane stretch of words.
    public struct Hit: Sendable, Equatable {
        public var words: Range<Int>
        public var severity: Severity
        /// Whether it is a slur against a group of people.
        public var isSlur: Bool

        public init(words: Range<Int>, severity: Severity, isSlur: Bool = false) {
            (self.words, self.severity, self.isSlur) = (words, severity, isSlur)
        }
    }

    /// What the list says of a word or phrase; without a severity it is harmless.
    struct Term: Sendable, Equatable {
        var severity: Severity?
        var isSlur = false
    }

    private let terms: [String: Term]
    /// By its first word, the words of the longest phrase.
    private let longest: [String: Int]
    /// Words that are often starred out, by their number of letters.
    private let starred: [Int: [[Character]]]

    /// The built-in list, English.
    public static let english: ProfanityLexicon = {
        let file = afterword_vocab_profanity_lexicon()
        let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        var terms: [String: Term] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t")
            let severity = fields.count > 1 ? Int(fields[1]) : nil
            guard let severity, (0...3).contains(severity) else { preconditionFailure("profanity-lexicon.tsv has a term and a severity a line") }
            terms[String(fields[0])] = Term(severity: [nil, .low, .medium, .high][severity], isSlur: fields.count > 2)
        }
        return ProfanityLexicon(terms: terms)
    }()

    /// A list of one's own: words or phrases in lower case, and phrases in which they are harmless.
    public init(_ terms: [(term: String, severity: Severity)], harmless: [String] = []) {
        var all = Dictionary(terms.map { ($0.term, Term(severity: $0.severity)) }) { first, _ in first }
        for phrase in harmless { all[phrase] = Term() }
        self.init(terms: all)
    }

    private init(terms: [String: Term]) {
        self.terms = terms
        longest = Dictionary(terms.keys.map { (Self.firstWord(of: $0), $0.count { $0 == " " } + 1) }, uniquingKeysWith: max)
        starred = Dictionary(grouping: Self.oftenStarred.filter { terms[$0]?.severity != nil }.map(Array.init), by: \.count)
    }

    /// The profane stretches of some words, the longest ones first found from the left; they do not overlap.
    public func hits(in words: [String]) -> [Hit] {
        let plain = words.map(ProfanitySpelling.plain)
        var hits: [Hit] = [], index = 0
        while index < words.count {
            let (length, term) = phrase(in: plain, at: index) ?? (1, word(plain[index], written: words[index]))
            if let severity = term?.severity { hits.append(Hit(words: index..<index + length, severity: severity, isSlur: term?.isSlur == true)) }
            index += length
        }
        return hits
    }

    /// The longest term of the list that begins at a word.
    private func phrase(in plain: [String], at index: Int) -> (length: Int, term: Term?)? {
        guard !plain[index].isEmpty, let longest = longest[Self.firstWord(of: plain[index])] else { return nil }
        for length in stride(from: min(longest, plain.count - index), through: 1, by: -1) {
            if let term = terms[plain[index..<index + length].joined(separator: " ")] { return (length, term) }
        }
        return nil
    }

    private static func firstWord(of phrase: String) -> String {
        phrase.utf8.firstIndex(of: UInt8(ascii: " ")).map { String(phrase[..<$0]) } ?? phrase
    }

    /// What a word is that is not in the list as it is written.
    private func word(_ plain: String, written: String) -> Term? {
        for spelling in ProfanitySpelling.undisguised(plain) {
            if let term = terms[spelling] { return term }
        }
        if plain.contains("-") {
            let parts = plain.split(separator: "-").map(String.init)
            if let term = terms[parts.joined()] ?? terms[parts.joined(separator: " ")] { return term }
            let found = parts.indices.compactMap { phrase(in: parts, at: $0)?.term ?? word(parts[$0], written: parts[$0]) }
            if let harmless = found.first(where: { $0.severity == nil }) { return harmless }
            if let gravest = found.max(by: { ($0.severity ?? .low) < ($1.severity ?? .low) }) { return gravest }
        }
        return starredOut(written)
    }

    /// The gentlest word that can have had its inner letters starred out: `f***`, `sh*t`, `n****r`.
    private func starredOut(_ written: String) -> Term? {
        guard written.contains("*"), !written.contains(where: \.isNumber) else { return nil }
        let letters = Array(written.lowercased().filter { $0.isLetter || $0 == "*" })
        guard letters.first != "*" else { return nil }
        return starred[letters.count]?.filter { zip($0, letters).allSatisfy { $1 == "*" || $0 == $1 } }
            .compactMap { terms[String($0)] }.min { ($0.severity ?? .low) < ($1.severity ?? .low) }
    }

    private static let oftenStarred = [
        "shit", "shits", "shitty", "bullshit", "fuck", "fucks", "fucked", "fucker", "fuckers", "fucking", "motherfucker", "motherfuckers", "motherfucking", "bitch",
        "bitches", "cunt", "cunts", "dick", "dicks", "cock", "crap", "damn", "pussy", "asshole", "assholes", "bastard", "bastards", "whore", "whores", "slut", "sluts", "nigger",
        "niggers", "nigga", "niggas", "faggot", "faggots", "kike", "kikes", "paki", "pakis", "spic", "spics",
    ]
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

    /// Written words with the profane ones masked, one a word as before; of a phrase, the words that make it profane: `What the h***?`
    public func masking(_ display: [String]) -> [String] {
        var result = display
        for hit in hits(in: display) {
            let alone = hit.words.filter { !hits(in: [display[$0]]).isEmpty }
            let chosen = alone.isEmpty ? hit.words.filter { !Self.plainWords.contains(ProfanitySpelling.plain(display[$0])) } : alone
            for index in chosen.isEmpty ? Array(hit.words) : chosen { result[index] = masked(partsOf: display[index]) }
        }
        return result
    }

    /// A word masked as a whole, or the profane ones among its hyphenated parts: `f******-awesome`.
    private func masked(partsOf written: String) -> String {
        let parts = written.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let profane = parts.map { !hits(in: [$0]).isEmpty }
        guard parts.count > 1, profane.contains(true), hits(in: [parts.joined()]).isEmpty else { return Self.masked(written) }
        return zip(parts, profane).map { $1 ? Self.masked($0) : $0 }.joined(separator: "-")
    }

    /// Words of a phrase that are not what makes it profane.
    private static let plainWords: Set<String> = [
        "a", "an", "and", "as", "be", "for", "full", "get", "go", "how", "i", "in", "into", "is", "it", "like", "me", "my", "no", "of", "off", "oh", "on", "out", "that", "the",
        "this", "to", "up", "what", "when", "where", "who", "why", "with", "yeah", "yes", "you", "your", "yourself",
    ]
}
