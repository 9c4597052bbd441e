internal import AfterwordPipeline
internal import AfterwordTranscripts

/// A document made ready to be summarised, whole or in part.
struct Digest {
    private let document: Document
    private let contents: Contents
    private let selection: Selection
    /// For what is shown by itself: in a paragraph a part of a sentence may do.
    private let alone: Selection
    /// The worth of the document's most telling unit.
    private let best: Double

    private static let longestGist = 35
    /// What all terms of the title are worth to a gist, and as much again where they are among the words that open it.
    private static let aboutSubjects = 1.0
    private static let opening = 8
    /// What it is worth to the gist of a talk to say what it will be about, in which part of it.
    private static let announcement = 4.0, beginning = 0.15
    private static let wordsPerSecond = 2.5

    var units: Units { contents.units }
    var terms: Terms { contents.terms }
    var nouns: Nouns { contents.nouns }
    private var shown: [[String]] { contents.shown }

    /// - Parameter factors: what each unit's worth is multiplied with, one a unit; 1 when empty.
    init(_ document: Document, factors: [Double] = []) {
        self.document = document
        contents = document.contents
        let (units, terms, shown) = (contents.units, contents.terms, contents.shown)
        let worths = shown.indices.map { (factors.isEmpty ? 1 : factors[$0]) * Standing.factor(shown[$0], goesOn: units.goesOn[$0]) }
        selection = Selection(terms: terms, lengths: shown.map(\.count), factors: worths)
        alone = Selection(terms: terms, lengths: shown.map(\.count), factors: zip(worths, contents.standingAlone).map { $0 * $1 })
        best = selection.pick(from: shown.indices, atMost: 1).first?.worth ?? 0
    }

    /// The unit that says most by itself, shortened if it is long; nil when there are no units.
    ///
    /// - Parameters:
    ///   - subjects: terms of its title; one that speaks of them is better.
    ///   - isWhole: whether it stands for all of a talk; then one that says at the beginning what it will be about is better still.
    func gist(of range: Range<Int>, in budget: Budget = .words(longestGist), about subjects: Set<Int> = [], isWhole: Bool = false) -> Passage? {
        let told = told(range), fitting = told.filter { shown[$0].count <= Self.longestGist && cost(of: $0, in: budget) <= budget.room }
        let best = alone.pick(from: fitting.isEmpty ? told : fitting, atMost: 1, favour: { favour(of: $0, about: subjects) * (isWhole && announces($0) ? Self.announcement : 1) })
        guard let pick = best.first else { return nil }
        return fitting.isEmpty ? passage(shortened(units.spans[pick.unit], to: budget), worth: pick.worth, isCut: true) : passage(pick)
    }

    /// The units that say most within a budget, in the order they were said; one at least, shortened if need be.
    func paragraph(of range: Range<Int>, in budget: Budget) -> [Passage] {
        let picks = selection.pick(from: told(range).filter { cost(of: $0, in: budget) <= budget.room }, room: budget.room) { cost(of: $0, in: budget) }
        guard picks.isEmpty else { return picks.sorted { $0.unit < $1.unit }.map(passage) }
        return gist(of: range, in: budget).map { [$0] } ?? []
    }

    /// Up to `count` units, each from another part of the range, in the order they were said; another one than the gist unless that is all there is.
    func bullets(of range: Range<Int>, besides gist: Passage?, about subjects: Set<Int>, atMost count: Int) -> [Passage] {
        guard count > 0, let first = range.first, let last = range.last else { return [] }
        let origin = units.spans[first].lowerBound, words = units.spans[last].upperBound - origin
        let told = told(range), others = told.filter { units.spans[$0].lowerBound != gist?.words.lowerBound }
        let picks = alone.pick(
            from: others.isEmpty ? told : others, atMost: count, part: { (units.spans[$0].lowerBound - origin) * count / max(1, words) }, favour: { favour(of: $0, about: subjects) })
        return picks.sorted { $0.unit < $1.unit }.map(passage)
    }

    /// The units of a range but for what is read for a sponsor; all of them where nothing else would be left.
    func told(_ range: Range<Int>) -> [Int] {
        let told = range.filter { !contents.isPromotion[$0] }
        return told.isEmpty ? Array(range) : told
    }

    /// How many times its worth a unit counts that speaks of its title's terms: most where it begins with them.
    private func favour(of unit: Int, about subjects: Set<Int>) -> Double {
        guard !subjects.isEmpty else { return 1 }
        let words = units.spans[unit]
        func share(_ words: some Sequence<Int>) -> Double { Double(Set(words.compactMap { terms.ofWords[$0] }).intersection(subjects).count) / Double(subjects.count) }
        return 1 + Self.aboutSubjects * (share(words) + share(words.prefix(Self.opening)))
    }

    /// Whether somebody says in it what the talk will be about, or who is there, where a talk begins.
    private func announces(_ unit: Int) -> Bool {
        let words = units.spans[unit]
        return Double(words.lowerBound) < Self.beginning * Double(units.plain.count) && terms.ofUnits[unit].count > 1 && Announcements.occur(in: units.plain[words])
    }

    private func passage(_ pick: Selection.Pick) -> Passage { passage(units.spans[pick.unit], worth: pick.worth, isCut: false) }

    private func passage(_ words: Range<Int>, worth: Double, isCut: Bool) -> Passage {
        var text = Disfluencies.trimmed(Array(units.written[words]), plain: Array(units.plain[words])).joined(separator: " ")
        if isCut {
            while let mark = text.last, ".,;:".contains(mark) { text.removeLast() }
            text.append("…")
        }
        return Passage(text: text, words: words, start: document.start(of: words), end: document.end(of: words), score: best > 0 ? min(1, worth / best) : 0)
    }

    /// What a unit takes of a budget: words of its shown text, or seconds.
    private func cost(of unit: Int, in budget: Budget) -> Double {
        switch budget {
        case .words: Double(shown[unit].count)
        case .seconds: seconds(of: units.spans[unit])
        }
    }

    private func seconds(of words: Range<Int>) -> Double {
        guard let start = document.start(of: words), let end = document.end(of: words) else { return Double(words.count) / Self.wordsPerSecond }
        return Double(max(0, end - start)) / 1000
    }

    /// As many of the first words as fit a budget; one at least.
    private func shortened(_ words: Range<Int>, to budget: Budget) -> Range<Int> {
        var words = words
        switch budget {
        case .words(let count): words = words.lowerBound..<min(words.upperBound, words.lowerBound + max(1, count))
        case .seconds(let limit): while words.count > 1, seconds(of: words) > limit { words = words.lowerBound..<words.upperBound - 1 }
        }
        while words.count > 1, let last = words.last, StopWords.contains(units.plain[last]) { words = words.lowerBound..<last }
        return words
    }
}

extension Budget {
    /// The budget as a number: words, or seconds.
    fileprivate var room: Double {
        switch self {
        case .words(let count): Double(count)
        case .seconds(let seconds): seconds
        }
    }
}
