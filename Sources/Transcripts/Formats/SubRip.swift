/// SubRip (`.srt`): a number, a timing line, the text, a blank line.
enum SubRip {
    /// Reads cues up to the next timing line, so that blank lines inside a cue are no harm.
    ///
    /// - Throws: `noCues` if no line is a timing line.
    static func read(_ source: SourceText) throws(TranscriptError) -> Draft {
        let timings = source.lines.indices.compactMap { line in
            CaptionTiming(source.lines[line], of: source.bytes).map { (line: line, timing: $0) }
        }
        guard let first = timings.first else { throw .noCues(file: source.name, format: .srt) }
        var captions = CaptionBlocks()
        // Where each cue begins: at its number, or at its timing line if it has none.
        var isNumbered: [Bool] = []
        for (position, timing) in timings.enumerated() {
            let above = timing.line - 1
            let floor = position == 0 ? 0 : timings[position - 1].line + 1
            isNumbered.append(above >= floor && SubRip.isNumber(source.lines[above], of: source.bytes))
        }
        SubRip.reportNumbers(isNumbered, timings.map(\.line), &captions)

        let header = 0..<(isNumbered[0] ? first.line - 1 : first.line)
        let loose = header.filter { !source.isBlank($0) }
        if let line = loose.first {
            captions.report(line + 1, "text before the first cue: read as a cue without times")
            captions.blocks.append(CaptionBlocks.Block(line: line + 1, rows: loose))
        }
        for (position, timing) in timings.enumerated() {
            captions.open(at: timing.line, timing.timing)
            var end = source.lines.count
            if position + 1 < timings.count {
                end = timings[position + 1].line - (isNumbered[position + 1] ? 1 : 0)
            }
            for line in timing.line + 1..<end where !source.isBlank(line) {
                captions.blocks[captions.blocks.count - 1].rows.append(line)
            }
            if isNumbered[position] { captions.blocks[captions.blocks.count - 1].line -= 1 }
        }
        return captions.draft(of: source)
    }

    private static func reportNumbers(_ isNumbered: [Bool], _ lines: [Int], _ captions: inout CaptionBlocks) {
        guard isNumbered.contains(true) else {
            captions.report(lines[0] + 1, "cues without numbers: numbered as they come")
            return
        }
        for (line, hasNumber) in zip(lines, isNumbered) where !hasNumber {
            captions.report(line + 1, "cue without a number: numbered as it comes")
        }
    }

    private static func isNumber(_ row: Range<Int>, of bytes: [UInt8]) -> Bool {
        let row = bytes.trimmed(row)
        return !row.isEmpty && bytes[row].allSatisfy(\.isDigit)
    }
}

extension Transcript {
    /// The transcript as SubRip captions, cut as `captions(_:limits:)` cuts them; speakers have no place in SubRip.
    ///
    /// - Throws: `untimed` if a word has no times.
    public func subRip(_ layout: Layout? = nil, limits: CaptionLimits = CaptionLimits()) throws(TranscriptError) -> String {
        var result = ""
        for (index, caption) in try captions(layout, limits: limits, for: .srt).enumerated() {
            let (start, end) = (Timecode(milliseconds: caption.start), Timecode(milliseconds: caption.end))
            result += "\(index + 1)\n\(start.text(.subRip)) --> \(end.text(.subRip))\n"
            for line in caption.lines {
                result += CaptionMarkup.escaped(text(of: line), everything: false) + "\n"
            }
            result += "\n"
        }
        return result
    }
}
