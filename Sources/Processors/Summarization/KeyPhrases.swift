internal import Foundation

/// Phrases that could be a title: runs of telling words that begin like a noun phrase and end with a noun.
struct KeyPhrases {
    struct Phrase {
        /// Where it is first said.
        var words: Range<Int>
        /// Its terms, without the small words between.
        var terms: Set<Int>
        /// Log-odds that it is a title, but for what all phrases have in common.
        var score: Double
    }

    /// Best first.
    let ranked: [Phrase]

    private static let longest = 5
    private static let joints: Set<String> = ["of", "for"]
    // Log-odds that people would call a chapter by a phrase, by regression among the phrases of each of 6,268 training chapters with headings, sources
    // counting alike: what something is about is said early in it, and again and again in the document.
    private static let ofWeight = 0.42, ofCount = 0.63, ofEarliness = -0.55, ofRarity = 1.2
    /// The first words are often an aside, and a cut is seldom exact: within this part of the range little is told by what comes first.
    private static let firstPart = 1.0 / 30
    /// Of one term, two, and more, less for one (-0.46) and for three (0.59) than by regression: to a reader a word alone says little.
    private static let ofLength = [-0.7, 0.2, 0.5]
    /// Whom the speakers address is seldom what they speak about.
    private static let ofAddress = -2.0
    /// A part of a name says less than the whole.
    private static let ofPart = -0.7

    /// - Parameters:
    ///   - range: units of what is to have a title.
    ///   - own: those of them that they may come from.
    ///   - nouns: of the whole document.
    ///   - weights: what each term tells, by term.
    /// - Complexity: linear in the words of `range`, but for sorting the phrases.
    init(_ units: Units, terms: Terms, nouns: Nouns, range: Range<Int>, of own: [Int], weights: (Int) -> Double) {
        var byKey: [[Int]: Phrase] = [:]
        for span in own.lazy.map({ units.spans[$0] }) {
            func text(_ word: Int) -> String { units.plain[word] }
            /// Two words of one name are never torn apart.
            func isOneName(_ word: Int) -> Bool {
                span.contains(word) && span.contains(word + 1) && nouns.isName[word] && nouns.isName[word + 1] && !Nouns.endsPhrase(units.written[word])
            }
            func isContent(_ word: Int) -> Bool {
                guard terms.ofWords[word] != nil else { return false }
                if StopWords.isDate(text(word)) { return isOneName(word - 1) || isOneName(word) }
                return nouns.isName[word] || !StopWords.breaksPhrase(text(word))
            }
            for first in span where isContent(first) && nouns.canBegin(first, plain: text(first)) && !isOneName(first - 1) {
                var key: [Int] = []
                for last in first..<min(first + Self.longest, span.upperBound) {
                    if isContent(last), let term = terms.ofWords[last] {
                        guard key.last != term else { break }
                        key.append(term)
                        if nouns.canEnd(last, plain: text(last)), !isOneName(last) {
                            byKey[key] = byKey[key] ?? Phrase(words: first..<last + 1, terms: Set(key), score: 0)
                        }
                    } else if !Self.joints.contains(text(last)) || Self.joints.contains(text(last - 1)) {
                        break
                    }
                    if Nouns.endsPhrase(units.written[last]) { break }
                }
            }
        }
        let words = range.isEmpty ? 0..<0 : units.spans[range.lowerBound].lowerBound..<units.spans[range.upperBound - 1].upperBound
        ranked = Self.ranked(byKey.values.map { phrase in
            var phrase = phrase
            phrase.score = Self.score(phrase, in: words, terms, nouns, weights)
            return phrase
        })
    }

    /// These phrases, best first.
    init(_ phrases: some Sequence<Phrase>) { ranked = Self.ranked(phrases) }

    private static func ranked(_ phrases: some Sequence<Phrase>) -> [Phrase] {
        phrases.sorted { ($0.score, -$0.words.lowerBound, $0.words.count) > ($1.score, -$1.words.lowerBound, $1.words.count) }
    }

    private static func score(_ phrase: Phrase, in range: Range<Int>, _ terms: Terms, _ nouns: Nouns, _ weights: (Int) -> Double) -> Double {
        func mean(_ value: (Int) -> Double) -> Double { phrase.terms.reduce(0) { $0 + value($1) } / Double(max(1, phrase.terms.count)) }
        let isPart = phrase.terms.count == 1 && phrase.words.contains { nouns.isName[$0] } && phrase.terms.contains(where: nouns.opensName)
        let before = Double(phrase.words.lowerBound - range.lowerBound) + firstPart * Double(range.count)
        return ofWeight * log(max(mean(weights), 1e-6)) + ofCount * mean { log(Double(terms.counts[$0])) } + ofRarity * mean { terms.rarities[$0] }
            + ofEarliness * log(1 + before) + ofLength[min(phrase.terms.count, ofLength.count) - 1]
            + (phrase.terms.contains(where: nouns.isAddress) ? ofAddress : 0) + (isPart ? ofPart : 0)
    }
}
