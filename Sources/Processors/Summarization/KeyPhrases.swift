internal import Foundation

/// Phrases that could be a title: runs of content words, joined by at most a preposition or an article.
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
    private static let joints: Set<String> = ["of", "for", "in", "on", "to", "and", "the", "a", "with", "vs", "versus"]
    /// A phrase said once may be two words that happened to meet.
    private static let onceFactor = 0.5
    private static let nameFactor = 1.15

    /// - Parameters:
    ///   - range: the units they may come from.
    ///   - weights: what each term tells, by term.
    /// - Complexity: linear in the words of `range`, but for sorting the phrases.
    init(_ units: Units, terms: Terms, range: Range<Int>, weights: (Int) -> Double) {
        var byKey: [[Int]: Phrase] = [:]
        for span in units.spans[range] {
            let plain = span.map { Disfluencies.plain(units.written[$0]) }
            for first in span where Self.isContent(first, in: terms, plain[first - span.lowerBound]) {
                var key: [Int] = []
                for last in first..<min(first + Self.longest, span.upperBound) {
                    let word = plain[last - span.lowerBound]
                    if Self.isContent(last, in: terms, word), let term = terms.ofWords[last] {
                        guard key.last != term else { break }
                        key.append(term)
                        byKey[key, default: Phrase(words: first..<last + 1, terms: Set(key), count: 0, score: 0)].count += 1
                    } else if !Self.joints.contains(word) || last + 1 - first > 1 && Self.joints.contains(plain[last - 1 - span.lowerBound]) && word != "the" {
                        break
                    }
                    if let mark = units.written[last].last, !mark.isLetter, !mark.isNumber { break }
                }
            }
        }
        ranked = byKey.values.map { phrase in
            var phrase = phrase
            phrase.score = Self.score(phrase, units, weights)
            return phrase
        }.sorted { ($0.score, -$0.words.lowerBound, $0.words.count) > ($1.score, -$1.words.lowerBound, $1.words.count) }
    }

    private static func isContent(_ word: Int, in terms: Terms, _ plain: String) -> Bool {
        terms.ofWords[word] != nil && !StopWords.breaksPhrase(plain)
    }

    /// Telling words, said together often; two or three of them make the best title.
    private static func score(_ phrase: Phrase, _ units: Units, _ weights: (Int) -> Double) -> Double {
        let total = phrase.terms.reduce(0.0) { $0 + weights($1).squareRoot() }
        let length = Double(phrase.terms.count)
        let often = phrase.terms.count > 1 && phrase.count == 1 ? onceFactor : 1 + log(Double(phrase.count))
        let isName = phrase.words.dropFirst().contains { units.written[$0].first?.isUppercase == true }
        return total / length * pow(min(length, 3), 0.7) * often * (isName ? nameFactor : 1)
    }
}
