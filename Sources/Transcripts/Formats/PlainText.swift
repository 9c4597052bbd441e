/// Plain text: words between white space, paragraphs between blank lines, `Name:` where the speaker changes.
enum PlainText {
    /// Each paragraph becomes a cue, and each speaker's turn within one.
    static func read(_ source: SourceText) -> Draft {
        let bytes = source.bytes
        var rows: [(line: Int, isLead: Bool)] = []
        var isLead = true
        for line in source.lines.indices {
            if source.isBlank(line) {
                isLead = true
            } else {
                rows.append((line, isLead))
                isLead = false
            }
        }
        let labels = SpeakerLabels(in: rows.map { (range: source.lines[$0.line], isLead: $0.isLead) }, of: bytes)
        var draft = Draft()
        var speaker: String?
        for (line, isLead) in rows {
            var range = source.lines[line]
            let label = labels.label(of: range, of: bytes)
            if let label { (speaker, range) = label }
            if isLead && draft.cues.last?.words.isEmpty != true || label != nil || draft.cues.isEmpty {
                draft.cues.append(DraftCue(line: line + 1))
            }
            let last = draft.cues.count - 1
            bytes.words(in: range) { draft.cues[last].words.append(Word(bytes.string($0), speaker: speaker)) }
        }
        // A label above the paragraph it belongs to leaves a cue without words: nothing is lost with it.
        draft.cues.removeAll { $0.words.isEmpty }
        return draft
    }
}

extension Transcript {
    /// The transcript as paragraphs with a blank line between, `Name:` in front where the speaker changes.
    public func plainText(_ layout: Layout? = nil) -> String {
        blocks(layout).map { block in
            (block.newSpeaker.map { $0 + ": " } ?? "") + text(of: block.words) + "\n"
        }.joined(separator: "\n")
    }

    /// The transcript as Markdown paragraphs, speakers in bold, with the time each paragraph starts if asked for.
    public func markdown(_ layout: Layout? = nil, timestamps: Bool = false) -> String {
        blocks(layout).map { block in
            let time = timestamps ? words[block.words.lowerBound].start.map { "[" + Timecode(milliseconds: $0).text(.clock) + "]" } : nil
            let head = [time.map(Markdown.escaped), block.newSpeaker.map { Markdown.escaped($0) + ":" }].compactMap { $0 }
            let bold = head.isEmpty ? "" : "**" + head.joined(separator: " ") + "** "
            let text = Markdown.escaped(text(of: block.words))
            return bold + (bold.isEmpty ? Markdown.escapedHead(text) : text) + "\n"
        }.joined(separator: "\n")
    }

    /// The transcript as timed lines, `[00:06] Name: text`, a line per paragraph.
    ///
    /// - Throws: `untimed` if a paragraph's first word has no time.
    public func timedLines(_ layout: Layout? = nil) throws(TranscriptError) -> String {
        var result = ""
        for block in blocks(layout) {
            guard let start = words[block.words.lowerBound].start else { throw .untimed(word: block.words.lowerBound, format: .lines) }
            result += "[\(Timecode(milliseconds: start).text(.clock))] "
            result += (block.newSpeaker.map { $0 + ": " } ?? "") + text(of: block.words) + "\n"
        }
        return result
    }

    /// The words of `range` with a space between.
    public func text(of range: Range<Int>) -> String {
        words[range].lazy.map(\.text).joined(separator: " ")
    }
}

package enum Markdown {
    /// `text` so that Markdown shows it as it stands.
    package static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { "\\`*_[]<&".utf8.contains($0) }) else { return text }
        var result = "", rest = text[...]
        while let character = rest.popFirst() {
            // `Food & Drink` needs nothing, `&amp;` would be read as a sign.
            let isSign = character == "&" ? rest.first.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") } ?? false : "\\`*_[]<".contains(character)
            if isSign { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// Also keeps what opens a paragraph from making it a heading, a list or a quotation.
    package static func escapedHead(_ text: String) -> String {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let after = text.dropFirst(digits.count)
        if let mark = after.first, !digits.isEmpty, mark == "." || mark == ")" { return digits + "\\" + after }
        return digits.isEmpty && text.first.map { "#-+>=~|".contains($0) } == true ? "\\" + text : text
    }
}
