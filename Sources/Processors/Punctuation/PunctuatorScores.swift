internal import AfterwordHeads
internal import AfterwordTensors
internal import Foundation

/// How likely each mark and each case is for every word, read from a head's logits.
struct PunctuatorScores: Sendable {
    typealias Mark = Punctuation.Mark
    typealias LetterCase = Punctuation.LetterCase

    /// (W, marks) probabilities times what the bias makes of them, and (W, cases) log-probabilities; columns in the order of `allCases`.
    private var marks: Matrix
    private var cases: Matrix
    /// Whether a sentence may trail off where nobody else goes on: word for word it may, but edited text has a full stop there.
    private let trailsOff: Bool

    /// - Throws: `ProcessorError.labels` when the head knows other labels than marks and cases, `.style` when it doesn't know the style.
    init(_ logits: Matrix, of spans: [Range<Int>], head: Head, style: Punctuation.Style, wordCount: Int, bias: [Mark: Float]) throws(ProcessorError) {
        let markGroup = style == .standard ? 0 : head.groups.firstIndex { $0.name == style.group }
        guard let markGroup else { throw .style(head: head.name, style: style) }
        let markColumns = try Self.columns(of: head, group: markGroup, names: Mark.allCases.map(\.rawValue))
        let caseColumns = try Self.columns(of: head, group: 1, names: LetterCase.allCases.map(\.rawValue))
        trailsOff = style == .verbatim
        marks = Matrix(rows: wordCount, columns: Mark.allCases.count, repeating: Self.unlikely)
        cases = Matrix(rows: wordCount, columns: LetterCase.allCases.count, repeating: logf(Self.unlikely))
        for word in 0..<wordCount { // one that the head saw nothing of has no mark and stays in lower case
            marks[word, 0] = 1
            cases[word, 0] = 0
        }
        var known = logits
        known.softmax(columns: head.columns(ofGroup: markGroup))
        known.softmax(columns: head.columns(ofGroup: 1))
        let factors = Mark.allCases.map { expf(bias[$0] ?? 0) }
        for (row, span) in spans.enumerated() where !known[row: row].contains(where: \.isNaN) {
            for (index, column) in markColumns.enumerated() {
                marks[span.lowerBound, index] = max(column.map { known[row, $0] } ?? 0, Self.unlikely) * factors[index]
            }
            for (index, column) in caseColumns.enumerated() {
                cases[span.lowerBound, index] = logf(max(column.map { known[row, $0] } ?? 0, Self.unlikely))
            }
        }
    }

    /// Adds evidence for a word's mark, in logits.
    mutating func add(_ evidence: Float, for mark: Mark, word: Int) { marks[word, Self.column(mark)] *= expf(evidence) }

    /// The log-probability of a case.
    subscript(letterCase: LetterCase, word word: Int) -> Float {
        switch letterCase {
        case .lower: cases[word, 0]
        case .capitalised: cases[word, 1]
        case .upper: cases[word, 2]
        case .mixed: cases[word, 3]
        }
    }

    /// The best mark: first none, a pause, a stop or a dash by the sum of their probabilities, then the best of these.
    ///
    /// Together, since `.` and `?` share what they know: that a sentence ends here.
    func mark(word: Int, endsTurn: Bool) -> Mark {
        var best = Self.families[0], highest = -Float.infinity
        for family in Self.families {
            let sum = sum(family, word: word)
            if sum > highest { (best, highest) = (family, sum) }
        }
        return self.best(of: endsTurn || trailsOff ? best : best.filter { $0 != .ellipsis }, word: word)
    }

    /// The best of the marks that end a sentence, and of a dash where one may be `interrupted`.
    func stop(word: Int, interrupted: Bool) -> Mark { best(of: interrupted ? Self.stops + [.dash] : Self.stops, word: word) }

    /// The odds that a sentence ends after the word.
    func odds(ofEndAfter word: Int) -> Float { sum(Self.stops, word: word) / max(sum([.none], word: word), sum(Self.pauses, word: word)) }

    private func best(of candidates: [Mark], word: Int) -> Mark {
        var best = candidates[0]
        for mark in candidates where marks[word, Self.column(mark)] > marks[word, Self.column(best)] { best = mark }
        return best
    }

    private func sum(_ family: [Mark], word: Int) -> Float {
        var sum: Float = 0
        for mark in family { sum += marks[word, Self.column(mark)] }
        return sum
    }

    private static func column(_ mark: Mark) -> Int {
        switch mark {
        case .none: 0
        case .comma: 1
        case .period: 2
        case .question: 3
        case .exclamation: 4
        case .colon: 5
        case .semicolon: 6
        case .dash: 7
        case .ellipsis: 8
        }
    }

    /// The head's column of each name; nil for a label that it was not trained with.
    private static func columns(of head: Head, group: Int, names: [String]) throws(ProcessorError) -> [Int?] {
        guard head.groups.indices.contains(group), head.groups[group].labels.contains(names[0]), head.groups[group].labels.allSatisfy(names.contains) else {
            throw .labels(head: head.name, expected: names, found: head.groups.indices.contains(group) ? head.groups[group].labels : [])
        }
        let first = head.columns(ofGroup: group).lowerBound
        return names.map { name in head.groups[group].labels.firstIndex(of: name).map { first + $0 } }
    }

    private static let stops: [Mark] = [.period, .question, .exclamation, .ellipsis]
    private static let pauses: [Mark] = [.comma, .colon, .semicolon]
    private static let families: [[Mark]] = [[.none], pauses, stops, [.dash]]
    private static let unlikely: Float = 1e-12
}
