public import AfterwordTranscripts

/// A transcript with all that was said about it.
public struct AnnotatedTranscript: Sendable {
    /// The transcript as it came in, word for word.
    public let transcript: Transcript
    public let annotations: Annotations
    /// The processors that failed; the others' annotations are there all the same.
    public let failures: [ProcessorFailure]
    /// The model whose encoder and heads were used.
    public let model: ModelIdentity

    public init(transcript: Transcript, annotations: Annotations, failures: [ProcessorFailure] = [], model: ModelIdentity) {
        self.transcript = transcript
        self.annotations = annotations
        self.failures = failures
        self.model = model
    }

    /// The annotation of a type, if it was made.
    public subscript<A: Annotation>(_ type: A.Type) -> A? { annotations[type] }

    /// The annotation of a processor that goes by a name of its own, such as a classifier's.
    public subscript<A: Annotation>(_ type: A.Type, named key: String) -> A? { annotations[type, named: key] }
}

/// A processor that could not do its work, and why.
public struct ProcessorFailure: Error, Sendable, Codable, Equatable {
    /// The key of the annotation that is missing for it.
    public let processor: String
    /// The reason, without any of the transcript's text.
    public let message: String

    public init(processor: String, message: String) {
        self.processor = processor
        self.message = message
    }
}
