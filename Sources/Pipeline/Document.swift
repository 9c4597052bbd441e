public import AfterwordEncoder
public import AfterwordTokenization
public import AfterwordTranscripts

/// All a processor may look at: the words, their states, and what earlier processors said.
public struct Document: Sendable {
    public let transcript: Transcript
    public let tokens: Tokens
    /// States of the layers that the pipeline's processors asked for; nil when none did.
    public let states: EncoderStates?
    /// Holds at least what the processor declared in `requires`.
    public let annotations: Annotations
    private let derivations = Derivations()

    public init(transcript: Transcript, tokens: Tokens, states: EncoderStates?, annotations: Annotations = Annotations()) {
        self.transcript = transcript
        self.tokens = tokens
        self.states = states
        self.annotations = annotations
    }

    /// What `make` makes of this document, the first time that a value of its type is asked for; afterwards the same one.
    package func derived<Value: Sendable>(_ make: () -> Value) -> Value { derivations.value(make) }

    /// When the first word of `words` with a time starts, in milliseconds.
    public func start(of words: Range<Int>) -> Int? { transcript.words[words].lazy.compactMap(\.start).first }

    /// When the last word of `words` with a time ends, in milliseconds.
    public func end(of words: Range<Int>) -> Int? { transcript.words[words].reversed().lazy.compactMap(\.end).first }
}
