/// A transcript: words in the order they were said, and what the reader had to repair.
///
///     let transcript = try Transcript(reading: bytes, name: "episode.srt")
///     print(transcript.words.count, transcript.repairs)
public struct Transcript: Sendable, Codable, Equatable {
    public var words: [Word]
    /// The cues, lines or segments of the source, in order; a word's `cue` is an index into this.
    public var cues: [Cue]
    /// What the reader changed to make sense of the source, in source order. Empty for a well-formed file.
    public var repairs: [Repair]
    /// The format it was read from; nil for a transcript made in code.
    public var format: TranscriptFormat?

    public init(words: [Word], cues: [Cue] = [], repairs: [Repair] = [], format: TranscriptFormat? = nil) {
        self.words = words
        self.cues = cues
        self.repairs = repairs
        self.format = format
    }

    /// A transcript of text without times: words are what white space separates.
    public init(text: String, speaker: String? = nil) {
        let bytes = Array(text.utf8)
        var words: [Word] = []
        bytes.words(in: 0..<bytes.count) { words.append(Word(bytes.string($0), speaker: speaker)) }
        self.init(words: words)
    }
}

/// A cue, line or segment of the source: where it stood and when it was shown.
public struct Cue: Sendable, Codable, Equatable {
    /// Line in the source where the cue starts, from 1.
    public var line: Int
    /// Milliseconds, if the source gives them.
    public var start: Int?
    public var end: Int?

    public init(line: Int, start: Int? = nil, end: Int? = nil) {
        self.line = line
        self.start = start
        self.end = end
    }
}

/// Something a reader had to mend, reported so that nothing is repaired in silence.
public struct Repair: Sendable, Codable, Equatable {
    /// Line in the source, from 1.
    public var line: Int
    /// What was wrong and what was done, without any of the transcript's text.
    public var what: String

    public init(line: Int, what: String) {
        self.line = line
        self.what = what
    }
}
