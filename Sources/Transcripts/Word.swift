/// One word as the recogniser wrote it, with when and by whom it was said.
///
/// A word is a run of text without white space, punctuation included: `"Hello,"` is one word. Nothing in
/// the library ever changes it; annotations are ranges of word indices.
public struct Word: Sendable, Codable, Equatable {
    /// The text exactly as in the source; never empty, never with white space.
    public var text: String
    /// Start of the word in milliseconds from the start of the recording, if known.
    public var start: Int?
    /// End of the word in milliseconds, not before `start`, if known.
    public var end: Int?
    /// Where `start` and `end` come from.
    public var timeSource: TimeSource
    /// The recogniser's confidence, 0…1, if it gave one.
    public var confidence: Double?
    /// The name or label of who said it, if known.
    public var speaker: String?
    /// Index into `Transcript.cues` of the cue the word came from.
    public var cue: Int?

    public init(
        _ text: String, start: Int? = nil, end: Int? = nil, timeSource: TimeSource? = nil,
        confidence: Double? = nil, speaker: String? = nil, cue: Int? = nil
    ) {
        self.text = text
        self.start = start
        self.end = end
        self.timeSource = timeSource ?? (start == nil ? .none : .measured)
        self.confidence = confidence
        self.speaker = speaker
        self.cue = cue
    }
}

/// Where a word's times come from.
public enum TimeSource: String, Sendable, Codable {
    /// The source gave this word its own times.
    case measured
    /// Spread over the word's cue in proportion to the letters.
    case interpolated
    /// The source has no times.
    case none
}
