internal import AfterwordTensors

/// What backward needs of a forward pass; its memory is used again from step to step.
package struct TrainingTape: Sendable {
    /// States by layer, (R, C) each: 0 is the embeddings, n the output of the n-th layer. There may be room for more rows.
    package internal(set) var states: [[Float]]
    var pass: Pass
    var embeddings = LayerNorm.Record(rows: 0, width: 0)
    var layers: [Layer]
    /// Scratch of either pass.
    var workspace = Workspace()

    /// What the layers of one pass have in common.
    struct Pass: Sendable {
        var sequences = PackedSequences(classToken: 0, separatorToken: 0)
        var dropouts = LayerDropouts.none
        let attention: Attention
        let epsilon: Float

        /// R
        var rows: Int { sequences.rows }
    }

    struct Layer: Sendable {
        /// (R, 3C) queries, keys and values, (R, C) the heads' contexts, (R · H) the logarithms of their softmax sums.
        var projected: [Float] = [], context: [Float] = [], logSums: [Float] = []
        var attentionNorm = LayerNorm.Record(rows: 0, width: 0)
        /// (R, C) what attention and its norm made of the input.
        var attended: [Float] = []
        /// (R, F) before and after GELU.
        var hidden: [Float] = [], activated: [Float] = []
        var outputNorm = LayerNorm.Record(rows: 0, width: 0)
    }

    struct Workspace: Sendable {
        /// (R, C): what is added to the states and, on the way back, its gradient; the gradient by the heads' contexts.
        var branch: [Float] = [], dContext: [Float] = []
        /// (R, 3C) and (R, F).
        var dProjected: [Float] = [], dHidden: [Float] = []
    }

    package init(for configuration: EncoderConfiguration) {
        pass = Pass(
            attention: Attention(heads: configuration.headCount, width: configuration.hiddenSize), epsilon: configuration.layerNormEpsilon)
        states = Array(repeating: [], count: configuration.layerCount + 1)
        layers = Array(repeating: Layer(), count: configuration.layerCount)
    }

    /// Makes room for `rows` rows; what was on the tape is lost.
    mutating func reserve(_ rows: Int, for configuration: EncoderConfiguration) {
        let c = configuration.hiddenSize, f = configuration.intermediateSize
        guard states[0].count < rows * c else { return }
        func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
        for index in states.indices { states[index] = zeros(rows * c) }
        embeddings = LayerNorm.Record(rows: rows, width: c)
        for index in layers.indices {
            layers[index] = Layer(
                projected: zeros(rows * 3 * c), context: zeros(rows * c), logSums: zeros(rows * configuration.headCount),
                attentionNorm: LayerNorm.Record(rows: rows, width: c), attended: zeros(rows * c), hidden: zeros(rows * f), activated: zeros(rows * f),
                outputNorm: LayerNorm.Record(rows: rows, width: c))
        }
        workspace = Workspace(
            branch: zeros(rows * c), dContext: zeros(rows * c), dProjected: zeros(rows * 3 * c), dHidden: zeros(rows * f))
    }
}

/// The masks of one pass: each place in the encoder has a key of its own, so that no mask depends on another's size.
package struct LayerDropouts: Sendable {
    package let rate: Float
    private let key: UInt64

    package static let none = LayerDropouts(rate: 0, key: 0)

    /// - Parameters:
    ///   - rate: the part that is dropped, 0..<1.
    ///   - key: differs from pass to pass.
    package init(rate: Float, key: UInt64) {
        self.rate = rate
        self.key = key
    }

    enum Place: UInt64 { case embeddings, probabilities, attention, feedForward }

    func at(_ place: Place, layer: Int = 0) -> Dropout {
        Dropout(key: SplitMix.mixed(key ^ (UInt64(layer) << 2 | place.rawValue) &* 0xD1B5_4A32_D192_ED03), rate: rate)
    }
}
