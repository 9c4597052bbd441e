public import AfterwordTensors
public import AfterwordTokenization

/// A BERT-family encoder: from tokens to one state a token and layer.
///
///     let configuration = try EncoderConfiguration(json: bytes)
///     let encoder = try TransformerEncoder(Safetensors(contentsOf: "model.safetensors"), for: configuration, precision: .int8)
///     let states = encoder.states(of: tokens, threads: 2)
///
/// A document's states are the same bits whatever documents are beside it and however many threads there are.
public struct TransformerEncoder: Sendable {
    public let configuration: EncoderConfiguration
    /// What its matrix products are made of.
    public let precision: InferencePrecision
    /// 32 hexadecimal digits of the configuration's and the weights' values: equal for the same model, whatever file it came from.
    public let fingerprint: String
    /// Ids of `[CLS]` and `[SEP]`, which open and close each window.
    public let classToken, separatorToken: Int32

    private let embeddings: Embeddings
    private let layers: Layers

    private enum Layers {
        case float32([TransformerLayer])
        case narrow([NarrowTransformerLayer])
    }

    // Each word of a long document has 16 tokens or more on both sides, for a seventh more work than windows side by side. On 63,000 words of podcasts
    // and talks, 2,000 a document, marks are as good as with 32 tokens (64.3 micro F1), and 0.4 points better than with none.
    private static let window = WindowPlan(length: 254, overlap: 32)

    /// Lays a file's tensors out for the kernels, one after the other; word embeddings stay in the file until they are needed.
    ///
    /// - Parameter precision: narrower than 32 bits asks for heads of even width; others stay in 32.
    /// - Throws: ``EncoderError`` `.wrongShape`, `.notFinite`, `.tensors`.
    public init(
        _ file: Safetensors, for configuration: EncoderConfiguration, classToken: Int32 = 101, separatorToken: Int32 = 102,
        precision: InferencePrecision = .float32
    ) throws(EncoderError) {
        try self.init(
            configuration: configuration, parameters: EncoderTensors(file, for: configuration), classToken: classToken, separatorToken: separatorToken,
            precision: precision)
    }

    /// Lays weights out for the kernels.
    public init(
        configuration: EncoderConfiguration, weights: EncoderWeights, classToken: Int32 = 101, separatorToken: Int32 = 102,
        precision: InferencePrecision = .float32
    ) {
        self.init(configuration: configuration, parameters: weights, classToken: classToken, separatorToken: separatorToken, precision: precision)
    }

    private init<Parameters: EncoderParameters>(
        configuration: EncoderConfiguration, parameters: Parameters, classToken: Int32, separatorToken: Int32, precision: InferencePrecision
    ) throws(Parameters.Failure) {
        precondition(
            [classToken, separatorToken].allSatisfy { $0 >= 0 && $0 < configuration.vocabularySize }, "[CLS] and [SEP] are in the vocabulary")
        self.configuration = configuration
        self.classToken = classToken
        self.separatorToken = separatorToken
        fingerprint = try Fingerprint.of(configuration, parameters)
        embeddings = Embeddings(
            words: try parameters.table(\.words), positions: try parameters.matrix(\.positions), type: Array(try parameters.matrix(\.types)[row: 0]),
            norm: try parameters.norm(\.embeddingsNorm, epsilon: configuration.layerNormEpsilon))
        if let narrow = precision.narrow, configuration.hiddenSize % (2 * configuration.headCount) == 0 {
            var layers: [NarrowTransformerLayer] = []
            for index in 0..<configuration.layerCount {
                layers.append(try NarrowTransformerLayer(index, of: parameters, configuration: configuration, precision: narrow))
            }
            (self.layers, self.precision) = (.narrow(layers), precision)
        } else {
            var layers: [TransformerLayer] = []
            for index in 0..<configuration.layerCount { layers.append(try TransformerLayer(index, of: parameters, configuration: configuration)) }
            (self.layers, self.precision) = (.float32(layers), .float32)
        }
    }

    /// The states of one document of any length.
    ///
    /// - Parameters:
    ///   - layers: which layers' states to keep, 0 (embeddings) to the number of layers; the last one unless told.
    ///   - threads: how many threads work; 1 starts none.
    public func states(of tokens: Tokens, layers: Set<Int>? = nil, threads: Int = 1) -> EncoderStates {
        states(of: [tokens], layers: layers, threads: threads)[0]
    }

    /// The states of many documents, packed together without padding: the quickest way for short texts.
    ///
    /// - Complexity: linear in tokens; a token attends to at most one window.
    public func states(of documents: [Tokens], layers: Set<Int>? = nil, threads: Int = 1) -> [EncoderStates] {
        let wanted = layers ?? [configuration.layerCount]
        precondition(wanted.allSatisfy { (0...configuration.layerCount).contains($0) }, "layers are numbered 0 to \(configuration.layerCount)")
        return switch self.layers {
        case .float32(let layers): states(of: documents, through: layers, keeping: wanted, in: .float32, threads: threads)
        case .narrow(let layers): states(of: documents, through: layers, keeping: wanted, in: .bfloat16, threads: threads)
        }
    }

    private func states(
        of documents: [Tokens], through layers: [some EncoderLayer], keeping wanted: Set<Int>, in precision: Precision, threads: Int
    ) -> [EncoderStates] {
        let length = min(Self.window.length, configuration.positionCount - 2)
        let plan = WindowPlan(length: length, overlap: min(Self.window.overlap, length / 4))
        let segments = documents.enumerated().flatMap { document, tokens in
            plan.windows(over: tokens.count).map { Segment(document: document, tokens: $0.tokens, kept: $0.kept) }
        }
        let chunks = Chunk.pack(segments, threads: threads)
        let rows = documents.reduce(0) { $0 + $1.count }
        let states = StateRows(layers: wanted, rows: rows, width: configuration.hiddenSize, precision: precision)
        Threads.forEach(chunks.count, threads: threads) { nextChunk in
            guard let first = nextChunk() else { return }
            var workspace = layers[0].makeWorkspace(rows: chunks.map(\.rows).max() ?? 0, longest: chunks.flatMap(\.lengths).max() ?? 0)
            var index: Int? = first
            while let current = index {
                run(chunks[current], of: documents, through: layers, in: &workspace, into: states)
                index = nextChunk()
            }
        }
        var start = 0
        return documents.map { tokens in
            defer { start += tokens.count }
            let rows = start..<start + tokens.count
            return EncoderStates(tokens: tokens, layers: states.layers.mapValues { $0.rows(rows) }, depth: configuration.layerCount)
        }
    }

    /// Takes a chunk through the layers and puts its kept rows where they belong.
    private func run<Layer: EncoderLayer>(
        _ chunk: Chunk, of documents: [Tokens], through layers: [Layer], in workspace: inout Layer.Workspace, into states: StateRows
    ) {
        let lengths = chunk.lengths[...]
        var ids: [Int32] = []
        ids.reserveCapacity(chunk.rows)
        for segment in chunk.segments {
            ids.append(classToken)
            ids.append(contentsOf: documents[segment.document].ids[segment.tokens])
            ids.append(separatorToken)
        }
        embeddings.forward(ids, lengths: lengths, into: &workspace.x)
        workspace.begin(rows: chunk.rows)
        states.keep(chunk, of: workspace.x, width: configuration.hiddenSize, layer: 0)
        for (index, layer) in layers.prefix(states.highest).enumerated() {
            layer.forward(lengths: lengths, in: &workspace)
            states.keep(chunk, of: workspace.x, width: configuration.hiddenSize, layer: index + 1)
        }
    }
}
