internal import Foundation

/// Phrases that could be a title: runs of telling words that begin like a noun phrase and end with a noun.
struct KeyPhrases {
    struct Phrase {
        /// Where it is first said.
        var words: Range<Int>
        /// Its terms, without the small words between.
        var terms: Set<Int>
        var count: Int
        var score: Double
    }

    /// Best first.
    let ranked: [Phrase]

    private static let longest = 5
    private static let joints: Set<String> = ["of", "for"]
    /// A phrase said once may be two words that happened to meet.
    private static let onceFactor = 0.5
    /// What is said once in a long chapter is an aside.
    private static let asideFactor = 0.5
    /// Words of a chapter that is long.
    private static let long = 800
    /// How often one word is said is in its weight already.
    private static let aloneFactor = 0.3
    private static let nameFactor = 1.15
    /// Whom the speakers address is seldom what they speak about.
    private static let addressFactor = 0.25
    /// A part of a name says less than the whole.
    private static let partFactor = 0.5

    /// - Parameters:
    ///   - range: the units they may come from.
    ///   - nouns: of the whole document.
    ///   - weights: what each term tells, by term.
    /// - Complexity: linear in the words of `range`, but for sorting the phrases.
    init(_ units: Units, terms: Terms, nouns: Nouns, range: Range<Int>, weights: (Int) -> Double) {
        var byKey: [[Int]: Phrase] = [:]
        for span in units.spans[range] {
            let plain = span.map { Disfluencies.plain(units.written[$0]) }
            func text(_ word: Int) -> String { plain[word - span.lowerBound] }
            func isContent(_ word: Int) -> Bool {
                terms.ofWords[word] != nil && (nouns.isName[word] || !StopWords.breaksPhrase(text(word)))
            }
            /// Two words of one name are never torn apart.
            func isOneName(_ word: Int) -> Bool {
                span.contains(word) && span.contains(word + 1) && nouns.isName[word] && nouns.isName[word + 1] && !Nouns.endsPhrase(units.written[word])
            }
            for first in span where isContent(first) && nouns.canBegin(first, plain: text(first)) && !isOneName(first - 1) {
                var key: [Int] = []
                for last in first..<min(first + Self.longest, span.upperBound) {
                    if isContent(last), let term = terms.ofWords[last] {
                        guard key.last != term else { break }
                        key.append(term)
                        if nouns.canEnd(last, plain: text(last)), !isOneName(last) {
                            byKey[key, default: Phrase(words: first..<last + 1, terms: Set(key), count: 0, score: 0)].count += 1
                        }
                    } else if !Self.joints.contains(text(last)) || Self.joints.contains(text(last - 1)) {
                        break
                    }
                    if Nouns.endsPhrase(units.written[last]) { break }
                }
            }
        }
        let words = range.isEmpty ? 0 : units.spans[range.upperBound - 1].upperBound - units.spans[range.lowerBound].lowerBound
        ranked = byKey.values.map { phrase in
            var phrase = phrase
            phrase.score = Self.score(phrase, nouns, weights) * (phrase.count == 1 && words >= Self.long ? Self.asideFactor : 1)
            return phrase
        }.sorted { ($0.score, -$0.words.lowerBound, $0.words.count) > ($1.score, -$1.words.lowerBound, $1.words.count) }
    }

    /// Telling words, said together often; two or three of them make the best title.
    private static func score(_ phrase: Phrase, _ nouns: Nouns, _ weights: (Int) -> Double) -> Double {
        let total = phrase.terms.reduce(0.0) { $0 + weights($1).squareRoot() }
        let length = Double(phrase.terms.count)
        let isName = phrase.words.contains { nouns.isName[$0] }
        let often = phrase.count == 1 ? phrase.terms.count > 1 ? onceFactor : 1 : 1 + (phrase.terms.count > 1 ? 1 : aloneFactor) * log(Double(phrase.count))
        let isAddress = phrase.terms.contains(where: nouns.isAddress)
        let isPart = isName && phrase.terms.count == 1 && phrase.terms.contains(where: nouns.opensName)
        return total / length * pow(min(length, isName && phrase.count == 1 ? 2 : 3), 0.9) * often * (isName ? nameFactor : 1) * (isAddress ? addressFactor : 1) * (isPart ? partFactor : 1)
    }
}
