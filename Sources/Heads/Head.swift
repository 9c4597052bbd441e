public import AfterwordEncoder
public import AfterwordTensors

/// What decides labels from the encoder's states: pooled features of a span, linear layers, K logits.
///
/// A head belongs to the encoder it was trained on and carries that encoder's fingerprint.
public struct Head: Sendable, Equatable {
    public var name: String
    /// The labels, in groups; logits follow this order.
    public var groups: [LabelGroup]
    public var features: SpanFeatures
    /// One layer, or two with a GELU between: the last one has K outputs.
    public var layers: [Dense]
    /// Fingerprint of the encoder whose states the head was trained on.
    public var encoder: String

    public init(name: String, groups: [LabelGroup], features: SpanFeatures, layers: [Dense], encoder: String) {
        precondition(layers.last?.bias.count == groups.reduce(0) { $0 + $1.labels.count }, "the last layer has one output a label")
        self.name = name
        self.groups = groups
        self.features = features
        self.layers = layers
        self.encoder = encoder
    }

    /// Whether another head decides the same labels from the same features, through layers of the same sizes.
    package func isLike(_ other: Head) -> Bool {
        name == other.name && features == other.features && groups.map(\.name) == other.groups.map(\.name) && groups.map(\.kind) == other.groups.map(\.kind)
            && groups.map(\.labels) == other.groups.map(\.labels) && layers.map(\.weight.rows) == other.layers.map(\.weight.rows)
    }

    /// K, over all groups.
    public var labelCount: Int { groups.reduce(0) { $0 + $1.labels.count } }

    /// Weights of all layers together.
    package var weightCount: Int { layers.reduce(0) { $0 + $1.weight.values.count } }

    /// Columns of the logits that group `index` takes.
    public func columns(ofGroup index: Int) -> Range<Int> {
        let first = groups[..<index].reduce(0) { $0 + $1.labels.count }
        return first..<(first + groups[index].labels.count)
    }

    /// Logits of word spans, (N, K).
    public func logits(_ states: EncoderStates, spans: [Range<Int>]) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(spans.count * labelCount)
        let linears = layers.map(\.linear), block = min(Self.block, max(1, spans.count))
        // A few spans at a time, in the same memory: what the kernel reads stays in its cache, and an hour takes no more of it than a minute.
        var features = [Float](repeating: 0, count: block * self.features.count(width: states.width)), outputs = linears.map { [Float](repeating: 0, count: block * $0.outputs) }
        for first in stride(from: 0, to: spans.count, by: block) {
            let range = first..<min(first + block, spans.count)
            self.features.write(states, spans: spans, range: range, over: &features)
            Self.run(features, rows: range.count, through: linears, into: &outputs)
            values += outputs.last?[..<(range.count * labelCount)] ?? []
        }
        return Matrix(rows: spans.count, columns: labelCount, values: values)
    }

    /// Logits of features, (N, F) → (N, K).
    public func logits(_ features: Matrix) -> Matrix {
        let linears = layers.map(\.linear)
        var outputs = linears.map { [Float](repeating: 0, count: features.rows * $0.outputs) }
        Self.run(features.values, rows: features.rows, through: linears, into: &outputs)
        return Matrix(rows: features.rows, columns: labelCount, values: outputs.last ?? [])
    }

    /// Writes what each layer makes of the first `rows` rows of `features` over the first rows of its outputs.
    private static func run(_ features: [Float], rows: Int, through linears: [Linear], into outputs: inout [[Float]]) {
        for (index, linear) in linears.enumerated() {
            let x = index == 0 ? features : outputs[index - 1]
            linear.forward(x[...], rows: rows, activation: index < linears.count - 1 ? .gelu : .identity, into: &outputs[index])
        }
    }

    /// Probabilities of logits, (N, K): softmax in exclusive groups, sigmoid in independent ones.
    public func probabilities(_ logits: Matrix) -> Matrix {
        var result = logits
        for index in groups.indices {
            switch groups[index].kind {
            case .exclusive: result.softmax(columns: columns(ofGroup: index))
            case .independent: result.sigmoid(columns: columns(ofGroup: index))
            }
        }
        return result
    }

    /// A multiple of the six rows that the kernel takes at a time.
    private static let block = 96
}
