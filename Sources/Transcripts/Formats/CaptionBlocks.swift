/// The cues of a SubRip or WebVTT file as lines of the source, not yet read into words.
struct CaptionBlocks {
    struct Block {
        /// Line in the source, from 1, that the cue starts on.
        var line: Int
        var start: Int?
        var end: Int?
        /// Indices into the source's lines.
        var rows: [Int] = []
    }

    var blocks: [Block] = []
    var repairs: [Repair] = []

    mutating func report(_ line: Int, _ what: String) {
        repairs.append(Repair(line: line, what: what))
    }

    /// Reads the words, with voices, word times and speaker labels.
    func draft(of source: SourceText) -> Draft {
        let bytes = source.bytes
        let rows = blocks.flatMap { block in
            block.rows.enumerated().map { (range: source.lines[$0.element], isLead: $0.offset == 0) }
        }
        // Where voices are marked, a colon is speech.
        let hasVoices = rows.contains { CaptionBlocks.hasVoice($0.range, of: bytes) }
        let labels = SpeakerLabels(in: hasVoices ? [] : rows, of: bytes)
        var draft = Draft(repairs: repairs)
        draft.cues.reserveCapacity(blocks.count)
        var speaker: String?
        for block in blocks {
            var cue = DraftCue(line: block.line, start: block.start, end: block.end)
            var markup = CaptionMarkup()
            for row in block.rows {
                var range = source.lines[row]
                if let (name, rest) = labels.label(of: range, of: bytes) { (speaker, range) = (name, rest) }
                let first = cue.words.count
                markup.read(range, of: bytes, into: &cue.words)
                if let speaker { for index in first..<cue.words.count { cue.words[index].speaker = speaker } }
                if first < cue.words.count { cue.rows.append(first..<cue.words.count) }
            }
            draft.cues.append(cue)
        }
        return draft
    }

    private static func hasVoice(_ row: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard let open = bytes.firstIndex(of: UInt8(ascii: "<"), in: row) else { return false }
        return (open..<row.upperBound).contains { bytes.matches("<v ", at: $0) || bytes.matches("<v.", at: $0) }
    }
}

/// The line between a cue's number and its text: `00:00:01,500 --> 00:00:04,000`, and settings after it.
enum CaptionTiming: Equatable {
    case times(start: Int, end: Int, isNegative: Bool)
    /// It has an arrow and digits where times should be, and they are none.
    case unreadable

    /// Nil if the line is no timing at all.
    init?(_ row: Range<Int>, of bytes: [UInt8]) {
        // Most lines are text: an arrow has to come early.
        let row = bytes.trimmed(row)
        guard let first = row.first, bytes[first].isDigit || bytes[first] == UInt8(ascii: "-"),
            let arrow = (first..<Swift.min(row.upperBound, first + 40)).first(where: { bytes.matches("-->", at: $0) })
        else { return nil }
        var isNegative = false
        func time(_ range: Range<Int>, exactly: Bool) -> Int? {
            let range = bytes.trimmed(range)
            var cursor = range.lowerBound
            let hasSign = cursor < range.upperBound && bytes[cursor] == UInt8(ascii: "-")
            if hasSign { cursor += 1 }
            guard let time = Timecode.scan(bytes, at: &cursor, before: range.upperBound) else { return nil }
            guard cursor == range.upperBound || !exactly && bytes.whiteSpace(at: cursor) > 0 else { return nil }
            isNegative = isNegative || hasSign
            return hasSign ? 0 : time.milliseconds
        }
        if let start = time(first..<arrow, exactly: true), let end = time(arrow + 3..<row.upperBound, exactly: false) {
            self = .times(start: start, end: end, isNegative: isNegative)
        } else if bytes[first..<arrow].contains(UInt8(ascii: ":")) {
            self = .unreadable
        } else {
            return nil
        }
    }
}

extension CaptionBlocks {
    /// Opens a cue at `line`, an index, with the times of its timing line, reporting what is wrong with them.
    mutating func open(at line: Int, _ timing: CaptionTiming) {
        switch timing {
        case .times(let start, let end, let isNegative):
            if isNegative { report(line + 1, "negative time read as 0") }
            blocks.append(Block(line: line + 1, start: start, end: end))
        case .unreadable:
            report(line + 1, "times cannot be read: taken from the cues around it")
            blocks.append(Block(line: line + 1))
        }
    }
}
