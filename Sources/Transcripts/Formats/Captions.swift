/// A caption: the words shown together, and when.
public struct Caption: Sendable, Equatable {
    /// One or two lines, as ranges of word indices, in order.
    public var lines: [Range<Int>]
    /// Milliseconds; never before the end of the caption before it, and never empty.
    public var start: Int
    public var end: Int
    public var speaker: String?

    /// Indices into `Transcript.words`.
    public var words: Range<Int> { lines[0].lowerBound..<lines[lines.count - 1].upperBound }
}

/// What captions keep to.
public struct CaptionLimits: Sendable, Equatable {
    /// Characters a line, 1…1000; a longer word stands alone.
    public let lineLength: Int
    /// Milliseconds that a caption is shown, where there is room before the next; at most a minute.
    public let minimumDuration: Int
    /// Milliseconds a character that reading takes, at most 1000; captions stay longer for it, where there is room.
    public let readingTime: Int
    /// Milliseconds after which a caption is cut if it can be, and beyond which reading keeps none; at most an hour.
    public let maximumDuration: Int

    /// Values outside the limits are moved to them.
    public init(lineLength: Int = 42, minimumDuration: Int = 1000, readingTime: Int = 60, maximumDuration: Int = 7000) {
        self.lineLength = min(max(1, lineLength), 1000)
        self.minimumDuration = min(max(0, minimumDuration), 60_000)
        self.readingTime = min(max(0, readingTime), 1000)
        self.maximumDuration = min(max(1, maximumDuration), 3_600_000)
    }
}

extension Transcript {
    /// The words as captions of at most two lines, cut at sentences first, then clauses, then words.
    ///
    /// A caption has one speaker. Where to cut is the choice with the least cost over each speaker's turn, so
    /// that no word is left alone in a caption if another cut avoids it.
    ///
    /// - Parameters:
    ///   - layout: Where sentences end; nil for `Layout(of:)`.
    ///   - format: What an error says was to be written.
    /// - Throws: `untimed` for the first word without times.
    /// - Complexity: O(words × words in a caption).
    public func captions(
        _ layout: Layout? = nil, limits: CaptionLimits = CaptionLimits(), for format: TranscriptFormat = .srt
    ) throws(TranscriptError) -> [Caption] {
        if let word = words.firstIndex(where: { $0.start == nil || $0.end == nil }) { throw .untimed(word: word, format: format) }
        let cutter = CaptionCutter(words, layout ?? Layout(of: self), limits)
        var captions = utterances.flatMap { turn in
            cutter.cut(turn.words).map { words in
                let (start, end) = cutter.times(words)
                return Caption(lines: cutter.lines(words), start: start, end: end, speaker: turn.speaker)
            }
        }
        Transcript.time(&captions, cutter, limits)
        return captions
    }

    /// Makes starts rise, and lets each caption stay until it can be read or the next one comes.
    private static func time(_ captions: inout [Caption], _ cutter: CaptionCutter, _ limits: CaptionLimits) {
        for index in captions.indices.dropFirst() {
            captions[index].start = Swift.max(captions[index].start, captions[index - 1].start + 1)
        }
        for index in captions.indices {
            let reading = cutter.length(captions[index].words) * limits.readingTime
            let needed = captions[index].start + Swift.max(limits.minimumDuration, Swift.min(reading, limits.maximumDuration), 1)
            let end = Swift.max(captions[index].end, needed)
            captions[index].end = index + 1 < captions.count ? Swift.min(end, captions[index + 1].start) : end
        }
    }
}
