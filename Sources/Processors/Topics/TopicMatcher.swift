public import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordEncoder

/// Finds topics that the user typed, any words at all, by how near they lie to what is said.
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
    private let layer: Int

    /// - Parameter names: as they are to appear in the result; repeated and empty ones are dropped.
    public init(_ names: [String], model: Model, threads: Int = 1) {
        var seen: Set<String> = []
        self.names = names.filter { $0.contains { !$0.isWhitespace } && seen.insert($0).inserted }
        layer = model.encoder.configuration.layerCount
        // A bare name and a sentence about it lie apart; the mean of both is nearer to what people say.
        let bare = model.embeddings(of: self.names, threads: threads), said = model.embeddings(of: self.names.map { "we talk about \($0)" }, threads: threads)
        var mean = bare
        for row in 0..<mean.rows {
            guard bare[row: row].contains(where: { $0 != 0 }) else { continue } // marks alone mean nothing, whatever is said about them
            let sum = zip(bare[row: row], said[row: row]).map(+)
            let length = max(sum.reduce(0) { $0 + $1 * $1 }.squareRoot(), 1e-9)
            for column in 0..<mean.columns { mean[row, column] = sum[column] / length }
        }
        vectors = TopicVectors(mean, layer: layer, middle: Self.middle)
    }

    public var key: String { Self.key }
    public var layers: Set<Int> { [layer] }

    public func process(_ document: Document) -> Topics {
        guard let states = document.states, let punctuation = document.annotations[Punctuation.self] else { preconditionFailure("the pipeline gives what a processor requires") }
        let spans = Segments.ranges(in: document, of: punctuation, words: Self.wordsPerSegment)
        let relevances = vectors.relevances(states, spans: spans)
        return Topics(
            spans.indices.map { Array(relevances[row: $0]) }, labels: names, spans: spans, in: document)
    }

    private static let wordsPerSegment = 100
    /// Seven in ten that lie nearer than this are right on the dev sets, among ten names typed in; one stretch of small talk in ten is.
    private static let middle: Float = 0.24
}
