/// A title made of the best key phrases, of two to seven words where the transcript has them.
struct Headline {
    let text: String
    /// Where each of its phrases is first said.
    let words: [Range<Int>]
    /// The terms in it, so that the next title can be another.
    let terms: Set<Int>

    static let longest = 7
    /// A second phrase joins a first one of several words when it tells this much beside it; a word alone takes any.
    private static let second = 0.6

    /// - Parameters:
    ///   - used: terms of earlier titles, to be avoided while there is something else to say.
    ///   - taken: the earlier titles.
    init(_ phrases: KeyPhrases, units: Units, nouns: Nouns, fallback: Range<Int>, avoiding used: Set<Int> = [], taken: Set<String> = []) {
        let fresh = phrases.ranked.filter { $0.terms.isDisjoint(with: used) }
        let stale = phrases.ranked.filter { !$0.terms.isDisjoint(with: used) && !$0.terms.isSubset(of: used) }
        var chosen = Array((fresh.first ?? stale.first ?? phrases.ranked.first).map { Self.joined($0, with: fresh + stale) } ?? [])
        if chosen.isEmpty || chosen[0].words.count == 1 && chosen.count == 1 && fresh.isEmpty { chosen = [] }
        var title = chosen.map { Self.written($0.words, units, nouns) }.joined(separator: " and ")
        var places = chosen.map(\.words)
        if title.isEmpty {
            let words = Self.ends(fallback, units)
            title = Self.written(words, units, nouns)
            places = words.isEmpty ? [] : [words]
        }
        title = Self.capitalised(title)
        var number = 2
        let plain = title
        while taken.contains(title) { (title, number) = ("\(plain) (\(number))", number + 1) }
        text = title
        words = places
        terms = chosen.reduce(into: []) { $0.formUnion($1.terms) }
    }

    /// A phrase, with another one beside it if that tells nearly as much or the first is a single word.
    private static func joined(_ best: KeyPhrases.Phrase, with others: [KeyPhrases.Phrase]) -> [KeyPhrases.Phrase] {
        let floor = best.words.count == 1 ? 0 : best.score * second
        let other = others.first { $0.terms.isDisjoint(with: best.terms) && $0.score >= floor && $0.words.count + best.words.count < longest }
        return [best] + (other.map { [$0] } ?? [])
    }

    /// The first words of a sentence, without function words at the ends.
    private static func ends(_ words: Range<Int>, _ units: Units) -> Range<Int> {
        func isSmall(_ word: Int) -> Bool { StopWords.contains(Disfluencies.plain(units.written[word])) }
        let first = words.first { !isSmall($0) } ?? words.lowerBound
        var words = first..<min(first + longest, words.upperBound)
        while words.count > 1, let last = words.last, isSmall(last) { words = words.lowerBound..<last }
        return words
    }

    /// Words as they are written inside a sentence, without marks around them.
    private static func written(_ words: Range<Int>, _ units: Units, _ nouns: Nouns) -> String {
        words.map { word in
            let core = core(units.written[word])
            let isOwn = nouns.isName[word] || core.dropFirst().contains(where: \.isUppercase) || units.isInside(word)
            return isOwn ? core : core.lowercased()
        }.joined(separator: " ")
    }

    private static func capitalised(_ title: String) -> String {
        guard let first = title.first, first.isLowercase, title.prefix(while: { $0 != " " }).allSatisfy({ !$0.isUppercase }) else { return title }
        return first.uppercased() + title.dropFirst()
    }

    private static func core(_ word: String) -> String {
        var core = Substring(word)
        while let first = core.first, !first.isLetter, !first.isNumber, core.count > 1 { core.removeFirst() }
        while let last = core.last, !last.isLetter, !last.isNumber, !"+#%".contains(last), core.count > 1 { core.removeLast() }
        return String(core)
    }
}
