public import AfterwordHeads
public import AfterwordTensors
internal import Foundation

/// How well a head does on labelled data.
public struct Evaluation: Sendable, Codable, Equatable {
    public var groups: [Group]

    public struct Group: Sendable, Codable, Equatable {
        public var name: String
        public var labels: [LabelScore]
        /// Over all decisions.
        public var micro: F1
        /// Mean F1 of the labels that occur.
        public var macroF1: Double
        /// Part of the rows whose label is right; exclusive groups only.
        public var accuracy: Double?
        /// Row: the right label; column: the one given. Exclusive groups only.
        public var confusion: [[Int]]?
        /// Expected calibration error over ten equal bins of confidence, 0…1: of the likeliest label of each row, or of all known decisions
        /// of independent labels, where those about labels that are hardly ever there weigh most.
        public var calibrationError: Double
    }

    public struct LabelScore: Sendable, Codable, Equatable {
        public var label: String
        public var f1: F1
        /// Positives in the data.
        public var support: Int
        public var averagePrecision: Double
        public var areaUnderROC: Double
        public var threshold: Float
        /// Expected calibration error of this label alone over ten equal bins of confidence, 0…1.
        public var calibrationError: Double

        /// Keys that are the same after snake case and back.
        private enum CodingKeys: String, CodingKey {
            case label, f1, support, averagePrecision, threshold, calibrationError
            case areaUnderROC = "areaUnderRoc"
        }
    }

    /// - Parameters:
    ///   - probabilities: (N, K), as `Head.probabilities` gives them.
    ///   - targets: (N, K): 1 holds, 0 does not, NaN unknown; of probabilities the likeliest label is what is right.
    public init(_ probabilities: Matrix, targets: Matrix, groups: [LabelGroup]) {
        let targets = targets.likeliest(in: groups)
        var first = 0
        self.groups = groups.map { group in
            defer { first += group.labels.count }
            let columns = first..<(first + group.labels.count)
            return switch group.kind {
            case .exclusive: Group(exclusive: group, probabilities, targets, columns)
            case .independent: Group(independent: group, probabilities, targets, columns)
            }
        }
    }

    /// One number for choosing between models, 0…1: macro F1 of exclusive groups, mean average precision of independent ones.
    public var score: Double {
        let scores = groups.map { group in
            let occurring = group.labels.filter { $0.support > 0 }
            guard group.confusion == nil else { return group.macroF1 }
            return occurring.isEmpty ? 0 : occurring.reduce(0) { $0 + $1.averagePrecision } / Double(occurring.count)
        }
        return scores.reduce(0, +) / Double(max(1, scores.count))
    }
}

/// Precision, recall and their harmonic mean, 0…1.
public struct F1: Sendable, Codable, Equatable {
    public var truePositives, falsePositives, falseNegatives: Int

    public init(truePositives: Int = 0, falsePositives: Int = 0, falseNegatives: Int = 0) {
        (self.truePositives, self.falsePositives, self.falseNegatives) = (truePositives, falsePositives, falseNegatives)
    }

    public var precision: Double { ratio(truePositives, truePositives + falsePositives) }
    public var recall: Double { ratio(truePositives, truePositives + falseNegatives) }
    public var f1: Double { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    /// Counts one decision.
    public mutating func count(given: Bool, gold: Bool) {
        if given && gold { truePositives += 1 } else if given { falsePositives += 1 } else if gold { falseNegatives += 1 }
    }

    private enum CodingKeys: String, CodingKey { case truePositives, falsePositives, falseNegatives, precision, recall, f1 }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        truePositives = try fields.decode(Int.self, forKey: .truePositives)
        falsePositives = try fields.decode(Int.self, forKey: .falsePositives)
        falseNegatives = try fields.decode(Int.self, forKey: .falseNegatives)
    }

