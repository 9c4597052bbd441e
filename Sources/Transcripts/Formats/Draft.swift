/// What a reader found in a source, before order and times are mended.
struct Draft {
    var cues: [DraftCue] = []
    var repairs: [Repair] = []
    /// Whether the cues are the source's own and so worth keeping.
    var keepsCues = true

    mutating func report(_ line: Int, _ what: String) {
        repairs.append(Repair(line: line, what: what))
    }
}

/// A cue with the words in it, whose times may be missing.
struct DraftCue {
    /// Line in the source, from 1.
    var line: Int
    var start: Int?
    var end: Int?
    var words: [Word] = []
    /// The words line by line, for captions that roll up.
    var rows: [Range<Int>] = []
}

extension Transcript {
    /// Puts the cues in order, times every word that can be timed, and numbers the words' cues.
    ///
    /// - Throws: `noWords`.
    init(_ draft: Draft, of source: SourceText, format: TranscriptFormat) throws(TranscriptError) {
        var draft = draft
        draft.dropEmptyCues()
        draft.mendEnds()
        draft.sortCues()
        if format == .srt || format == .vtt {
            draft.unrollCaptions()
            draft.startFirstWords()
        }
        draft.fillTimes()
        var words: [Word] = []
        words.reserveCapacity(draft.cues.reduce(0) { $0 + $1.words.count })
        for (index, cue) in draft.cues.enumerated() {
            for var word in cue.words {
                word.cue = draft.keepsCues ? index : nil
                words.append(word)
            }
        }
        guard !words.isEmpty else { throw .noWords(file: source.name) }
        let cues = draft.keepsCues ? draft.cues.map { Cue(line: $0.line, start: $0.start, end: $0.end) } : []
        let repairs = (source.repairs + draft.repairs).enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
        self.init(words: words, cues: cues, repairs: repairs.map(\.element), format: format)
    }
}

extension Draft {
    fileprivate mutating func dropEmptyCues() {
        for cue in cues where cue.words.isEmpty { report(cue.line, "cue without words left out") }
        cues.removeAll { $0.words.isEmpty }
    }

    /// An end before its start is forgotten; `fillTimes` finds another.
    fileprivate mutating func mendEnds() {
        for index in cues.indices {
            if let start = cues[index].start, let end = cues[index].end, end < start {
                cues[index].end = nil
                report(cues[index].line, "cue ends before it starts: its end is taken from the next one")
            }
        }
    }

    /// In a cue with word times inside, the first word, which has none, starts with the cue.
    fileprivate mutating func startFirstWords() {
        for index in cues.indices where cues[index].words.contains(where: { $0.start != nil }) {
            cues[index].words[0].start = cues[index].words[0].start ?? cues[index].start
        }
    }

    /// Stable, and a cue without a time stays behind the one above it.
    fileprivate mutating func sortCues() {
        var latest = 0
        var isOrdered = true
        var keys: [Int] = []
        for cue in cues {
            let start = cue.start ?? latest
            if start < latest {
                isOrdered = false
                report(cue.line, "cue starts before the one above it: moved into order")
            }
            keys.append(start)
            latest = cue.start ?? latest
        }
        guard !isOrdered else { return }
        cues = zip(keys, cues).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map(\.element.1)
    }
}
