internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// Keeps texts' vectors where the untrained encoder has them; see ``SentenceDistillation``.
struct DistillationObjective: TrainingObjective {
    private let features: SpanFeatures

    init(for configuration: EncoderConfiguration) { features = SpanFeatures(layers: [configuration.layerCount]) }

    mutating func addLoss(of part: TrainingBatch.Part, states: [[Float]], encoder: EncoderWeights, pass: inout TrainingPass) -> Float {
        guard !part.spans.rows.isEmpty else { return 0 }
        let vectors = features.forward(states, width: pass.width, of: part.spans)
        let (loss, dVectors) = SentenceDistillation.loss(vectors, teacher: Matrix(rows: vectors.rows, columns: vectors.columns, values: part.targets))
        pass.open(features.layers)
        features.backward(dVectors, times: pass.weight, width: pass.width, of: part.spans, into: &pass.dStates)
        return loss
    }

    mutating func forEachParameter(_ body: (_ parameter: OwnParameter, _ values: inout [Float], _ gradient: inout [Float]) -> Void) {}

    /// Texts as examples, each with the vector that the teacher gives it.
    static func examples(of texts: [String], tokenizer: Tokenizer, teacher: TransformerEncoder, window: Int, threads: Int) -> [TrainingExample] {
        let documents = texts.map { text in
            let tokens = tokenizer.tokens(of: text.splitAtSpaces().map(String.init))
            return tokens.count <= window ? tokens : Tokens(ids: Array(tokens.ids[..<window]), offsets: [0, window])
        }.filter { $0.count > 0 }
        let features = SpanFeatures(layers: [teacher.configuration.layerCount])
        return teacher.states(of: documents, threads: threads).map { states in
            TrainingExample(
                ids: states.tokens.ids, spans: [0..<states.tokens.count],
                targets: features.matrix(states, spans: [0..<states.tokens.wordCount], range: 0..<1))
        }
    }
}
