/// How long a summary may be.
public enum Budget: Sendable, Equatable {
    /// At most so many words of output text.
    case words(Int)
    /// At most so many seconds of the recording; 2.5 words count as a second where words have no times.
    case seconds(Double)
}
