internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// What a trained head of topics adds to names that users type: how much more it finds the known topic whose name lies nearest than it
/// does where other topics are talked about.
struct TopicEvidence: Sendable {
    private let head: Head
    /// For each name the head's column of the topic nearest to it, and the part of its log-odds that counts, 0…1.
    private let nearest: [(column: Int, weight: Float)]
    /// (K) the head's mean logits of sentences about each general topic: some topics are found likely whatever is said.
    private let origin: [Float]

    /// Nil where the model has no head of topics or not the vectors of their names, and where all names lie far from every known topic.
    ///
    /// - Parameter names: unit vectors of the names, (N, C), as ``TopicVectors/embeddings(of:model:threads:)`` makes them.
    init?(for names: Matrix, model: Model, threads: Int) {
        guard let head = model.heads[Topics.key], head.groups.count == 1, head.groups[0].kind == .independent,
            let descriptions = model.heads[TopicDetector.descriptionsName], descriptions.layers.count == 1, descriptions.layers[0].weight.columns == names.columns
        else { return nil }
        let columns = Dictionary(head.groups[0].labels.enumerated().map { ($1, $0) }) { first, _ in first }
        let known = descriptions.groups.flatMap(\.labels).enumerated().compactMap { row, path in columns[path].map { (row: row, column: $0) } }
        let cosines = names.times(transposed: descriptions.layers[0].weight, adding: [Float](repeating: 0, count: descriptions.layers[0].weight.rows))
        nearest = (0..<names.rows).map { name in
            guard let best = known.max(by: { cosines[name, $0.row] < cosines[name, $1.row] }) else { return (0, 0) }
            return (best.column, max(0, (cosines[name, best.row] - Self.leastCosine) / (1 - Self.leastCosine)))
        }
        guard nearest.contains(where: { $0.weight > 0 }) else { return nil }
        self.head = head
        // TopicVectors has encoded them too, but on the last layer only.
        let sentences = Taxonomy.iab.topics.filter { $0.parent == nil }.map { model.tokenizer.tokens(of: TopicVectors.sentence(about: $0.text).splitAtSpaces().map(String.init)) }
        var sums = [Float](repeating: 0, count: head.labelCount)
        for states in model.encoder.states(of: sentences, layers: Set(head.features.layers), threads: threads) {
            for (column, logit) in head.logits(states, spans: [0..<states.tokens.wordCount]).values.enumerated() { sums[column] += logit }
        }
        origin = sums.map { $0 / Float(sentences.count) }
    }

    /// Layers whose states it reads.
    var layers: Set<Int> { Set(head.features.layers) }

    /// What each span says for each name, (spans, N), in log-odds.
    func logOdds(_ states: EncoderStates, spans: [Range<Int>]) -> Matrix {
        let logits = head.logits(states, spans: spans)
        let values = spans.indices.flatMap { row in nearest.map { Self.weight * $0.weight * (logits[row, $0.column] - origin[$0.column]) } }
        return Matrix(rows: spans.count, columns: nearest.count, values: values)
    }

    /// Names that lie further apart say little about each other: "tax law" and politics.
    private static let leastCosine: Float = 0.5
    /// Of AG News and BBC, whose categories users would type and which are not in training, the right name is nearest in 74.9 and 84.0 % with
    /// this evidence and 71.8 and 82.8 % without; 40 and 44 % of the right names are given where 26 and 24 % were, and 82 and 90 % of those given are
    /// right where 86 and 95 % were. More weight finds more and is right less often. Of five topics' own names for a text of a familiar source, alone and
    /// in 32 bits, 63 % of the right ones are given where 42 % were, and 91 % of those given are right where 89 % were.
    private static let weight: Float = 0.3
}
