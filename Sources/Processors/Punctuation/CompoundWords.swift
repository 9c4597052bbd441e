internal import AfterwordTokenization

/// Names made of two words: where `opensearch` has its second capital.
struct CompoundWords: Sendable {
    let vocabulary: Vocabulary

    /// With the words of the built-in vocabulary.
    static let bundled: CompoundWords = {
        guard let vocabulary = try? Vocabulary.bertUncased() else { preconditionFailure("the built-in vocabulary is whole") }
        return CompoundWords(vocabulary: vocabulary)
    }()

    /// Where the second word begins in a word of lower-case letters, or nil if neither part is known: as a word of the vocabulary or a name of the lexicon.
    ///
    /// Two known words win over one, then the longer: of two the shorter one counts, since any word begins or ends like some other.
    func secondWord(of word: some StringProtocol, lexicon: CasingLexicon) -> String.Index? {
        guard word.allSatisfy(\.isLetter) else { return nil }
        func isKnown(_ part: some StringProtocol) -> Bool { vocabulary.contains(part) || lexicon.entry(of: String(part))?.usual != nil }
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

    /// Letters that a part has at least, and those of one that tells where the other begins.
    private static let shortest = 2, telling = 4
}
