public import AfterwordTensors
public import AfterwordTokenization

/// What the encoder says about every token of a document: the rows all heads read.
public struct EncoderStates: Sendable {
    /// The tokens the rows belong to.
    public let tokens: Tokens
    /// States by layer, each (T, C): 0 is the embeddings, n the output of the n-th layer. An encoder of less than 32 bits keeps them in bfloat16.
    public let layers: [Int: StateMatrix]
    /// The encoder's number of layers; `layers[depth]` is what the last layer gave.
    public let depth: Int

    public init(tokens: Tokens, layers: [Int: StateMatrix], depth: Int) {
        precondition(layers.values.allSatisfy { $0.rows == tokens.count }, "states have one row a token")
        self.tokens = tokens
        self.layers = layers
        self.depth = depth
    }

    /// With states that are matrices already, (T, C) each.
    public init(tokens: Tokens, layers: [Int: Matrix], depth: Int) {
        self.init(tokens: tokens, layers: layers.mapValues(StateMatrix.init), depth: depth)
    }

    /// C, the width of a state.
    public var width: Int { layers.values.first?.columns ?? 0 }
}
