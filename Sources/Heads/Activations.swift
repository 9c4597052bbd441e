internal import AfterwordTensors
internal import Foundation

extension Matrix {
    /// Softmax over `columns` of every row, in place.
    package mutating func softmax(columns range: Range<Int>) {
        for row in 0..<rows {
            let base = row * columns
            let peak = range.reduce(-Float.infinity) { max($0, values[base + $1]) }
            var sum: Float = 0
            for column in range {
                values[base + column] = expf(values[base + column] - peak)
                sum += values[base + column]
            }
            for column in range { values[base + column] /= sum }
        }
    }

    /// The logistic function over `columns` of every row, in place.
    package mutating func sigmoid(columns range: Range<Int>) {
        for row in 0..<rows {
            for column in range { values[row * columns + column] = 1 / (1 + expf(-values[row * columns + column])) }
        }
    }
}