    /// The counts, and the three figures that follow from them.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(truePositives, forKey: .truePositives)
        try fields.encode(falsePositives, forKey: .falsePositives)
        try fields.encode(falseNegatives, forKey: .falseNegatives)
        try fields.encode(precision, forKey: .precision)
        try fields.encode(recall, forKey: .recall)
        try fields.encode(f1, forKey: .f1)
    }

    public static func + (a: F1, b: F1) -> F1 {
        F1(
            truePositives: a.truePositives + b.truePositives, falsePositives: a.falsePositives + b.falsePositives,
            falseNegatives: a.falseNegatives + b.falseNegatives)
    }
}

extension Evaluation.Group {
    init(exclusive group: LabelGroup, _ probabilities: Matrix, _ targets: Matrix, _ columns: Range<Int>) {
        var confusion = columns.map { _ in columns.map { _ in 0 } }
        var calibration = Calibration()
        let rows = (0..<targets.rows).filter { row in columns.contains { targets[row, $0] == 1 } }
        for row in rows {
            guard let gold = columns.first(where: { targets[row, $0] == 1 }), let given = columns.max(by: { probabilities[row, $0] < probabilities[row, $1] }) else { continue }
            confusion[gold - columns.lowerBound][given - columns.lowerBound] += 1
            calibration.add(confidence: probabilities[row, given], holds: given == gold)
        }
        let scores = columns.map { column in
            let k = column - columns.lowerBound
            let given = confusion.reduce(0) { $0 + $1[k] }, gold = confusion[k].reduce(0, +), right = confusion[k][k]
            return LabelTally(column: column, f1: F1(truePositives: right, falsePositives: given - right, falseNegatives: gold - right), support: gold)
        }
        self.init(group, scores, probabilities, targets, rows: rows, columns: columns, calibration: calibration)
        let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
        accuracy = rows.isEmpty ? 0 : Double(right) / Double(rows.count)
        self.confusion = confusion
    }

    init(independent group: LabelGroup, _ probabilities: Matrix, _ targets: Matrix, _ columns: Range<Int>) {
        let scores = columns.map { column in
            var tally = LabelTally(column: column, f1: F1(), support: 0)
            for row in 0..<targets.rows where !targets[row, column].isNaN {
                let gold = targets[row, column] == 1, p = probabilities[row, column]
                tally.f1.count(given: p >= group.thresholds[column - columns.lowerBound], gold: gold)
                if gold { tally.support += 1 }
            }
            return tally
        }
        let calibration = columns.reduce(into: Calibration()) { $0.add(Calibration(of: $1, probabilities, targets, rows: 0..<targets.rows)) }
        self.init(group, scores, probabilities, targets, rows: Array(0..<targets.rows), columns: columns, calibration: calibration)
    }

    private init(
        _ group: LabelGroup, _ tallies: [LabelTally], _ probabilities: Matrix, _ targets: Matrix, rows: [Int], columns: Range<Int>, calibration: Calibration
    ) {
        name = group.name
        labels = tallies.map { tally in
            let known = rows.filter { !targets[$0, tally.column].isNaN }
            let binary = BinaryScores(scores: known.map { probabilities[$0, tally.column] }, gold: known.map { targets[$0, tally.column] == 1 })
            let k = tally.column - columns.lowerBound
            return Evaluation.LabelScore(
                label: group.labels[k], f1: tally.f1, support: tally.support, averagePrecision: binary.averagePrecision,
                areaUnderROC: binary.areaUnderROC, threshold: group.thresholds[k],
                calibrationError: Calibration(of: tally.column, probabilities, targets, rows: rows).error)
        }
        micro = labels.reduce(F1()) { $0 + $1.f1 }
        let occurring = labels.filter { $0.support > 0 }
        macroF1 = occurring.isEmpty ? 0 : occurring.reduce(0) { $0 + $1.f1.f1 } / Double(occurring.count)
        calibrationError = calibration.error
    }
}

private struct LabelTally {
    var column: Int
    var f1: F1
    var support: Int
}

extension Calibration {
    /// Of one label's probabilities in the rows where it is known.
    fileprivate init(of column: Int, _ probabilities: Matrix, _ targets: Matrix, rows: some Sequence<Int>) {
        self.init()
        for row in rows where !targets[row, column].isNaN { add(confidence: probabilities[row, column], holds: targets[row, column] == 1) }
    }
}
