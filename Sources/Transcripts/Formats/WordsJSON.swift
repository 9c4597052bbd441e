/// Afterword's own JSON: `{"words": [{"raw" or "text", "start", "end", "speaker"}]}` in milliseconds, or `{"text": "…"}`.
enum WordsJSON {
    /// Numbers with a fraction can only be seconds, and then all are.
    ///
    /// - Throws: `field`.
    static func read(_ json: JSONText) throws(TranscriptError) -> Draft {
        let root = json.root
        var draft = Draft(keepsCues: false)
        var cue = DraftCue(line: json.line(of: root))
        let fields = JSONWords(json: json, unit: .milliseconds)
        guard case .object = root.value else { throw fields.field(root, "transcript", "an object", root.kind) }
        if let words = try fields.list(root["words"], "words") {
            let isSeconds = words.contains { hasFraction($0["start"]) || hasFraction($0["end"]) }
            if isSeconds { draft.report(cue.line, "times with fractions read as seconds") }
            let reader = JSONWords(json: json, unit: isSeconds ? .seconds : .milliseconds, textKeys: ["raw", "text", "word"])
            try reader.read(words, "words", into: &cue, &draft)
        } else if let text = try fields.string(root["text"], "text") {
            let speaker = try fields.speaker(root["speaker"], "speaker")
            cue.words = JSONWords.split(text).map { Word($0, speaker: speaker) }
        } else if root["words"] == nil {
            throw fields.field(root, "words", "an array of words, or a text", "neither")
        }
        draft.cues = [cue]
        return draft
    }

    private static func hasFraction(_ node: JSONNode?) -> Bool {
        guard case .number(let number)? = node?.value, number.isFinite else { return false }
        return number != number.rounded()
    }
}

extension Transcript {
    /// The words as JSON, a word a line, which reads back as the same words.
    ///
    /// - Parameter source: The transcript before its words were restored, whose words are written as `raw`; nil for this one.
    public func json(restoring source: Transcript? = nil) -> String {
        precondition(source.map { $0.words.count == words.count } ?? true, "a restored transcript has its source's words")
        var result = "{\n  \"text\": " + WordsJSON.quoted(text(of: words.indices)) + ",\n  \"words\": ["
        for (index, word) in words.enumerated() {
            let raw = source?.words[index].text ?? word.text
            var fields = ["\"text\": " + WordsJSON.quoted(word.text), "\"raw\": " + WordsJSON.quoted(raw)]
            if let start = word.start { fields.append("\"start\": \(start)") }
            if let end = word.end { fields.append("\"end\": \(end)") }
            fields.append("\"time_source\": \"\(word.timeSource.rawValue)\"")
            if let confidence = word.confidence, confidence.isFinite { fields.append("\"confidence\": \(confidence)") }
            if let speaker = word.speaker { fields.append("\"speaker\": " + WordsJSON.quoted(speaker)) }
            result += (index == 0 ? "\n" : ",\n") + "    {" + fields.joined(separator: ", ") + "}"
        }
        return result + (words.isEmpty ? "]" : "\n  ]") + "\n}\n"
    }
}

extension WordsJSON {
    fileprivate static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
