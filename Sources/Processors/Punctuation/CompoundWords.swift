internal import AfterwordTokenization

/// Names made of two words: where `opensearch` has its second capital.
struct CompoundWords: Sendable {
    private let vocabulary: Vocabulary?
    private let lexicon: CasingLexicon

    /// With the built-in vocabulary's words and the built-in lexicon's names.
    static let bundled = CompoundWords(vocabulary: try? .bertUncased(), lexicon: .bundled)

    init(vocabulary: Vocabulary?, lexicon: CasingLexicon) {
        self.vocabulary = vocabulary
        self.lexicon = lexicon
    }

    /// Where the second word begins in a word of lower-case letters, or nil if neither part is known.
    ///
    /// Two known words win over one, then the longer: of two the shorter one counts, since any word begins or ends like some other.
    func secondWord(of word: some StringProtocol) -> String.Index? {
        guard word.allSatisfy(\.isLetter) else { return nil }
        var best: String.Index?, highest = 0
        for first in stride(from: word.count - Self.shortest, through: Self.shortest, by: -1) {
            let second = word.count - first, place = word.index(word.startIndex, offsetBy: first)
            let score = switch (isKnown(word[..<place]), isKnown(word[place...])) {
            case (true, true): max(first, second) >= Self.telling ? word.count + min(first, second) : 0
            case (true, false): first >= Self.telling ? first : 0
            case (false, true): second >= Self.telling ? second : 0
            case (false, false): 0
            }
            if score > highest { (best, highest) = (place, score) }
        }
        return best
    }

    private func isKnown(_ part: some StringProtocol) -> Bool {
        vocabulary?.contains(part) == true || lexicon.entry(of: String(part)).map { $0.usual != nil } == true
    }

    /// Letters that a part has at least, and those of one that tells where the other begins.
    private static let shortest = 2, telling = 4
}
