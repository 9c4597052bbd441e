internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// How deep the similarity of what comes before and after falls at each unit: a deep valley is a change of subject.
///
/// - Source: Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages", 1997; here over the encoder's states instead of words.
struct Cohesion {
    /// One a unit, in standard deviations over the document; the first is 0, and all are where nothing changes.
    let depths: [Double]

    /// Units on either side that are compared.
    private static let window = 10

    /// - Complexity: O(units · C).
    init(_ states: EncoderStates, layer: Int, spans: [Range<Int>]) {
        let vectors = Self.directions(states, layer: layer, spans: spans)
        let valleys = Self.valleys(Self.smoothed(Self.similarities(vectors)))
        depths = valleys.standardised
    }

    /// Each unit's mean state less the document's, as long as 1, (N, C).
    private static func directions(_ states: EncoderStates, layer: Int, spans: [Range<Int>]) -> Matrix {
        var vectors = SpanFeatures(layers: [layer]).matrix(states, spans: spans, range: spans.indices)
        let width = vectors.columns, rows = vectors.rows
        vectors.values.withUnsafeMutableBufferPointer { values in
            var mean = [Float](repeating: 0, count: width)
            for row in 0..<rows { for c in 0..<width { mean[c] += values[row * width + c] / Float(rows) } }
            for row in 0..<rows {
                var square: Float = 0
                for c in 0..<width {
                    values[row * width + c] -= mean[c]
                    square += values[row * width + c] * values[row * width + c]
                }
                let scale = square > 1e-12 ? 1 / square.squareRoot() : 0
                for c in 0..<width { values[row * width + c] *= scale }
            }
        }
        return vectors
    }

    /// The cosine of the sums of `window` units before each unit and from it on, (N); the sums slide, so the window costs nothing.
    private static func similarities(_ vectors: Matrix) -> [Double] {
        let width = vectors.columns, rows = vectors.rows
        guard rows > 1 else { return [Double](repeating: 1, count: rows) }
        var before = [Double](repeating: 0, count: width), after = before
        return vectors.values.withUnsafeBufferPointer { values in
            func add(_ row: Int, to sum: inout [Double], sign: Double) {
                for c in 0..<width { sum[c] += sign * Double(values[row * width + c]) }
            }
            for row in 0..<min(window, rows) { add(row, to: &after, sign: 1) }
            var result = [1.0]
            for row in 1..<rows {
                add(row - 1, to: &before, sign: 1)
                if row > window { add(row - 1 - window, to: &before, sign: -1) }
                add(row - 1, to: &after, sign: -1)
                if row + window <= rows { add(row + window - 1, to: &after, sign: 1) }
                var dot = 0.0, left = 0.0, right = 0.0
                for c in 0..<width {
                    dot += before[c] * after[c]
                    left += before[c] * before[c]
                    right += after[c] * after[c]
                }
                result.append(dot / max((left * right).squareRoot(), 1e-9))
            }
            result[0] = result[1]
            return result
        }
    }

    /// The mean of each value and its neighbours.
    private static func smoothed(_ values: [Double]) -> [Double] {
        values.indices.map { index in
            (values[max(0, index - 1)] + values[index] + values[min(values.count - 1, index + 1)]) / 3
        }
    }

    /// How far one climbs from each value to the peaks on both sides of it. Slopes count too: the head may know better where
    /// in a valley the boundary is.
    private static func valleys(_ values: [Double]) -> [Double] {
        var left = values, right = values
        for index in values.indices.dropFirst() where values[index - 1] >= values[index] { left[index] = left[index - 1] }
        for index in values.indices.dropLast().reversed() where values[index + 1] >= values[index] { right[index] = right[index + 1] }
        return values.indices.map { $0 == 0 ? 0 : left[$0] + right[$0] - 2 * values[$0] }
    }
}

extension [Double] {
    /// The values less their mean, in standard deviations; zeros when they are all alike.
    var standardised: [Double] {
        let count = Double(Swift.max(1, self.count))
        let mean = reduce(0, +) / count
        let deviation = (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        return map { deviation > 1e-6 ? ($0 - mean) / deviation : 0 }
    }
}
