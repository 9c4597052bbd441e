internal import AfterwordHeads
public import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordEncoder

/// Finds topics that the user typed, any words at all, by how near they lie to what is said; where a name is like that of a topic
/// that the model's own head knows, also by what the head says.
///
///     let matcher = TopicMatcher(["woodworking", "tax law"], model: model)
///     let result = try Pipeline(model: model, processors: [Punctuator(model), matcher]).annotate(transcript)
///     print(result[Topics.self, named: TopicMatcher.key]?.summary ?? [:])
///
/// A part of the transcript that is about none of them has no labels.
public struct TopicMatcher: Processor {
    public typealias Output = Topics

    public static var requires: [any Annotation.Type] { [Punctuation.self] }

    /// The name of its annotation in a result.
    public static let key = "custom_topics"

    private let names: [String]
    private let vectors: TopicVectors
    private let evidence: TopicEvidence?
    private let layer: Int

    /// - Parameter names: as they are to appear in the result; repeated and empty ones are dropped.
    public init(_ names: [String], model: Model, threads: Int = 1) {
        var seen: Set<String> = []
        self.names = names.filter { $0.contains { !$0.isWhitespace } && seen.insert($0).inserted }
        layer = model.encoder.configuration.layerCount
        let embeddings = TopicVectors.embeddings(of: self.names, model: model, threads: threads)
        vectors = TopicVectors(embeddings, layer: layer)
        evidence = TopicEvidence(for: embeddings, model: model, threads: threads)
    }

    public var key: String { Self.key }
    public var layers: Set<Int> { evidence?.layers.union([layer]) ?? [layer] }

    public func process(_ document: Document) -> Topics {
        guard let states = document.states, let punctuation = document.annotations[Punctuation.self] else { preconditionFailure("the pipeline gives what a processor requires") }
        let spans = Segments.ranges(in: document, of: punctuation, words: Self.wordsPerSegment)
        var relevance = vectors.cosines(states, spans: spans)
        let evidence = evidence?.logOdds(states, spans: spans)
        for index in relevance.values.indices {
            relevance.values[index] = Self.steepness * (relevance.values[index] - Self.middle) + (evidence?.values[index] ?? 0)
        }
        relevance.sigmoid(columns: 0..<names.count)
        return Topics(spans.indices.map { Array(relevance[row: $0]) }, labels: names, spans: spans, in: document)
    }

    private static let wordsPerSegment = 100
    /// By logistic regression on 8,991 dev texts packed as in training, each with its own topic's name and four others.
    private static let steepness: Float = 18
    /// The cosine from which a topic is given: nine in ten of those texts' names that lie nearer are right and a quarter of the right
    /// ones do (90.8 and 25.9 %), 78.7 and 35.5 % in sources that nothing was fitted on; of small talk and a name it is one pair in 200. All
    /// that without ``TopicEvidence``, which says what it adds.
    private static let middle: Float = 0.23
}
