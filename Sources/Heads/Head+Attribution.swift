internal import AfterwordTensors
internal import Foundation

extension Head {
    /// How much each feature of a row adds to a label's logit, to first order: (F), the logit's gradient.
    ///
    /// - Source: Simonyan et al., "Deep inside convolutional networks", 2014.
    package func gradient(of label: Int, at features: ArraySlice<Float>) -> [Float] {
        guard let last = layers.last else { return [] }
        var gradient = Array(last.weight[row: label])
        guard layers.count > 1 else { return gradient }
        let hidden = layers[0](Matrix(rows: 1, columns: features.count, values: Array(features)))
        for (unit, x) in hidden.values.enumerated() {
            gradient[unit] *= 0.5 * (1 + erff(x * 0.707106781)) + x * 0.398942280 * expf(-0.5 * x * x)
        }
        var result = [Float](repeating: 0, count: features.count)
        for (unit, weight) in gradient.enumerated() {
            for (column, value) in layers[0].weight[row: unit].enumerated() { result[column] += weight * value }
        }
        return result
    }
}
