/// A title made of the best key phrases, of two to seven words where the transcript has them.
struct Headline {
    let text: String
    /// Where each of its phrases is first said.
    let words: [Range<Int>]
    /// The terms in it, so that the next title can be another.
    let terms: Set<Int>

    static let longest = 7
    /// A second phrase joins a first one of several words when it is behind by no more log-odds than this; a word alone takes any.
    private static let second = 1.4
    /// Letters that words of one stem begin with alike, at least.
    private static let akin = 5
    /// Log-odds that a phrase loses whose terms are all in earlier titles.
    private static let stale = 1.5

    /// - Parameters:
    ///   - fallback: the words it begins with where there is no phrase.
    ///   - used: terms of earlier titles, of which others are better.
    ///   - taken: the earlier titles.
    init(_ phrases: KeyPhrases, units: Units, nouns: Nouns, fallback: () -> Range<Int>, avoiding used: Set<Int> = [], taken: [Headline] = []) {
        let fresh = KeyPhrases(phrases.ranked.map { phrase in
            var phrase = phrase
            phrase.score -= Self.stale * Double(phrase.terms.count { used.contains($0) }) / Double(max(1, phrase.terms.count))
            return phrase
        }).ranked
        let titles = fresh.indices.lazy.map { first in
            var chosen = Self.joined(fresh[first], with: fresh[(first + 1)...], units)
            // What is new leads: four chapters that all begin with `Remote control and` look alike in a list. Without the old they would say too little.
            if chosen.count == 2, chosen[0].terms.isSubset(of: used), !chosen[1].terms.isSubset(of: used) { chosen.swapAt(0, 1) }
            let terms: Set<Int> = chosen.reduce(into: []) { $0.formUnion($1.terms) }
            return (chosen: chosen, terms: terms, text: Self.capitalised(chosen.map { Self.written($0.words, units, nouns) }.joined(separator: " and ")))
        }
        // `Remote control` and `Remote controls` are one.
        if let title = titles.first(where: { title in !taken.contains { $0.text == title.text || $0.terms == title.terms } }) {
            text = title.text
            words = title.chosen.map(\.words)
            terms = title.terms
        } else {
            let ends = Self.ends(fallback(), units)
            let plain = Self.capitalised(Self.written(ends, units, nouns))
            let texts = Set(taken.map(\.text))
            text = texts.contains(plain) ? (2...).lazy.map { "\(plain) (\($0))" }.first { !texts.contains($0) } ?? plain : plain
            words = ends.isEmpty ? [] : [ends]
            terms = []
        }
    }

    /// A title for each chapter, unlike all others.
    ///
    /// - Parameters:
    ///   - phrases: one a chapter.
    ///   - chapters: ranges of units, none empty.
    static func apart(_ phrases: [KeyPhrases], _ chapters: [Range<Int>], _ digest: Digest) -> [Headline] {
        var used: Set<Int> = [], taken: [Headline] = []
        return zip(phrases, chapters).map { phrases, range in
            let headline = Headline(
                phrases, units: digest.units, nouns: digest.nouns, fallback: { digest.gist(of: range)?.words ?? digest.units.spans[range.lowerBound] }, avoiding: used, taken: taken)
            used.formUnion(headline.terms)
            taken.append(headline)
            return headline
        }
    }

    /// A phrase, with another one beside it if that is about as good or the first is a single word.
    private static func joined(_ best: KeyPhrases.Phrase, with others: some Sequence<KeyPhrases.Phrase>, _ units: Units) -> [KeyPhrases.Phrase] {
        func isAkin(_ other: KeyPhrases.Phrase) -> Bool { other.words.contains { word in best.words.contains { Self.isAkin(units.plain[word], units.plain[$0]) } } }
        let floor = best.terms.count == 1 ? -Double.infinity : best.score - second
        let other = others.first { $0.terms.isDisjoint(with: best.terms) && !isAkin($0) && $0.score >= floor && $0.words.count + best.words.count < longest }
        return [best] + (other.map { [$0] } ?? [])
    }

    /// `function` and `functional`: of one word, by how they begin.
    private static func isAkin(_ a: String, _ b: String) -> Bool {
        let common = zip(a, b).prefix { $0 == $1 }.count
        return common >= akin && common * 4 >= min(a.count, b.count) * 3
    }

    /// The first words of a sentence, without function words at the ends.
    private static func ends(_ words: Range<Int>, _ units: Units) -> Range<Int> {
        func isSmall(_ word: Int) -> Bool { StopWords.contains(units.plain[word]) }
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
