internal import AfterwordTensors

/// One block of the encoder: attention and feed-forward, each added to its input and normalised (BERT's post-norm).
struct TransformerLayer: EncoderLayer {
    let attention: SelfAttention
    let attentionNorm: LayerNorm
    let feedForward: FeedForward
    let outputNorm: LayerNorm

    init<Parameters: EncoderParameters>(_ index: Int, of parameters: Parameters, configuration: EncoderConfiguration) throws(Parameters.Failure) {
        let layer = \EncoderWeights.layers[index], epsilon = configuration.layerNormEpsilon
        attention = SelfAttention(
            projection: try parameters.linear(layer.appending(path: \.query), layer.appending(path: \.key), layer.appending(path: \.value)),
            output: try parameters.linear(layer.appending(path: \.attentionOutput)), heads: configuration.headCount)
        attentionNorm = try parameters.norm(layer.appending(path: \.attentionNorm), epsilon: epsilon)
        feedForward = FeedForward(up: try parameters.linear(layer.appending(path: \.up)), down: try parameters.linear(layer.appending(path: \.down)))
        outputNorm = try parameters.norm(layer.appending(path: \.outputNorm), epsilon: epsilon)
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

extension LayerNorm {
    init(_ norm: EncoderWeights.Norm, epsilon: Float) { self.init(gain: norm.gain.values, bias: norm.bias.values, epsilon: epsilon) }
}
