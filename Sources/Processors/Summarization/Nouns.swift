/// Which words of a document name things, judged by the words around them wherever they are said: `the bridge` but `to bridge`.
struct Nouns {
    /// One a word of the transcript: it is written with a capital, and mostly so where no sentence begins.
    let isName: [Bool]
    private let terms: Terms
    private var uses: [Uses]

    /// How often a term is used in each way.
    private struct Uses {
        /// After an article or the like.
        var determined = 0
        /// The last word of what an article or a noun opened.
        var headed = 0
        /// After a pronoun, `to` or an auxiliary.
        var asVerb = 0
        /// After `is`, `very` and their kin, with nothing following that it could describe.
        var asPredicate = 0
        /// Between two marks, or first before a comma: someone is spoken to.
        var addressed = 0
        /// Somebody says that it is their name.
        var isOwnName = false
        /// Before another word of the same name.
        var opening = 0
        var total = 0
    }

    /// - Parameter speakers: who says each word; whoever speaks is spoken to.
    /// - Complexity: O(W).
    init(_ units: Units, terms: Terms, speakers: some Sequence<String>) {
        let called = Set(Set(speakers).flatMap { $0.split(separator: " ").map { Disfluencies.plain(String($0)) } })
        var uses = [Uses](repeating: Uses(), count: terms.counts.count)
        var capitals = [Int](repeating: 0, count: uses.count), inside = capitals
        let written = units.written, plain = units.plain
        /// `I'm Nora Feld`, `my name is Nora Feld`.
        func isIntroduced(_ word: Int, in span: Range<Int>) -> Bool {
            guard word > span.lowerBound, Self.isCapitalised(written[word]) else { return false }
            let before = plain[word - 1]
            if before == "i'm" || before == "name's" { return true }
            if word - 1 > span.lowerBound, before == "am" && plain[word - 2] == "i" || before == "is" && plain[word - 2] == "name" { return true }
            return !Self.endsPhrase(written[word - 1]) && isIntroduced(word - 1, in: span)
        }
        for span in units.spans {
            for word in span {
                guard let term = terms.ofWords[word] else { continue }
                let before = word > span.lowerBound ? plain[word - 1] : nil
                let isFenced = word == span.lowerBound || Self.endsPhrase(written[word - 1])
                let isLast = word + 1 == span.upperBound || Self.endsPhrase(written[word]) || terms.ofWords[word + 1] == nil
                uses[term].total += 1
                if called.contains(plain[word]) { uses[term].addressed += 1 }
                if word > span.lowerBound, !Disfluencies.endsSentence(written[word - 1]) {
                    inside[term] += 1
                    if Self.isCapitalised(written[word]) { capitals[term] += 1 }
                }
                if isIntroduced(word, in: span) { uses[term].isOwnName = true }
                guard let before, !isFenced else {
                    if isFenced, Self.endsPhrase(written[word]), !Disfluencies.endsSentence(written[word]) { uses[term].addressed += 1 }
                    continue
                }
                if Self.determiners.contains(before) {
                    uses[term].determined += 1
                    if isLast { uses[term].headed += 1 }
                } else if Self.verbal.contains(before) || before.hasSuffix("n't") || before.hasSuffix("'ll") || before.hasSuffix("'ve") {
                    uses[term].asVerb += 1
                } else if Self.copulas.contains(before) || before.hasSuffix("'s") || before.hasSuffix("'re") || before.hasSuffix("'m") {
                    if isLast { uses[term].asPredicate += 1 }
                } else if isLast, let other = terms.ofWords[word - 1], other != term, !StopWords.breaksPhrase(before) {
                    uses[term].headed += 1
                }
            }
        }
        var isName = written.indices.map { word in
            guard let term = terms.ofWords[word], Self.isCapitalised(written[word]) else { return false }
            if plain[word].count > 1, written[word].dropFirst().contains(where: \.isUppercase) { return true }
            return capitals[term] > 0 && 2 * capitals[term] >= inside[term]
        }
        // `Arbor Day`: a capital right after a name is part of it.
        for word in written.indices.dropFirst() where isName[word - 1] && terms.ofWords[word] != nil && !Self.endsPhrase(written[word - 1]) {
            isName[word] = Self.isCapitalised(written[word])
            if isName[word], let term = terms.ofWords[word - 1] { uses[term].opening += 1 }
        }
        self.isName = isName
        self.uses = uses
        self.terms = terms
    }

    /// Whether a phrase may end with this word.
    func canEnd(_ word: Int, plain: String) -> Bool {
        guard let term = terms.ofWords[word] else { return false }
        if isName[word] { return true }
        if plain.count > 4, Self.otherEndings.contains(where: plain.hasSuffix) { return plain.hasSuffix("ing") && uses[term].headed > uses[term].asVerb + uses[term].asPredicate }
        return uses[term].headed > 0 && uses[term].headed + uses[term].determined > uses[term].asVerb + uses[term].asPredicate
    }

    /// Whether a phrase may begin with this word.
    func canBegin(_ word: Int, plain: String) -> Bool {
        guard let term = terms.ofWords[word] else { return false }
        if isName[word] { return true }
        guard plain.first?.isNumber == false else { return false }
        if plain.count > 4, plain.hasSuffix("ing") || plain.hasSuffix("ed") { return uses[term].determined > 1 + uses[term].asVerb + uses[term].asPredicate }
        return uses[term].determined + uses[term].headed >= uses[term].asVerb
    }

    /// Whether a term is what somebody in the talk is called: `thanks, Nora.`
    func isAddress(_ term: Int) -> Bool { uses[term].isOwnName || uses[term].addressed * 5 > uses[term].total }

    /// Whether a term opens a longer name somewhere: one that is `Nora Feld` needs no title as `Nora`.
    func opensName(_ term: Int) -> Bool { uses[term].opening > 0 }

    private static func isCapitalised(_ word: String) -> Bool { word.first { $0.isLetter || $0.isNumber }?.isUppercase == true }

    /// A mark after the word closes the phrase; an apostrophe or a sign that belongs to the word does not.
    static func endsPhrase(_ word: String) -> Bool {
        guard let mark = word.last else { return true }
        return !mark.isLetter && !mark.isNumber && !"+#%'’".contains(mark)
    }

    private static let otherEndings = ["ing", "ed", "ly", "ize", "ify", "ous", "ful", "able", "ible", "less"]
    private static let determiners: Set<String> = [
        "the", "a", "an", "this", "these", "those", "my", "your", "our", "his", "her", "its", "their", "some", "any", "every", "each", "no", "of", "another",
        "other", "which", "many", "few", "several", "two", "three", "four", "five", "whose", "more", "new", "old", "own", "big", "first", "different",
    ]
    private static let verbal: Set<String> = [
        "i", "you", "we", "they", "he", "she", "it", "who", "to", "can", "could", "will", "would", "should", "must", "might", "may", "did", "do", "does", "not", "never",
        "let", "let's", "gonna", "wanna", "just", "and", "please", "always", "i'd", "you'd", "we'd", "they'd", "cannot", "have", "has", "had",
    ]
    private static let copulas: Set<String> = [
        "is", "are", "was", "were", "be", "been", "being", "am", "very", "so", "too", "really", "pretty", "quite", "feel", "feels", "felt", "get", "got", "more", "most", "as",
    ]
}
