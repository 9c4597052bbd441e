public import AfterwordPipeline

/// The restored text: how every word is written, and where sentences and paragraphs end.
public struct Punctuation: Annotation {
    public static let key = "punctuation"

    /// Sentences in order; together they hold every word once.
    public var sentences: [Sentence]
    /// Ranges of sentence indices; together they hold every sentence once.
    public var paragraphs: [Range<Int>]

    public init(sentences: [Sentence], paragraphs: [Range<Int>]) {
        self.sentences = sentences
        self.paragraphs = paragraphs
    }

    public struct Sentence: Sendable, Codable, Equatable {
        public var words: Range<Int>
        /// Milliseconds; nil when no word of it has a time.
        public var start: Int?
        public var end: Int?
        /// The words as they are written, with one space between.
        public var text: String

        public init(words: Range<Int>, start: Int?, end: Int?, text: String) {
            self.words = words
            self.start = start
            self.end = end
            self.text = text
        }
    }

    /// How each word is written, `"Hello,"`: one a word of the transcript.
    public var display: [String] {
        // By bytes: a space and a combining mark after it are one Character.
        sentences.flatMap { $0.text.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) } }
    }
}
