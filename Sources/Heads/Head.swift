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

    /// Columns of the logits that group `index` takes.
    public func columns(ofGroup index: Int) -> Range<Int> {
        let first = groups[..<index].reduce(0) { $0 + $1.labels.count }
        return first..<(first + groups[index].labels.count)
    }

    /// Logits of word spans, (N, K).
    public func logits(_ states: EncoderStates, spans: [Range<Int>]) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(spans.count * labelCount)
        let layers = layers.map { Linear(weight: $0.weight, bias: $0.bias) }
        for first in stride(from: 0, to: spans.count, by: Self.block) { // an hour of words at once would take hundreds of megabytes
            let range = first..<min(first + Self.block, spans.count)
            values += Self.logits(features.matrix(states, spans: spans, range: range), through: layers).values
        }
        return Matrix(rows: spans.count, columns: labelCount, values: values)
    }

    /// Logits of features, (N, F) → (N, K).
    public func logits(_ features: Matrix) -> Matrix {
        Self.logits(features, through: layers.map { Linear(weight: $0.weight, bias: $0.bias) })
    }

    private static func logits(_ features: Matrix, through layers: [Linear]) -> Matrix {
        layers.indices.reduce(features) { x, index in layers[index](x, activation: index < layers.count - 1 ? .gelu : .identity) }
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

    private static let block = 512
}
