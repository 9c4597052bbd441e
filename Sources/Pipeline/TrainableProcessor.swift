public import AfterwordHeads
public import AfterwordTensors
public import AfterwordTranscripts

/// A processor whose answers come from a head that can be trained on labelled data.
///
/// Serving and training share everything: `spans` says what is decided, `targets` what should have been said,
/// `decode` turns logits into the annotation.
public protocol TrainableProcessor<Output>: Processor {
    associatedtype Output
    /// One labelled example, as a line of a data file has it.
    associatedtype Gold: Codable & Sendable

    /// (N, F) → (N, K).
    var head: Head { get set }

    /// The N word ranges that the head decides about, from words and annotations alone: training asks before there are states.
    func spans(in document: Document) throws -> [Range<Int>]
    /// The annotation that logits (N, K) of `spans` mean.
    func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) throws -> Output

    /// Lines of a data file gathered into examples, for data that needs more context than a line. As they are by default.
    static func gather(_ lines: [Gold]) -> [Gold]
    /// The transcript of an example, with the annotations that the processor requires.
    func sample(_ gold: Gold) throws -> Sample
    /// What the head should have said, (N, K): 1 holds, 0 does not, or the probability that it holds; NaN unknown.
    func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) throws -> Matrix
}

/// A labelled example's transcript, and the annotations a processor requires, taken from the labels.
public struct Sample: Sendable {
    public var transcript: Transcript
    public var annotations: Annotations

    public init(_ transcript: Transcript, annotations: Annotations = Annotations()) {
        self.transcript = transcript
        self.annotations = annotations
    }
}

extension TrainableProcessor {
    public var layers: Set<Int> { Set(head.features.layers) }
    public static func gather(_ lines: [Gold]) -> [Gold] { lines }

    public func process(_ document: Document) throws -> Output {
        guard let states = document.states else { preconditionFailure("the pipeline gives states to whoever asks for layers") }
        let spans = try spans(in: document)
        return try decode(head.logits(states, spans: spans), of: spans, in: document)
    }
}
