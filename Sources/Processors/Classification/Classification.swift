public import AfterwordPipeline

/// What a text classifier says of a transcript, and of each speaker's turns in it.
public struct Classification: Annotation {
    public static let key = "classification"

    /// The labels of the whole transcript that hold, likeliest first; of exclusive labels just one.
    public var labels: [Label]
    /// Each turn by itself, where there is more than one.
    public var segments: [Segment]

    public struct Label: Sendable, Codable, Equatable {
        public var label: String
        /// 0…1.
        public var confidence: Float
    }

    public struct Segment: Sendable, Codable, Equatable {
        public var words: Range<Int>
        /// Milliseconds; nil when no word of it has a time.
        public var start, end: Int?
        public var labels: [Label]
    }
}
