public import AfterwordPipeline

/// The chapters of a transcript, in order; together they hold every word once. Encodes as an array.
public struct Chapters: Annotation {
    public static let key = "chapters"

    public var chapters: [Chapter]

    public init(_ chapters: [Chapter]) { self.chapters = chapters }

    public init(from decoder: any Decoder) throws { chapters = try decoder.singleValueContainer().decode([Chapter].self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(chapters)
    }

    public struct Chapter: Sendable, Codable, Equatable {
        /// A title of at most seven words, unlike every other chapter's.
        public var headline: String
        /// The one sentence that says most.
        public var gist: String
        /// A short paragraph in the speakers' words.
        public var summary: String
        public var words: Range<Int>
        /// Milliseconds; nil when no word of it has a time.
        public var start: Int?
        public var end: Int?

        public init(headline: String, gist: String, summary: String, words: Range<Int>, start: Int?, end: Int?) {
            self.headline = headline
            self.gist = gist
            self.summary = summary
            self.words = words
            self.start = start
            self.end = end
        }
    }
}
