public import AfterwordPipeline
public import AfterwordProcessors
internal import AfterwordHeads
package import AfterwordTensors
internal import Foundation

/// How often the likeliest topic of a tier of the taxonomy is one of the text's.
public struct TopicScore: Sendable, Codable, Equatable, CustomStringConvertible {
    public var firstTier: Tier
    /// Texts whose topics stop at the first tier do not count here.
    public var secondTier: Tier

    public struct Tier: Sendable, Codable, Equatable {
        /// Texts with a topic of this tier.
        public var texts: Int
        /// Topics of this tier that they have. One that the head does not know is never found.
        public var topics: Int
        /// The likeliest of all the head's topics of this tier.
        public var amongAll: Choice
        /// The likeliest of those that some text of the data has, which is all that a classifier made for the data knows.
        public var amongTheirs: Choice
    }

    /// How good a choice of one topic a text is.
    public struct Choice: Sendable, Codable, Equatable {
        /// Part of the texts whose topic is right, 0…1.
        public var accuracy: Double
        /// Mean F1 of the topics that the texts have, 0…1.
        public var macroF1: Double
        /// Expected calibration error of the chosen topics over ten equal bins of confidence, 0…1.
        public var calibrationError: Double
    }

    public var description: String {
        func row(_ name: String, _ tier: Tier, _ choice: Choice) -> String {
            name.padding(toLength: 32, withPad: " ", startingAt: 0) + String(format: "%9.1f%10.1f%13.3f%9d", choice.accuracy * 100, choice.macroF1 * 100, choice.calibrationError, tier.texts)
        }
        let tiers = [("first", firstTier), ("second", secondTier)].filter { $0.1.texts > 0 }
        return (["likeliest topic                  accuracy  macro F1  calibration    texts"] + tiers.flatMap { name, tier in
            [row("\(name) tier, of all topics", tier, tier.amongAll), row("\(name) tier, of the data's \(tier.topics)", tier, tier.amongTheirs)]
        }).joined(separator: "\n")
    }
}

extension TopicScore.Tier {
    /// - Parameters:
    ///   - probabilities: (N, K), of `labels`.
    ///   - gold: the topics of each row's text, paths of any depth; a topic is also all those above it.
    ///   - depth: 1 for the first tier.
    package init(_ probabilities: Matrix, labels: [String], gold: [[String]], depth: Int) {
        precondition(probabilities.rows == gold.count && probabilities.columns == labels.count, "a row a text, a column a topic")
        let wanted = gold.map { paths in Set(paths.compactMap { Self.path($0, cutTo: depth) }) }
        let rows = wanted.indices.filter { !wanted[$0].isEmpty }
        let theirs = Set(wanted.joined())
        let all = labels.indices.filter { Self.path(labels[$0], cutTo: depth) == labels[$0] }
        func choice(of columns: [Int]) -> TopicScore.Choice {
            var counts: [String: F1] = [:], right = 0, calibration = Calibration()
            for row in rows {
                let given = columns.max { probabilities[row, $0] < probabilities[row, $1] }
                let isRight = given.map { wanted[row].contains(labels[$0]) } ?? false
                if isRight { right += 1 }
                if let given {
                    counts[labels[given], default: F1()].count(given: true, gold: isRight)
                    calibration.add(confidence: probabilities[row, given], holds: isRight)
                }
                if !isRight { for topic in wanted[row] { counts[topic, default: F1()].count(given: false, gold: true) } }
            }
            let sum = theirs.sorted().reduce(0) { $0 + (counts[$1]?.f1 ?? 0) } // in a fixed order: rounding
            return TopicScore.Choice(
                accuracy: Double(right) / Double(max(1, rows.count)), macroF1: sum / Double(max(1, theirs.count)), calibrationError: calibration.error)
        }
        self.init(texts: rows.count, topics: theirs.count, amongAll: choice(of: all), amongTheirs: choice(of: all.filter { theirs.contains(labels[$0]) }))
    }

    /// The first tiers of a path; nil if it has fewer.
    private static func path(_ path: String, cutTo depth: Int) -> String? {
        let names = path.split(separator: ">")
        return names.count < depth ? nil : names.prefix(depth).joined(separator: ">")
    }
}

extension TopicDetector {
    /// How well the head finds the first and second tier of texts that have topics.
    public func score(on data: LabelledData<Gold>, model: Model, threads: Int = 1, progress: (Double) -> Void = { _ in }) throws(TrainingError) -> TopicScore {
        let known = try knownLogits(of: LabelledLines(data), head: head, encoder: model.encoder, tokenizer: model.tokenizer, threads: threads)
        progress(1)
        let texts = data.lines.flatMap { [$0.gold] + ($0.gold.parts ?? []) }.filter { $0.text.contains { !$0.isWhitespace } }
        let probabilities = head.probabilities(known.logits)
        func tier(_ depth: Int) -> TopicScore.Tier {
            TopicScore.Tier(probabilities, labels: head.groups.flatMap(\.labels), gold: texts.map(\.labels), depth: depth)
        }
        return TopicScore(firstTier: tier(1), secondTier: tier(2))
    }
}
