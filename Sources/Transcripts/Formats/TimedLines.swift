/// Lines with a time in front: `00:00:06 text`, `[00:06] text`, `(00:06) Name: text`, and the lines that go on from them.
///
/// Also `[00:06.000 --> 00:09.500] text`, which Whisper prints, and `Name (00:06)` above the text, as
/// transcription services write it.
enum TimedLines {
    /// What stands in front of a line.
    struct Head {
        var start: Int
        var end: Int?
        var speaker: String?
        var rest: Range<Int>
        /// Brackets or hours: a lone `10:30` may be a time of day.
        var isPlain: Bool
    }

    /// - Throws: `noCues` if no line has a time.
    static func read(_ source: SourceText) throws(TranscriptError) -> Draft {
        let bytes = source.bytes
        let rows = source.lines.indices.filter { !source.isBlank($0) }.map { line in
            (line: line, head: head(of: source.lines[line], of: bytes))
        }
        guard rows.contains(where: { $0.head != nil }) else { throw .noCues(file: source.name, format: .lines) }
        // The label may stand behind the time or, if the time has a line of its own, open the next one.
        let labels = SpeakerLabels(
            in: rows.map { (range: $0.head?.rest ?? source.lines[$0.line], isLead: $0.head.map { !bytes.isBlank($0.rest) } ?? false) },
            of: bytes)
        var draft = Draft()
        var speaker: String?
        for (line, head) in rows {
            var range = head?.rest ?? source.lines[line]
            speaker = head?.speaker ?? speaker
            let label = labels.label(of: range, of: bytes)
            if let label { (speaker, range) = label }
            if let head {
                draft.cues.append(DraftCue(line: line + 1, start: head.start, end: head.end))
            } else if draft.cues.isEmpty {
                draft.report(line + 1, "line before the first time: read without a time")
                draft.cues.append(DraftCue(line: line + 1))
            }
            let last = draft.cues.count - 1
            bytes.words(in: range) { draft.cues[last].words.append(Word(bytes.string($0), speaker: speaker)) }
        }
        return draft
    }

    /// Whether enough of the lines have times for the source to be timed lines and no text that names a time of day.
    static func fits(_ source: SourceText) -> Bool {
        var (lines, timed, certain) = (0, 0, 0)
        for row in source.lines where !source.bytes.isBlank(row) {
            lines += 1
            if let head = head(of: row, of: source.bytes) {
                timed += 1
                certain += head.isPlain ? 0 : 1
            }
            if lines == 200 { break }
        }
        if certain > 0 { return timed * 5 >= lines }
        return timed >= 2 && timed * 2 >= lines
    }

    static func head(of row: Range<Int>, of bytes: [UInt8]) -> Head? {
        let row = bytes.trimmed(row)
        guard let first = row.first else { return nil }
        if bytes[first].isDigit || bytes[first] == UInt8(ascii: "[") || bytes[first] == UInt8(ascii: "(") {
            return stamp(at: first, in: row, of: bytes)
        }
        return namedHead(row, of: bytes)
    }

    /// `Jane Doe (00:06):`, `Speaker 1  0:06`.
    private static func namedHead(_ row: Range<Int>, of bytes: [UInt8]) -> Head? {
        let reach = row.lowerBound..<Swift.min(row.upperBound, row.lowerBound + 60)
        for index in reach.dropFirst() where bytes.whiteSpace(at: index - 1) == 1 {
            let isBracketed = bytes[index] == UInt8(ascii: "(") || bytes[index] == UInt8(ascii: "[")
            guard isBracketed || bytes[index].isDigit, var head = stamp(at: index, in: row, of: bytes) else { continue }
            let name = bytes.trimmed(row.lowerBound..<index)
            guard isBracketed || head.rest.isEmpty, SpeakerLabels.isPlausible(name, of: bytes) else { return nil }
            head.speaker = bytes.string(name)
            return head
        }
        return nil
    }

    /// A time or a pair of them, in brackets or not, and what may stand between it and the text.
    private static func stamp(at first: Int, in row: Range<Int>, of bytes: [UInt8]) -> Head? {
        let end = row.upperBound
        var cursor = first
        let closing: UInt8? = bytes[cursor] == UInt8(ascii: "[") ? UInt8(ascii: "]") : bytes[cursor] == UInt8(ascii: "(") ? UInt8(ascii: ")") : nil
        if closing != nil { cursor += 1 }
        let digits = cursor
        guard let start = Timecode.scan(bytes, at: &cursor, before: end) else { return nil }
        let hasHours = bytes[digits..<cursor].count { $0 == UInt8(ascii: ":") } == 2
        var head = Head(start: start.milliseconds, rest: cursor..<end, isPlain: closing == nil && !hasHours)
        var range = cursor
        skipSpaces(&range, end, bytes)
        for dash in ["-->", "–", "—", "-"] as [StaticString] where range < end && bytes.matches(dash, at: range) {
            range += dash.utf8CodeUnitCount
            skipSpaces(&range, end, bytes)
            if let time = Timecode.scan(bytes, at: &range, before: end) {
                head.end = time.milliseconds
                head.isPlain = false
                cursor = range
            }
            break
        }
        if let closing {
            guard cursor < end, bytes[cursor] == closing else { return nil }
            cursor += 1
        }
        if cursor < end, bytes[cursor] == UInt8(ascii: ":") { cursor += 1 }
        guard cursor >= end || bytes.whiteSpace(at: cursor) > 0 || closing != nil else { return nil }
        skipSpaces(&cursor, end, bytes)
        // A dash that sets the text off; one that is part of a word stays.
        for dash in ["-", "–", "—", "|"] as [StaticString] where cursor < end && bytes.matches(dash, at: cursor) {
            let next = cursor + dash.utf8CodeUnitCount
            if next < end, bytes.whiteSpace(at: next) > 0 {
                cursor = next
                break
            }
        }
        head.rest = bytes.trimmed(cursor..<end)
        return head
    }

    private static func skipSpaces(_ cursor: inout Int, _ end: Int, _ bytes: [UInt8]) {
        while cursor < end, case let width = bytes.whiteSpace(at: cursor), width > 0 { cursor += width }
    }
}
