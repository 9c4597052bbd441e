package import AfterwordTensors

/// Spans of several texts whose states lie in one packed array.
package struct PackedSpans: Sendable {
    /// (N) rows of each span.
    package var rows: [Range<Int>] = []
    /// The spans of each text: a partition of 0..<N. Neighbours are of one text.
    package var texts: [Range<Int>] = []

    package init() {}

    /// Adds a text's spans, whose first token is row `first`.
    package mutating func append(_ spans: [Range<Int>], firstRow first: Int) {
        texts.append(rows.count..<(rows.count + spans.count))
        rows += spans.map { ($0.lowerBound + first)..<($0.upperBound + first) }
    }
}

extension SpanFeatures {
    /// The features of packed spans, (N, F), from `states` by layer, (R, C) each: what ``matrix(_:spans:range:)`` gives a text at a time.
    package func forward(_ states: [[Float]], width: Int, of spans: PackedSpans) -> Matrix {
        let pooled = layers.flatMap { layer in // (layers, N, C)
            states[layer].withUnsafeBufferPointer { Self.pool($0, width: width, rows: spans.rows).values }
        }
        var features = Matrix(rows: spans.rows.count, columns: count(width: width))
        features.values.withUnsafeMutableBufferPointer { features in
            pooled.withUnsafeBufferPointer { pooled in
                forEachNeighbour(of: spans, width: width) { feature, state in
                    for c in 0..<width { features[feature + c] = pooled[state + c] }
                }
            }
        }
        return features
    }

    /// Adds what `dFeatures` (N, F), times a factor, mean for the states to `dStates`, by layer, (R, C) each.
    package func backward(_ dFeatures: Matrix, times factor: Float = 1, width: Int, of spans: PackedSpans, into dStates: inout [[Float]]) {
        let count = spans.rows.count
        var dPooled = [Float](repeating: 0, count: layers.count * count * width) // (layers, N, C)
        dPooled.withUnsafeMutableBufferPointer { dPooled in
            dFeatures.values.withUnsafeBufferPointer { dFeatures in
                forEachNeighbour(of: spans, width: width) { feature, state in
                    for c in 0..<width { dPooled[state + c] += dFeatures[feature + c] }
                }
            }
        }
        for (index, layer) in layers.enumerated() {
            let part = dPooled[index * count * width..<(index + 1) * count * width]
            Self.poolBackward(Matrix(rows: count, columns: width, values: Array(part)), times: factor, rows: spans.rows, into: &dStates[layer])
        }
    }

    /// For each span, each of its neighbours and each layer: where C features begin in (N, F), and where their states in (layers, N, C).
    private func forEachNeighbour(of spans: PackedSpans, width: Int, _ body: (_ feature: Int, _ state: Int) -> Void) {
        let columns = count(width: width)
        for text in spans.texts {
            for span in text {
                for (index, offset) in offsets.enumerated() where text.contains(span + offset) {
                    for layer in layers.indices {
                        body(span * columns + (index * layers.count + layer) * width, (layer * spans.rows.count + span + offset) * width)
                    }
                }
            }
        }
    }

    /// The mean of each span's rows of `states` (R, C), (N, C); zeros for a span without rows.
    private static func pool(_ states: UnsafeBufferPointer<Float>, width: Int, rows spans: [Range<Int>]) -> Matrix {
        var result = Matrix(rows: spans.count, columns: width)
        result.values.withUnsafeMutableBufferPointer { output in
            guard let output = output.baseAddress else { return }
            for (index, rows) in spans.enumerated() where !rows.isEmpty {
                let sums = output + index * width
                for row in rows { for c in 0..<width { sums[c] += states[row * width + c] } }
                let scale = 1 / Float(rows.count)
                for c in 0..<width { sums[c] *= scale }
            }
        }
        return result
    }

    /// Adds each span's `dPooled` (N, C), times a factor and in equal parts, to its rows of `dStates`.
    static func poolBackward(_ dPooled: Matrix, times factor: Float, rows spans: [Range<Int>], into dStates: inout [Float]) {
        let width = dPooled.columns
        dStates.withUnsafeMutableBufferPointer { output in
            dPooled.values.withUnsafeBufferPointer { input in
                for (index, rows) in spans.enumerated() where !rows.isEmpty {
                    let scale = factor / Float(rows.count)
                    for row in rows {
                        for c in 0..<width { output[row * width + c] += scale * input[index * width + c] }
                    }
                }
            }
        }
    }
}
