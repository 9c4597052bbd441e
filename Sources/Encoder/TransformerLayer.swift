internal import AfterwordTensors

/// One block of the encoder: attention and feed-forward, each added to its input and normalised (BERT's post-norm).
struct TransformerLayer: EncoderLayer {
    let attention: SelfAttention
    let attentionNorm: LayerNorm
    let feedForward: FeedForward
    let outputNorm: LayerNorm

    init(_ weights: EncoderWeights.Layer, configuration: EncoderConfiguration) {
        let epsilon = configuration.layerNormEpsilon
        let width = configuration.hiddenSize
        let projection = Matrix(
            rows: 3 * width, columns: width, values: weights.query.weight.values + weights.key.weight.values + weights.value.weight.values)
        attention = SelfAttention(
            projection: Linear(weight: projection, bias: weights.query.bias.values + weights.key.bias.values + weights.value.bias.values),
            output: Linear(weights.attentionOutput), heads: configuration.headCount)
        attentionNorm = LayerNorm(weights.attentionNorm, epsilon: epsilon)
        feedForward = FeedForward(up: Linear(weights.up), down: Linear(weights.down))
        outputNorm = LayerNorm(weights.outputNorm, epsilon: epsilon)
    }

    func forward(lengths: ArraySlice<Int>, in workspace: inout Workspace) {
        let rows = lengths.reduce(0, +)
        attention.forward(
            workspace.x, lengths: lengths, projected: &workspace.projected, context: &workspace.context, scratch: &workspace.scratch, into: &workspace.y)
        attentionNorm.forward(&workspace.x, rows: rows, adding: workspace.y)
        // A block of rows goes through both feed-forward products while their hidden values are in the second-level cache.
        let width = attention.projection.inputs
        for first in stride(from: 0, to: rows, by: Workspace.feedForwardRows) {
            let count = min(Workspace.feedForwardRows, rows - first)
            feedForward.forward(workspace.x[(first * width)...], rows: count, hidden: &workspace.hidden, into: &workspace.y)
            outputNorm.forward(&workspace.x, from: first, rows: count, adding: workspace.y)
        }
    }

    func makeWorkspace(rows: Int, longest: Int) -> Workspace { Workspace(rows: rows, longest: longest, layer: self) }

    struct Workspace: EncoderWorkspace {
        /// Rows that pass the feed-forward layers together; a multiple of the kernel's tile of 6.
        static let feedForwardRows = 96

        /// (rows, C): the states between layers, and what is added to them.
        var x, y: [Float]
        /// (rows, 3C): queries, keys and values.
        var projected: [Float]
        /// (rows, C)
        var context: [Float]
        /// (feedForwardRows, F)
        var hidden: [Float]
        var scratch: [Float]

        init(rows: Int, longest: Int, layer: TransformerLayer) {
            let width = layer.attention.projection.inputs
            func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
            x = zeros(rows * width)
            y = zeros(max(rows, Self.feedForwardRows) * width)
            projected = zeros(rows * 3 * width)
            context = zeros(rows * width)
            hidden = zeros(Self.feedForwardRows * layer.feedForward.up.outputs)
            scratch = zeros(layer.attention.scratchCount(length: longest))
        }

        mutating func begin(rows: Int) {}
    }
}

extension Linear {
    init(_ dense: EncoderWeights.Dense) { self.init(weight: dense.weight, bias: dense.bias.values) }
}

extension LayerNorm {
    init(_ norm: EncoderWeights.Norm, epsilon: Float) { self.init(gain: norm.gain.values, bias: norm.bias.values, epsilon: epsilon) }
}
