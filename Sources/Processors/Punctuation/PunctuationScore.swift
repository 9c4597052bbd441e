internal import Foundation

/// How well restored words agree with how they should be written.
///
/// Marks count in three classes, as is usual in the field: comma (`, :`), period (`. ! ; …`), question; a dash counts for none.
/// A cased word counts as found only if all its letters are right.
public struct PunctuationScore: Sendable, Codable, Equatable {
    public var comma = Counts()
    public var period = Counts()
    public var question = Counts()
    /// Words with a capital.
    public var cased = Counts()
    /// Those of them in capitals only, two letters or more.
    public var acronyms = Counts()
    /// Those of mixed case: `iPhone`.
    public var mixed = Counts()
    /// Marks that share a class with others or have none, each by itself: `! … — : ;`
    public var others: [Punctuation.Mark: Counts] = Dictionary(uniqueKeysWithValues: Self.otherMarks.map { ($0, Counts()) })

    private static let otherMarks: [Punctuation.Mark] = [.exclamation, .ellipsis, .dash, .colon, .semicolon]

    public init() {}

    /// Times something was rightly found, found where it is not, and missed.
    public struct Counts: Sendable, Codable, Equatable {
        public var found: Int
        public var wrong: Int
        public var missed: Int

        public init(found: Int = 0, wrong: Int = 0, missed: Int = 0) {
            self.found = found
            self.wrong = wrong
            self.missed = missed
        }

        public var precision: Double { found == 0 ? 0 : Double(found) / Double(found + wrong) }
        public var recall: Double { found == 0 ? 0 : Double(found) / Double(found + missed) }
        /// The harmonic mean of precision and recall, 0…1.
        public var f1: Double { found == 0 ? 0 : 2 * Double(found) / Double(2 * found + wrong + missed) }

        mutating func add(gold: Bool, predicted: Bool, agrees: Bool = true) {
            if gold && predicted && agrees { found += 1 }
            if predicted && !(gold && agrees) { wrong += 1 }
            if gold && !(predicted && agrees) { missed += 1 }
        }

        static func + (left: Counts, right: Counts) -> Counts {
            Counts(found: left.found + right.found, wrong: left.wrong + right.wrong, missed: left.missed + right.missed)
        }
    }

    /// Comma, period and question together.
    public var micro: Counts { comma + period + question }

    /// Counts the words of one document; both have one writing a word.
    public mutating func add(gold: [String], predicted: [String]) {
        precondition(gold.count == predicted.count, "one writing a word")
        for (gold, predicted) in zip(gold, predicted) {
            let gold = WrittenWord(gold), predicted = WrittenWord(predicted)
            let goldMark = gold.mark.scored, predictedMark = predicted.mark.scored
            comma.add(gold: goldMark == .comma, predicted: predictedMark == .comma)
            period.add(gold: goldMark == .period, predicted: predictedMark == .period)
            question.add(gold: goldMark == .question, predicted: predictedMark == .question)
            for mark in Self.otherMarks { others[mark, default: Counts()].add(gold: gold.mark == mark, predicted: predicted.mark == mark) }
            let goldCase = Punctuation.LetterCase(of: gold.core), predictedCase = Punctuation.LetterCase(of: predicted.core)
            func count(_ counts: inout Counts, _ holds: (Punctuation.LetterCase?) -> Bool) {
                counts.add(gold: holds(goldCase), predicted: holds(predictedCase), agrees: gold.core == predicted.core)
            }
            count(&cased) { $0 != nil && $0 != .lower }
            count(&acronyms) { $0 == .upper }
            count(&mixed) { $0 == .mixed }
        }
    }
}

extension PunctuationScore: CustomStringConvertible {
    /// A table of precision, recall and F1 in points.
    public var description: String {
        let classes = [("comma", comma), ("period", period), ("question", question), ("micro", micro), ("cased", cased), ("acronyms", acronyms), ("mixed", mixed)]
        let rows = classes + Self.otherMarks.map { ("only " + $0.symbol, others[$0] ?? Counts()) }
        func cell(_ value: Double) -> String { String(format: "%9.1f", value * 100) }
        return (["          precision   recall       F1    count"] + rows.map { name, counts in
            name.padding(toLength: 10, withPad: " ", startingAt: 0) + " " + cell(counts.precision) + cell(counts.recall) + cell(counts.f1)
                + String(format: "%9d", counts.found + counts.missed)
        }).joined(separator: "\n")
    }
}

extension Punctuation.Mark {
    /// The class it is scored in.
    fileprivate var scored: Punctuation.Mark {
        switch self {
        case .comma, .colon: .comma
        case .period, .exclamation, .semicolon, .ellipsis: .period
        case .question: .question
        case .none, .dash: .none
        }
    }
}
