public import AfterwordPipeline

/// What a transcript says, in a headline, a sentence, a paragraph and a list, all in the speakers' own words.
public struct Summary: Annotation {
    public static let key = "summary"

    /// A title of at most seven words.
    public var headline: String
    /// The one sentence that says most.
    public var gist: String
    /// The most telling sentences, in the order they were said.
    public var paragraph: String
    /// The most telling sentences of different parts of the transcript, in the order they were said.
    public var bullets: [Passage]
    /// Where in the transcript the headline, the gist and the paragraph come from.
    public var sources: Sources

    public init(headline: String, gist: String, paragraph: String, bullets: [Passage], sources: Sources) {
        self.headline = headline
        self.gist = gist
        self.paragraph = paragraph
        self.bullets = bullets
        self.sources = sources
    }

    public struct Sources: Sendable, Codable, Equatable {
        /// Where each phrase of the headline is first said.
        public var headline: [Range<Int>]
        public var gist: Passage?
        /// One a sentence of the paragraph.
        public var paragraph: [Passage]

        public init(headline: [Range<Int>], gist: Passage?, paragraph: [Passage]) {
            self.headline = headline
            self.gist = gist
            self.paragraph = paragraph
        }
    }
}

/// A sentence of the transcript as a summary shows it, without fillers and false starts, and where it was said.
public struct Passage: Sendable, Codable, Equatable {
    public var text: String
    public var words: Range<Int>
    /// Milliseconds; nil when no word of it has a time.
    public var start: Int?
    public var end: Int?
    /// How much it tells beside the document's most telling sentence, 0…1.
    public var score: Double

    public init(text: String, words: Range<Int>, start: Int?, end: Int?, score: Double) {
        self.text = text
        self.words = words
        self.start = start
        self.end = end
        self.score = score
    }
}
