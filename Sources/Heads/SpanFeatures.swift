public import AfterwordEncoder
public import AfterwordTensors
internal import AfterwordTokenization

/// Which states a head sees for a span of words: the mean over its tokens, of these layers, of the span and its neighbours.
public struct SpanFeatures: Sendable, Codable, Equatable {
    /// Encoder layers whose states are read, 0 (embeddings) … depth.
    public var layers: [Int]
    /// Neighbours in the list of spans, relative to the span: `[-1, 0, 1]` sees the one before and the one after too.
    public var offsets: [Int]

    public init(layers: [Int], offsets: [Int] = [0]) {
        self.layers = layers
        self.offsets = offsets
    }

    /// F, the number of features a span has when states are `width` wide.
    public func count(width: Int) -> Int { width * layers.count * offsets.count }

    /// The features of `spans[range]`, (range.count, F): for each offset, for each layer, C values.
    ///
    /// A span without tokens and a neighbour beyond the ends are zeros.
    public func matrix(_ states: EncoderStates, spans: [Range<Int>], range: Range<Int>) -> Matrix {
        let width = states.width
        let reach = (offsets.min() ?? 0)...(offsets.max() ?? 0)
        let needed = max(0, range.lowerBound + min(0, reach.lowerBound))..<min(spans.count, range.upperBound + max(0, reach.upperBound))
        let pooled = layers.map { pool(states, layer: $0, spans: spans[needed]) } // a (needed.count, C) each
        var result = Matrix(rows: range.count, columns: count(width: width))
        result.values.withUnsafeMutableBufferPointer { output in
            for (row, span) in range.enumerated() {
                var column = row * result.columns
                for offset in offsets {
                    let neighbour = span + offset
                    for layer in pooled {
                        if needed.contains(neighbour) {
                            let source = (neighbour - needed.lowerBound) * width
                            for c in 0..<width { output[column + c] = layer.values[source + c] }
                        }
                        column += width
                    }
                }
            }
        }
        return result
    }

    private func pool(_ states: EncoderStates, layer: Int, spans: ArraySlice<Range<Int>>) -> Matrix {
        guard let source = states.layers[layer] else { preconditionFailure("layer \(layer) was not asked of the encoder") }
        return Self.pool(width: source.columns, rows: spans.map { states.tokens[words: $0] }) { row, sums in source.add(row: row, to: sums) }
    }
}
