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
    ///   - targets: (N, K): 1 holds, 0 does not, NaN unknown. An exclusive group with a NaN counts for nothing in that row.
    ///   - weights: (K), how much a positive of that label counts; 1 when empty.
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
                    guard let gold = range.first(where: { targets.values[base + $0] == 1 }) else { continue }
                    let weight = weights.isEmpty ? 1 : weights[gold]
                    total -= Double(weight * logf(max(probabilities.values[base + gold], 1e-20)))
                    known += Double(weight)
                    for k in range { result.dLogits.values[base + k] = weight * (probabilities.values[base + k] - (k == gold ? 1 : 0)) }
                case .independent:
                    for k in range where !targets.values[base + k].isNaN {
                        let gold = targets.values[base + k], p = probabilities.values[base + k]
                        let weight = gold == 1 && !weights.isEmpty ? weights[k] : 1
                        total -= Double(weight * logf(max(gold == 1 ? p : 1 - p, 1e-20)))
                        known += Double(weight)
                        result.dLogits.values[base + k] = weight * (p - gold)
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
