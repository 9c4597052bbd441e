internal import AfterwordHeads
internal import AfterwordTensors
internal import Foundation

/// Log-probabilities of marks and cases for every word, read from a head's logits.
struct PunctuatorScores: Sendable {
    typealias Mark = Punctuation.Mark
    typealias LetterCase = Punctuation.LetterCase

    /// (W, marks) and (W, cases), in the order of `allCases`.
    private var marks: Matrix
    private var cases: Matrix

    /// - Throws: `ProcessorError.labels` when the head knows other labels than marks and cases.
    init(_ logits: Matrix, of spans: [Range<Int>], head: Head, wordCount: Int, bias: [Mark: Float]) throws(ProcessorError) {
        let markColumns = try Self.columns(of: head, group: 0, names: Mark.allCases.map(\.rawValue))
        let caseColumns = try Self.columns(of: head, group: 1, names: LetterCase.allCases.map(\.rawValue))
        // A word the head saw nothing of has no mark and stays as it is, unless a rule says otherwise.
        marks = Self.matrix(rows: wordCount, columns: Mark.allCases.count)
        cases = Self.matrix(rows: wordCount, columns: LetterCase.allCases.count)
        var known = logits
        known.softmax(columns: head.columns(ofGroup: 0))
        known.softmax(columns: head.columns(ofGroup: 1))
        let biases = Mark.allCases.map { bias[$0] ?? 0 }
        for (row, span) in spans.enumerated() where !known[row: row].contains(where: \.isNaN) {
            for (index, column) in markColumns.enumerated() {
                marks[span.lowerBound, index] = column.map { Self.logarithm(known[row, $0]) + biases[index] } ?? Self.never
            }
            for (index, column) in caseColumns.enumerated() {
                cases[span.lowerBound, index] = column.map { Self.logarithm(known[row, $0]) } ?? Self.never
            }
        }
    }

    /// Adds evidence for a mark or a case of a word.
    mutating func add(_ evidence: Float, for mark: Mark, word: Int) { marks[word, Self.index(mark)] += evidence }
    mutating func add(_ evidence: Float, for letterCase: LetterCase, word: Int) { cases[word, Self.index(letterCase)] += evidence }

    subscript(_ letterCase: LetterCase, word word: Int) -> Float { cases[word, Self.index(letterCase)] }

    /// The best mark: first none, a pause, a stop or a dash by the sum of their probabilities, then the best of these.
    ///
    /// Together, since `.` and `?` share what they know: that a sentence ends here.
    func mark(word: Int) -> Mark {
        let families = Self.families.map { sum($0, word: word) }
        var best = 0
        for index in families.indices where families[index] > families[best] { best = index }
        return self.best(of: Self.families[best], word: word)
    }

    /// The best of the marks that end a sentence, and a dash where one may be `interrupted`.
    func stop(word: Int, interrupted: Bool) -> Mark { best(of: interrupted ? Self.stops + [.dash] : Self.stops, word: word) }

    /// How much more likely a sentence ends after the word than not: a logit.
    func end(word: Int) -> Float { sum(Self.stops, word: word) - max(marks[word, Self.index(Mark.none)], sum(Self.pauses, word: word)) }

    private func best(of candidates: [Mark], word: Int) -> Mark {
        var best = candidates[0]
        for mark in candidates where marks[word, Self.index(mark)] > marks[word, Self.index(best)] { best = mark }
        return best
    }

    private func sum(_ family: [Mark], word: Int) -> Float {
        Self.logarithm(family.reduce(0) { $0 + Self.exponential(marks[word, Self.index($1)]) })
    }

    private static let stops: [Mark] = [.period, .question, .exclamation, .ellipsis]
    private static let pauses: [Mark] = [.comma, .colon, .semicolon]
    private static let families: [[Mark]] = [[.none], pauses, stops, [.dash]]
    private static let never: Float = -30
}

extension PunctuatorScores {
    private static func index(_ mark: Mark) -> Int { markOrder[mark] ?? 0 }
    private static func index(_ letterCase: LetterCase) -> Int { caseOrder[letterCase] ?? 0 }
    private static let markOrder = Dictionary(uniqueKeysWithValues: zip(Mark.allCases, 0...))
    private static let caseOrder = Dictionary(uniqueKeysWithValues: zip(LetterCase.allCases, 0...))
    private static func logarithm(_ p: Float) -> Float { p > 1e-13 ? logf(p) : never }
    private static func exponential(_ x: Float) -> Float { expf(x) }

    private static func matrix(rows: Int, columns: Int) -> Matrix {
        var result = Matrix(rows: rows, columns: columns, repeating: never)
        for row in 0..<rows { result[row, 0] = 0 }
        return result
    }

    /// The head's column of each name; nil for a label that it was not trained with.
    private static func columns(of head: Head, group: Int, names: [String]) throws(ProcessorError) -> [Int?] {
        guard head.groups.indices.contains(group), head.groups[group].labels.contains(names[0]), head.groups[group].labels.allSatisfy(names.contains) else {
            throw .labels(head: head.name, expected: names, found: head.groups.indices.contains(group) ? head.groups[group].labels : [])
        }
        let first = head.columns(ofGroup: group).lowerBound
        return names.map { name in head.groups[group].labels.firstIndex(of: name).map { first + $0 } }
    }
}
