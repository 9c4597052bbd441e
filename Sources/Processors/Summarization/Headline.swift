/// A title made of the best key phrases, of at most ten words.
struct Headline {
    let text: String
    /// Where each of its phrases is first said.
    let words: [Range<Int>]
    /// The terms in it, so that the next title can be another.
    let terms: Set<Int>

    static let longest = 10
    /// A second phrase joins the first when it tells this much beside it.
    private static let second = 0.5
    private static let small: Set<String> = ["of", "for", "in", "on", "to", "and", "the", "a", "an", "with", "vs", "versus", "or", "as", "at", "by"]

    /// - Parameter used: terms of earlier titles, to be avoided while there is something else to say.
    init(_ phrases: KeyPhrases, units: Units, fallback: [Int], avoiding used: Set<Int> = []) {
        let fresh = phrases.ranked.first { $0.terms.isDisjoint(with: used) }
        guard let best = fresh ?? phrases.ranked.first(where: { !$0.terms.isSubset(of: used) }) ?? phrases.ranked.first else {
            let words = Self.ends(fallback, units)
            text = Self.titled(words.map { units.written[$0] })
            self.words = words.first.map { [$0..<(words.last ?? $0) + 1] } ?? []
            terms = []
            return
        }
        let other = phrases.ranked.first {
            $0.terms.isDisjoint(with: best.terms) && $0.score >= best.score * Self.second && $0.words.count + best.words.count < Self.longest
                && (fresh == nil || $0.terms.isDisjoint(with: used))
        }
        let chosen = [best] + (other.map { [$0] } ?? [])
        let parts = chosen.map { phrase in Self.titled(phrase.words.map { units.written[$0] }) }
        let hasAnd = chosen.contains { $0.words.contains { Disfluencies.plain(units.written[$0]) == "and" } }
        text = parts.joined(separator: hasAnd ? ", " : " and ")
        words = chosen.map(\.words)
        terms = chosen.reduce(into: []) { $0.formUnion($1.terms) }
    }

    /// The first words of a sentence, without function words at the end.
    private static func ends(_ words: [Int], _ units: Units) -> [Int] {
        var words = Array(words.prefix(longest))
        while words.count > 1, let last = words.last, StopWords.contains(Disfluencies.plain(units.written[last])) { words.removeLast() }
        return words
    }

    /// Words in title case, without marks around them; spellings with capitals of their own stay.
    private static func titled(_ words: [String]) -> String {
        words.enumerated().map { index, word in
            let core = core(word)
            guard index == 0 || !small.contains(core.lowercased()) else { return core.lowercased() }
            guard let first = core.first, first.isLowercase, !core.dropFirst().contains(where: \.isUppercase) else { return core }
            return first.uppercased() + core.dropFirst()
        }.joined(separator: " ")
    }

    private static func core(_ word: String) -> String {
        var core = Substring(word)
        while let first = core.first, !first.isLetter, !first.isNumber, core.count > 1 { core.removeFirst() }
        while let last = core.last, !last.isLetter, !last.isNumber, !"+#%".contains(last), core.count > 1 { core.removeLast() }
        return String(core)
    }
}
