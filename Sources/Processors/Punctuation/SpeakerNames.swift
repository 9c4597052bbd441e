internal import AfterwordTranscripts

/// How the names of a transcript's speakers are written: whoever speaks is spoken to by name, also by one that no lexicon has.
struct SpeakerNames: Sendable {
    struct Name: Sendable, Equatable {
        /// With `'` for every `’`, as a word's key has it.
        let written: String
        let letterCase: Punctuation.LetterCase
    }

    /// By the name in lower case.
    private let names: [String: Name]

    /// Reads words of three letters or more that have a capital and are not all capitals: of `Nora McFeld (HOST)` the first two.
    init(_ speakers: Set<String>) {
        var names: [String: Name] = [:]
        for word in speakers.sorted().flatMap({ $0.splitAtSpaces().map { WrittenWord(String($0)).core } }) where word.count >= Self.shortest {
            guard word.allSatisfy({ $0.isLetter || $0 == "-" || $0 == "'" || $0 == "’" }), let letterCase = Punctuation.LetterCase(of: word) else { continue }
            guard letterCase == .capitalised || letterCase == .mixed, word.lowercased().count == word.count else { continue }
            names[word.asKey] = Name(written: String(word).replacing("’", with: "'"), letterCase: letterCase)
        }
        self.names = names
    }

    /// The name that a word in lower case is, with or without `'s`.
    subscript(word: String) -> Name? {
        if names.isEmpty { return nil }
        if let name = names[word] { return name }
        let stem = word.withoutPossessive
        return stem.endIndex < word.endIndex ? names[String(stem)] : nil
    }

    private static let shortest = 3
}
