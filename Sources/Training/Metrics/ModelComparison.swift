internal import AfterwordHeads
public import AfterwordPipeline
internal import AfterwordTensors

/// Two models on the same labelled data: F1 by label, and how sure the difference is.
public struct ModelComparison: Sendable, Codable, Equatable {
    public var labels: [Row]
    /// Over all decisions.
    public var micro: Row
    /// Mean F1 of the labels that occur.
    public var macro: Row
    /// Texts whose decisions are counted together, and drawn together.
    public var examples: Int

    public struct Row: Sendable, Codable, Equatable {
        public var label: String
        /// F1, 0…1.
        public var baseline, model: Double
        /// `model` − `baseline`, and where 95 % of the differences lie when texts are drawn anew.
        public var difference, low, high: Double
    }

    /// - Parameters:
    ///   - baseline: by example, a count a label.
    ///   - model: the same examples and labels.
    ///   - resamples: how often as many examples are drawn, with replacement.
    /// - Source: Efron & Tibshirani, "An introduction to the bootstrap", 1993, percentile intervals; paired by example as in Koehn, EMNLP 2004.
    public init(labels: [String], baseline: [[F1]], model: [[F1]], resamples: Int = 1000, seed: UInt64) {
        precondition(baseline.count == model.count, "both models were asked about the same examples")
        examples = model.count
        let whole = (Self.scores(Self.sum(baseline, labels.count)), Self.scores(Self.sum(model, labels.count)))
        var random = RandomSource(seed: seed)
        var differences = [[Double]](repeating: [], count: labels.count + 2)
        for _ in 0..<(examples > 1 ? resamples : 0) {
            var old = [F1](repeating: F1(), count: labels.count), new = old
            for _ in 0..<examples {
                let example = Int(random.next() % UInt64(examples))
                for k in labels.indices {
                    old[k] = old[k] + baseline[example][k]
                    new[k] = new[k] + model[example][k]
                }
            }
            for (index, pair) in zip(Self.scores(old), Self.scores(new)).enumerated() { differences[index].append(pair.1 - pair.0) }
        }
        let rows = (labels + ["micro", "macro"]).enumerated().map { index, label in
            let sorted = differences[index].sorted(), difference = whole.1[index] - whole.0[index]
            func percentile(_ part: Double) -> Double { sorted.isEmpty ? difference : sorted[Int((Double(sorted.count - 1) * part).rounded())] }
            return Row(
                label: label, baseline: whole.0[index], model: whole.1[index], difference: difference, low: percentile(0.025), high: percentile(0.975))
        }
        self.labels = Array(rows.prefix(labels.count))
        micro = rows[labels.count]
        macro = rows[labels.count + 1]
    }

    private static func sum(_ examples: [[F1]], _ labels: Int) -> [F1] {
        examples.reduce(into: [F1](repeating: F1(), count: labels)) { sum, example in for k in 0..<labels { sum[k] = sum[k] + example[k] } }
    }

    /// F1 by label, micro and macro.
    private static func scores(_ counts: [F1]) -> [Double] {
        let occurring = counts.filter { $0.truePositives + $0.falseNegatives > 0 }
        let macro = occurring.isEmpty ? 0 : occurring.reduce(0) { $0 + $1.f1 } / Double(occurring.count)
        return counts.map(\.f1) + [counts.reduce(F1(), +).f1, macro]
    }
}

extension TrainableProcessor {
    /// What the head decides right and wrong in each text of labelled data, a count a label.
    ///
    /// - Throws: `TrainingError`, with file and line where data is at fault.
    public func counts(on data: LabelledLines<Gold>, model: Model, threads: Int = 1) throws(TrainingError) -> [[F1]] {
        let known = try knownLogits(of: data, head: head, encoder: model.encoder, tokenizer: model.tokenizer, threads: threads)
        let probabilities = head.probabilities(known.logits), targets = known.targets.likeliest(in: head.groups)
        var counts: [[F1]] = []
        for (row, example) in known.examples.enumerated() {
            while counts.count <= example { counts.append([F1](repeating: F1(), count: head.labelCount)) }
            for (index, group) in head.groups.enumerated() {
                let columns = head.columns(ofGroup: index)
                let isKnown = group.kind == .independent || columns.contains { targets[row, $0] == 1 }
                let likeliest = columns.max { probabilities[row, $0] < probabilities[row, $1] }
                for (k, column) in columns.enumerated() where isKnown && !targets[row, column].isNaN {
                    let isGiven = group.kind == .exclusive ? column == likeliest : probabilities[row, column] >= group.thresholds[k]
                    counts[example][column].count(given: isGiven, gold: targets[row, column] == 1)
                }
            }
        }
        return counts
    }
}
