public import AfterwordTensors
public import AfterwordTokenization
internal import Synchronization

/// A BERT-family encoder: from tokens to one state a token and layer.
///
///     let configuration = try EncoderConfiguration(json: bytes)
///     let weights = try EncoderWeights(Safetensors(contentsOf: "model.safetensors"), for: configuration)
///     let encoder = TransformerEncoder(configuration: configuration, weights: weights)
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

    // Each word of a long document has 32 tokens or more on both sides, for a third more work than windows side by side.
    private static let window = WindowPlan(length: 254, overlap: 64)

    /// Lays the weights out for the kernels.
    ///
    /// - Parameter precision: narrower than 32 bits asks for heads of even width; others stay in 32.
    public init(
        configuration: EncoderConfiguration, weights: EncoderWeights, classToken: Int32 = 101, separatorToken: Int32 = 102,
        precision: InferencePrecision = .float32
    ) {
        precondition(
            [classToken, separatorToken].allSatisfy { $0 >= 0 && $0 < configuration.vocabularySize }, "[CLS] and [SEP] are in the vocabulary")
        self.configuration = configuration
        self.classToken = classToken
        self.separatorToken = separatorToken
        fingerprint = Fingerprint.of(configuration, weights)
        embeddings = Embeddings(
            words: weights.words, positions: weights.positions, type: Array(weights.types[row: 0]),
            norm: LayerNorm(weights.embeddingsNorm, epsilon: configuration.layerNormEpsilon))
        let narrow: NarrowPrecision? = configuration.hiddenSize % (2 * configuration.headCount) == 0 ? precision.narrow : nil
        self.precision = narrow == nil ? .float32 : precision
        layers =
            if let narrow { .narrow(weights.layers.map { NarrowTransformerLayer($0, configuration: configuration, precision: narrow) }) } else {
                .float32(weights.layers.map { TransformerLayer($0, configuration: configuration) })
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
        case .float32(let layers): states(of: documents, through: layers, keeping: wanted, threads: threads)
        case .narrow(let layers): states(of: documents, through: layers, keeping: wanted, threads: threads)
        }
    }

    private func states(of documents: [Tokens], through layers: [some EncoderLayer], keeping wanted: Set<Int>, threads: Int) -> [EncoderStates] {
        let length = min(Self.window.length, configuration.positionCount - 2)
        let plan = WindowPlan(length: length, overlap: min(Self.window.overlap, length / 4))
        let segments = documents.enumerated().flatMap { document, tokens in
            plan.windows(over: tokens.count).map { Segment(document: document, tokens: $0.tokens, kept: $0.kept) }
        }
        let chunks = Chunk.pack(segments, threads: threads)
        let finished = Mutex<[Int: [Int: [Float]]]>([:]) // chunk → layer → kept rows
        Threads.forEach(chunks.count, threads: threads) { nextChunk in
            guard let first = nextChunk() else { return }
            var workspace = layers[0].makeWorkspace(rows: chunks.map(\.rows).max() ?? 0, longest: chunks.flatMap(\.lengths).max() ?? 0)
            var index: Int? = first
            while let current = index {
                let rows = run(chunks[current], of: documents, through: layers, keeping: wanted, in: &workspace)
                finished.withLock { $0[current] = rows }
                index = nextChunk()
            }
        }
        return assemble(finished.withLock { $0 }, chunks: chunks, documents: documents, layers: wanted)
    }

    /// The kept rows of a chunk by layer, segment after segment.
    private func run<Layer: EncoderLayer>(
        _ chunk: Chunk, of documents: [Tokens], through layers: [Layer], keeping wanted: Set<Int>, in workspace: inout Layer.Workspace
    ) -> [Int: [Float]] {
        let lengths = chunk.lengths[...]
        var ids: [Int32] = []
        ids.reserveCapacity(chunk.rows)
        for segment in chunk.segments {
            ids.append(classToken)
            ids.append(contentsOf: documents[segment.document].ids[segment.tokens])
            ids.append(separatorToken)
        }
        var result: [Int: [Float]] = [:]
        embeddings.forward(ids, lengths: lengths, into: &workspace.x)
        workspace.begin(rows: chunk.rows)
        if wanted.contains(0) { result[0] = kept(of: chunk, in: workspace.x) }
        for (index, layer) in layers.prefix(wanted.max() ?? 0).enumerated() {
            layer.forward(lengths: lengths, in: &workspace)
            if wanted.contains(index + 1) { result[index + 1] = kept(of: chunk, in: workspace.x) }
        }
        return result
    }

    private func kept(of chunk: Chunk, in x: [Float]) -> [Float] {
        let width = configuration.hiddenSize
        var rows: [Float] = []
        rows.reserveCapacity(chunk.segments.reduce(0) { $0 + $1.kept.count } * width)
        var start = 0
        for segment in chunk.segments {
            let first = start + 1 + segment.kept.lowerBound - segment.tokens.lowerBound
            rows.append(contentsOf: x[first * width..<(first + segment.kept.count) * width])
            start += segment.tokens.count + 2
        }
        return rows
    }

    // Chunks hold the documents' rows in order, so each document's are the next ones.
    private func assemble(_ finished: [Int: [Int: [Float]]], chunks: [Chunk], documents: [Tokens], layers wanted: Set<Int>) -> [EncoderStates] {
        let width = configuration.hiddenSize
        var parts = documents.map { tokens in Dictionary(uniqueKeysWithValues: wanted.map { ($0, reserved(tokens.count * width)) }) }
        for (index, chunk) in chunks.enumerated() {
            for (layer, rows) in finished[index] ?? [:] {
                var start = 0
                for segment in chunk.segments {
                    let end = start + segment.kept.count * width
                    parts[segment.document][layer]?.append(contentsOf: rows[start..<end])
                    start = end
                }
            }
        }
        return zip(documents, parts).map { tokens, layers in
            EncoderStates(tokens: tokens, layers: layers.mapValues { Matrix(rows: tokens.count, columns: width, values: $0) }, depth: configuration.layerCount)
        }
    }

    private func reserved(_ count: Int) -> [Float] {
        var floats: [Float] = []
        floats.reserveCapacity(count)
        return floats
    }
}
