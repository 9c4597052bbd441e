/// The JSON of Whisper and its relatives.
///
/// openai-whisper, faster-whisper and WhisperX write `segments`, with or without `words`; OpenAI's service
/// writes `words` beside them; whisper.cpp writes `transcription` with `offsets` in milliseconds.
enum WhisperJSON {
    /// - Throws: `field`.
    static func read(_ json: JSONText) throws(TranscriptError) -> Draft {
        let seconds = JSONWords(json: json, unit: .seconds, textKeys: ["word", "text"], joinsPieces: true)
        var draft = Draft()
        if let transcription = try seconds.list(json.root["transcription"], "transcription") {
            try readTranscription(transcription, json, &draft)
            return draft
        }
        var segments = json.root.elements ?? []
        if json.root.elements == nil { segments = try seconds.list(json.root["segments"], "segments") ?? [] }
        for (index, segment) in segments.enumerated() {
            let path = { json.root.elements == nil ? "segments[\(index)]" : "[\(index)]" }
            guard case .object = segment.value else { throw seconds.field(segment, path(), "an object", segment.kind) }
            var cue = DraftCue(line: json.line(of: segment))
            cue.start = try seconds.time(segment["start"], path() + ".start", &draft)
            cue.end = try seconds.time(segment["end"], path() + ".end", &draft)
            let speaker = try seconds.speaker(segment["speaker"], path() + ".speaker")
            if let words = try seconds.list(segment["words"], path() + ".words") {
                try seconds.read(words, path() + ".words", speaker: speaker, into: &cue, &draft)
            } else if let text = try seconds.string(segment["text"], path() + ".text") {
                cue.words = JSONWords.split(text).map { Word($0, speaker: speaker) }
            }
            draft.cues.append(cue)
        }
        try readWordsBeside(seconds, &draft)
        return draft
    }

    /// OpenAI's service gives the words' times beside the segments, and the words there without their punctuation.
    private static func readWordsBeside(_ seconds: JSONWords, _ draft: inout Draft) throws(TranscriptError) {
        let root = seconds.json.root
        let isTimed = draft.cues.contains { $0.words.contains { $0.start != nil } }
        if !isTimed, let words = try seconds.list(root["words"], "words") {
            var cue = DraftCue(line: seconds.json.line(of: root))
            try seconds.read(words, "words", into: &cue, &draft)
            if cue.words.count == draft.cues.reduce(0, { $0 + $1.words.count }) {
                var times = cue.words[...]
                for index in draft.cues.indices {
                    for position in draft.cues[index].words.indices {
                        guard let timed = times.popFirst() else { break }
                        draft.cues[index].words[position].start = timed.start
                        draft.cues[index].words[position].end = timed.end
                        draft.cues[index].words[position].timeSource = timed.timeSource
                    }
                }
            } else {
                draft.cues = [cue]
                draft.keepsCues = false
            }
        } else if draft.cues.allSatisfy(\.words.isEmpty), let text = try seconds.string(root["text"], "text") {
            draft.cues = [DraftCue(line: seconds.json.line(of: root), words: JSONWords.split(text).map { Word($0) })]
            draft.keepsCues = false
        }
    }

    private static func readTranscription(_ list: [JSONNode], _ json: JSONText, _ draft: inout Draft) throws(TranscriptError) {
        let milliseconds = JSONWords(json: json, unit: .milliseconds)
        for (index, segment) in list.enumerated() {
            let path = { "transcription[\(index)]" }
            guard let text = try milliseconds.string(segment["text"], path() + ".text") else {
                throw milliseconds.field(segment, path() + ".text", "a string", "nothing")
            }
            let times = segment["offsets"] ?? segment["timestamps"]
            var cue = DraftCue(line: json.line(of: segment))
            cue.start = try milliseconds.time(times?["from"], path() + ".offsets.from", &draft)
            cue.end = try milliseconds.time(times?["to"], path() + ".offsets.to", &draft)
            let speaker = try milliseconds.speaker(segment["speaker"], path() + ".speaker")
            cue.words = JSONWords.split(text).map { Word($0, speaker: speaker) }
            draft.cues.append(cue)
        }
    }
}
