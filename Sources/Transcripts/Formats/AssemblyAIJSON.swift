/// The JSON of AssemblyAI: `words` with times in milliseconds, and `utterances` if it was asked who spoke.
enum AssemblyAIJSON {
    /// - Throws: `field`; `failedJob` if its `status` says so.
    static func read(_ json: JSONText) throws(TranscriptError) -> Draft {
        let fields = JSONWords(json: json, unit: .milliseconds)
        let root = json.root
        guard case .object = root.value else { throw fields.field(root, "transcript", "an object", root.kind) }
        if let status = root["status"], status.string == "error" {
            throw .failedJob(file: json.source.name, line: json.line(of: status))
        }
        let words = try fields.list(root["words"], "words") ?? []
        var draft = Draft()
        for (index, utterance) in try (fields.list(root["utterances"], "utterances") ?? []).enumerated() {
            let path = { "utterances[\(index)]" }
            var cue = DraftCue(line: json.line(of: utterance))
            cue.start = try fields.time(utterance["start"], path() + ".start", &draft)
            cue.end = try fields.time(utterance["end"], path() + ".end", &draft)
            let speaker = try fields.speaker(utterance["speaker"], path() + ".speaker")
            if let list = try fields.list(utterance["words"], path() + ".words") {
                try fields.read(list, path() + ".words", speaker: speaker, into: &cue, &draft)
            } else if let text = try fields.string(utterance["text"], path() + ".text") {
                cue.words = JSONWords.split(text).map { Word($0, speaker: speaker) }
            }
            draft.cues.append(cue)
        }
        // The utterances tell more, unless they leave words out.
        if draft.cues.isEmpty || draft.cues.reduce(0, { $0 + $1.words.count }) < words.count {
            draft = Draft(keepsCues: false)
            var cue = DraftCue(line: json.line(of: root))
            if words.isEmpty {
                cue.words = JSONWords.split(try fields.string(root["text"], "text") ?? "").map { Word($0) }
            } else {
                try fields.read(words, "words", into: &cue, &draft)
            }
            draft.cues = [cue]
        }
        return draft
    }
}
