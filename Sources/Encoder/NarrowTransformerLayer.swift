internal import AfterwordTensors

/// ``TransformerLayer`` with narrow factors: what is added up between layers and normalised stays in 32 bits.
struct NarrowTransformerLayer: EncoderLayer {
    let attention: NarrowSelfAttention
    let attentionNorm: LayerNorm
    let feedForward: NarrowFeedForward
    let outputNorm: LayerNorm

    init<Parameters: EncoderParameters>(
        _ index: Int, of parameters: Parameters, configuration: EncoderConfiguration, precision: NarrowPrecision
    ) throws(Parameters.Failure) {
        let layer = \EncoderWeights.layers[index], epsilon = configuration.layerNormEpsilon
        attention = NarrowSelfAttention(
            projection: try parameters.linear(
                layer.appending(path: \.query), layer.appending(path: \.key), layer.appending(path: \.value), in: precision),
            output: try parameters.linear(layer.appending(path: \.attentionOutput), in: precision), heads: configuration.headCount)
        attentionNorm = try parameters.norm(layer.appending(path: \.attentionNorm), epsilon: epsilon)
        feedForward = NarrowFeedForward(
            up: try parameters.linear(layer.appending(path: \.up), in: precision), down: try parameters.linear(layer.appending(path: \.down), in: precision))
        outputNorm = try parameters.norm(layer.appending(path: \.outputNorm), epsilon: epsilon)
    }

    func forward(lengths: ArraySlice<Int>, in workspace: inout Workspace) {
        let rows = lengths.reduce(0, +)
        attention.attend(&workspace.rows, lengths: lengths, projected: &workspace.projected, scratch: &workspace.scratch, into: &workspace.context)
        // From here on a block of rows stays in the second-level cache.
        for first in stride(from: 0, to: rows, by: Workspace.blockRows) {
            let count = min(Workspace.blockRows, rows - first)
            workspace.rows.fill(from: first, rows: count, with: workspace.context, from: first)
            attention.output.forward(&workspace.rows, from: first, rows: count, scratch: &workspace.scratch, into: &workspace.y)
            attentionNorm.forward(&workspace.x, from: first, rows: count, adding: workspace.y, into: &workspace.rows)
            feedForward.forward(&workspace.rows, from: first, rows: count, scratch: &workspace.scratch, into: &workspace.y)
            outputNorm.forward(&workspace.x, from: first, rows: count, adding: workspace.y, into: &workspace.rows)
        }
    }

    func makeWorkspace(rows: Int, longest: Int) -> Workspace { Workspace(rows: rows, longest: longest, layer: self) }

    struct Workspace: EncoderWorkspace {
        /// Rows that pass from the attention's output to the end of the layer together; a multiple of the kernel's tile of 6.
        static let blockRows = 96

        var x: [Float]
        /// (rows, C): `x`, or what an attention made of it, as the next product reads it.
        var rows: NarrowRows
        /// (rows, 3C) as bfloat16: queries, keys and values.
        var projected: [UInt16]
        /// (rows, C)
        var context: [Float]
        /// (blockRows, C): what is added to `x`.
        var y: [Float]
        var scratch: [Float]

        init(rows: Int, longest: Int, layer: NarrowTransformerLayer) {
            let width = layer.attention.projection.inputs
            x = [Float](repeating: 0, count: rows * width)
            self.rows = NarrowRows(capacity: rows, width: width, precision: layer.attention.projection.precision)
            projected = [UInt16](repeating: 0, count: rows * 3 * width)
            context = x
            y = [Float](repeating: 0, count: Self.blockRows * width)
            scratch = [Float](
                repeating: 0, count: max(layer.attention.scratchCount(length: longest), layer.feedForward.scratchCount(rows: Self.blockRows)))
        }

        mutating func begin(rows count: Int) { rows.fill(rows: count, with: x) }
    }
}
