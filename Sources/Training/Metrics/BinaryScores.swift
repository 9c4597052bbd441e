/// How well scores tell positives from negatives.
public struct BinaryScores: Sendable {
    /// Area under precision over recall, 0…1; 0 without positives.
    public let averagePrecision: Double
    /// The chance that a positive scores above a negative, 0…1; ties count half. 0.5 without one of them.
    public let areaUnderROC: Double
    /// The threshold with the best F1, and that F1; 0.5 and 0 without positives.
    public let bestThreshold: Float
    public let bestF1: Double

    /// - Parameters:
    ///   - scores: higher is more likely.
    ///   - gold: whether it is a positive, one a score.
    ///   - precisionFloor: the best threshold is looked for among those with at least this precision, if there are any.
    /// - Complexity: O(n log n).
    public init(scores: [Float], gold: [Bool], precisionFloor: Double = 0) {
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) } // a fixed order among equals
        let positives = gold.count { $0 }, negatives = gold.count - positives
        var (truePositives, falsePositives, index) = (0, 0, 0)
        var (average, area, recallBefore) = (0.0, 0.0, 0.0)
        var best: (meetsFloor: Bool, f1: Double, threshold: Float) = (false, 0, 0.5)
        while index < order.count {
            let score = scores[order[index]]
            let (before, falseBefore) = (truePositives, falsePositives)
            while index < order.count, scores[order[index]] == score {
                if gold[order[index]] { truePositives += 1 } else { falsePositives += 1 }
                index += 1
            }
            area += Double(falsePositives - falseBefore) * (Double(before) + Double(truePositives - before) / 2)
            let precision = Double(truePositives) / Double(truePositives + falsePositives)
            let recall = positives == 0 ? 0 : Double(truePositives) / Double(positives)
            average += (recall - recallBefore) * precision
            recallBefore = recall
            let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
            let meetsFloor = precision >= precisionFloor
            if f1 > 0, (meetsFloor ? 1 : 0, f1) > (best.meetsFloor ? 1 : 0, best.f1) {
                let next = index < order.count ? scores[order[index]] : 0
                best = (meetsFloor, f1, (score + next) / 2)
            }
        }
        averagePrecision = average
        areaUnderROC = positives == 0 || negatives == 0 ? 0.5 : area / (Double(positives) * Double(negatives))
        (bestThreshold, bestF1) = (best.threshold, best.f1)
    }
}
