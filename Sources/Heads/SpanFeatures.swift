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
        var result = Matrix(rows: range.count, columns: count(width: states.width))
        write(states, spans: spans, range: range, over: &result.values)
        return result
    }

    /// The same as the first values of an array that has room for them.
    func write(_ states: EncoderStates, spans: [Range<Int>], range: Range<Int>, over features: inout [Float]) {
        guard offsets != [0] else { return pool(states, spans: spans[range], over: &features) }
        let size = layers.count * states.width // of what is pooled of a span
        precondition(features.count >= range.count * offsets.count * size, "there is room for \(range.count) spans")
        let first = max(0, range.lowerBound + min(0, offsets.min() ?? 0)), end = min(spans.count, range.upperBound + max(0, offsets.max() ?? 0))
        var pooled = [Float](repeating: 0, count: max(0, end - first) * size)
        pool(states, spans: spans[first..<max(first, end)], over: &pooled)
        features.withUnsafeMutableBufferPointer { features in
            pooled.withUnsafeBufferPointer { pooled in
                guard let pooled = pooled.baseAddress, var feature = features.baseAddress else { return }
                for span in range {
                    for neighbour in offsets.map({ span + $0 }) {
                        if (first..<end).contains(neighbour) {
                            feature.update(from: pooled + (neighbour - first) * size, count: size)
                        } else {
                            feature.update(repeating: 0, count: size)
                        }
                        feature += size
                    }
                }
            }
        }
    }

    /// The mean of each span's rows on each layer, (spans, layers, C).
    private func pool(_ states: EncoderStates, spans: ArraySlice<Range<Int>>, over result: inout [Float]) {
        let width = states.width
        let sources = layers.map { layer in
            guard let source = states.layers[layer] else { preconditionFailure("layer \(layer) was not asked of the encoder") }
            return source
        }
        precondition(result.count >= spans.count * sources.count * width, "there is room for \(spans.count) spans")
        result.withUnsafeMutableBufferPointer { result in
            guard var mean = result.baseAddress else { return }
            for span in spans {
                let rows = states.tokens[words: span]
                for source in sources {
                    mean.update(repeating: 0, count: width)
                    if !rows.isEmpty {
                        source.add(rows: rows, to: mean)
                        let scale = 1 / Float(rows.count)
                        for c in 0..<width { mean[c] *= scale }
                    }
                    mean += width
                }
            }
        }
    }
}
