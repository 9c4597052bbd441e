/// WebVTT (`.vtt`): a header, then cues and blocks of notes and styles between blank lines.
///
/// - Source: https://www.w3.org/TR/webvtt1/#parsing
enum WebVTT {
    /// Reads the cues; the header, notes, styles, regions, identifiers and settings are no words.
    ///
    /// - Throws: `noCues` if no line is a timing line.
    static func read(_ source: SourceText) throws(TranscriptError) -> Draft {
        var captions = CaptionBlocks()
        var line = WebVTT.skipHeader(source, &captions)
        while line < source.lines.count {
            let row = source.lines[line]
            if row.isEmpty {
                line += 1
            } else if let timing = CaptionTiming(row, of: source.bytes) {
                line = WebVTT.readCue(at: line, timing, source, &captions)
            } else if WebVTT.isNote(row, of: source.bytes) || WebVTT.isStyle(row, of: source.bytes) {
                while line < source.lines.count, !source.lines[line].isEmpty { line += 1 }
            } else if line + 1 < source.lines.count, CaptionTiming(source.lines[line + 1], of: source.bytes) != nil {
                line += 1 // an identifier
            } else {
                WebVTT.readLoose(line, source, &captions)
                line += 1
            }
        }
        guard captions.blocks.contains(where: { $0.start != nil }) else { throw .noCues(file: source.name, format: .vtt) }
        return captions.draft(of: source)
    }

    static func hasSignature(_ source: SourceText) -> Bool {
        guard let first = source.lines.first(where: { !source.bytes.isBlank($0) }) else { return false }
        let row = source.bytes.trimmed(first)
        return source.bytes.matches("WEBVTT", at: row.lowerBound)
            && (row.count == 6 || source.bytes.whiteSpace(at: row.lowerBound + 6) > 0)
    }

    /// The header ends at a blank line, or at a cue that somebody forgot to set off.
    private static func skipHeader(_ source: SourceText, _ captions: inout CaptionBlocks) -> Int {
        guard hasSignature(source) else {
            captions.report(1, "no WEBVTT in the first line: read without it")
            return 0
        }
        var line = source.lines.firstIndex { !source.bytes.isBlank($0) } ?? 0
        if line > 0 { captions.report(1, "blank lines before WEBVTT left out") }
        line += 1
        while line < source.lines.count, !source.lines[line].isEmpty {
            if CaptionTiming(source.lines[line], of: source.bytes) != nil {
                captions.report(line + 1, "no blank line between the header and the first cue")
                break
            }
            line += 1
        }
        return line
    }

    /// A cue's text ends at an empty line; one with only spaces is part of it (automatic captions have such).
    private static func readCue(
        at first: Int, _ timing: CaptionTiming, _ source: SourceText, _ captions: inout CaptionBlocks
    ) -> Int {
        captions.open(at: first, timing)
        var line = first + 1
        while line < source.lines.count, !source.lines[line].isEmpty {
            if CaptionTiming(source.lines[line], of: source.bytes) != nil {
                captions.report(line + 1, "no blank line between cues")
                break
            }
            if !source.isBlank(line) { captions.blocks[captions.blocks.count - 1].rows.append(line) }
            line += 1
        }
        return line
    }

    /// Text that belongs to no cue: browsers drop it, but nobody's words are dropped here.
    private static func readLoose(_ line: Int, _ source: SourceText, _ captions: inout CaptionBlocks) {
        guard !source.isBlank(line) else { return }
        let row = source.bytes.trimmed(source.lines[line])
        if source.bytes[row].allSatisfy(\.isDigit) {
            captions.report(line + 1, "cue number without a cue left out")
        } else if captions.blocks.isEmpty {
            captions.report(line + 1, "text before the first cue: read as a cue without times")
            captions.blocks.append(CaptionBlocks.Block(line: line + 1, rows: [line]))
        } else {
            captions.report(line + 1, "text outside a cue: read as part of the cue above it")
            captions.blocks[captions.blocks.count - 1].rows.append(line)
        }
    }

    private static func isNote(_ row: Range<Int>, of bytes: [UInt8]) -> Bool {
        bytes.matches("NOTE", at: row.lowerBound) && (row.count == 4 || bytes.whiteSpace(at: row.lowerBound + 4) > 0)
    }

    private static func isStyle(_ row: Range<Int>, of bytes: [UInt8]) -> Bool {
        let row = bytes.trimmed(row)
        return row.count == 5 && bytes.matches("STYLE", at: row.lowerBound)
            || row.count == 6 && bytes.matches("REGION", at: row.lowerBound)
    }
}

extension Transcript {
    /// The transcript as WebVTT captions, cut as `captions(_:limits:)` cuts them, speakers as `<v Name>`.
    ///
    /// - Throws: `untimed` if a word has no times.
    public func webVTT(_ layout: Layout? = nil, limits: CaptionLimits = CaptionLimits()) throws(TranscriptError) -> String {
        var result = "WEBVTT\n"
        for caption in try captions(layout, limits: limits, for: .vtt) {
            let (start, end) = (Timecode(milliseconds: caption.start), Timecode(milliseconds: caption.end))
            result += "\n\(start.text(.webVTT)) --> \(end.text(.webVTT))\n"
            if let speaker = caption.speaker {
                // A line end or a `>` would end the tag; the name is one line.
                let name = speaker.split(whereSeparator: \.isNewline).joined(separator: " ")
                result += "<v \(CaptionMarkup.escaped(name, everything: true))>"
            }
            for line in caption.lines {
                result += CaptionMarkup.escaped(text(of: line), everything: true) + "\n"
            }
        }
        return result
    }
}
