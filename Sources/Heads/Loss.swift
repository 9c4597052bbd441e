public import AfterwordTensors
internal import Foundation

/// The value of a loss and its gradient by the logits.
public struct Loss: Sendable {
    /// Mean over the known targets.
    public var value: Float
    /// (N, K).
    public var dLogits: Matrix

    public init(value: Float, dLogits: Matrix) {
        self.value = value
        self.dLogits = dLogits
    }
}

extension Head {
    /// Cross-entropy of logits against targets: softmax in exclusive groups, logistic in independent ones.
    ///
    /// - Parameters:
    ///   - logits: (N, K).
    ///   - targets: (N, K): 1 holds, 0 does not, or the probability that it holds; NaN unknown. An exclusive group with a NaN counts for
    ///     nothing in that row; the probabilities of one without should sum to 1.
    ///   - weights: (K), how much a positive of that label counts; 1 when empty.
    ///
    /// A probability weighs in as that part of a positive and the rest of a negative, so its gradient is the mean of theirs.
    /// - Source: Hinton et al., "Distilling the knowledge in a neural network", 2015, at temperature 1.
    public func loss(_ logits: Matrix, targets: Matrix, weights: [Float] = []) -> Loss {
        precondition(logits.rows == targets.rows && logits.columns == targets.columns, "targets are shaped like logits")
        var result = Loss(value: 0, dLogits: Matrix(rows: logits.rows, columns: logits.columns))
        var total = 0.0, known = 0.0
        let probabilities = probabilities(logits)
        for index in groups.indices {
            let range = columns(ofGroup: index)
            for row in 0..<logits.rows {
                let base = row * logits.columns
                switch groups[index].kind {
                case .exclusive:
                    if let gold = range.first(where: { targets.values[base + $0] == 1 }) {
                        let weight = weights.isEmpty ? 1 : weights[gold]
                        total -= Double(weight * logf(max(probabilities.values[base + gold], 1e-20)))
                        known += Double(weight)
                        for k in range { result.dLogits.values[base + k] = weight * (probabilities.values[base + k] - (k == gold ? 1 : 0)) }
                    } else {
                        let mass = range.reduce(Float(0)) { $0 + (weights.isEmpty ? 1 : weights[$1]) * targets.values[base + $1] }
                        guard mass > 0 else { continue } // NaN where a label is unknown
                        known += Double(mass)
                        for k in range {
                            let part = (weights.isEmpty ? 1 : weights[k]) * targets.values[base + k], p = probabilities.values[base + k]
                            total -= Double(part * logf(max(p, 1e-20)))
                            result.dLogits.values[base + k] = mass * p - part
                        }
                    }
                case .independent:
                    for k in range where !targets.values[base + k].isNaN {
                        let gold = targets.values[base + k], p = probabilities.values[base + k]
                        if gold == 0 || gold == 1 {
                            let weight = gold == 1 && !weights.isEmpty ? weights[k] : 1
                            total -= Double(weight * logf(max(gold == 1 ? p : 1 - p, 1e-20)))
                            known += Double(weight)
                            result.dLogits.values[base + k] = weight * (p - gold)
                        } else {
                            let positive = (weights.isEmpty ? 1 : weights[k]) * gold, negative = 1 - gold
                            total -= Double(positive * logf(max(p, 1e-20)) + negative * logf(max(1 - p, 1e-20)))
                            known += Double(positive + negative)
                            result.dLogits.values[base + k] = (positive + negative) * p - positive
                        }
                    }
                }
            }
        }
        guard known > 0 else { return result }
        let scale = Float(1 / known)
        for index in result.dLogits.values.indices { result.dLogits.values[index] *= scale }
        result.value = Float(total / known)
        return result
    }
}
