/// The formats a transcript is read from and written to.
public enum TranscriptFormat: String, Sendable, Codable, CaseIterable {
    /// Words, with blank lines between paragraphs.
    case text
    /// A time in front of each line: `00:00:06 text`, `[00:06] text`.
    case lines
    /// SubRip.
    case srt
    /// WebVTT.
    case vtt
    /// The JSON of Whisper and its relatives: whisper.cpp, faster-whisper, WhisperX.
    case whisper
    /// The JSON of AssemblyAI.
    case assemblyai
    /// Afterword's own results, and any `{"words": […]}` or `{"text": "…"}`.
    case json

    /// The format of `bytes`, told by what is in them and not by a name.
    ///
    /// - Throws: `TranscriptError.notText` for binary data.
    public static func detect(in bytes: [UInt8]) throws(TranscriptError) -> TranscriptFormat {
        let source = try SourceText(bytes, name: "")
        guard looksLikeJSON(source) else { return detectText(in: source) }
        do {
            return detect(in: try JSONText(source).root)
        } catch {
            return .json
        }
    }

    /// An object, or an array of objects: `[00:06]` and `[[inaudible]]` are not.
    static func looksLikeJSON(_ source: SourceText) -> Bool {
        let bytes = source.bytes
        let text = bytes.trimmed(0..<bytes.count)
        guard let open = text.first else { return false }
        let next = bytes.trimmed(open + 1..<text.upperBound).first.map { bytes[$0] }
        switch bytes[open] {
        case UInt8(ascii: "{"): return next == nil || next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
        case UInt8(ascii: "["): return next == UInt8(ascii: "{")
        default: return false
        }
    }

    static func detect(in root: JSONNode) -> TranscriptFormat {
        if root["afterword"] != nil { return .json }
        if root.elements != nil || root["segments"]?.elements != nil || root["transcription"]?.elements != nil { return .whisper }
        let isAssembly = ["utterances", "audio_duration", "language_code", "acoustic_model", "speech_model", "audio_url"]
            .contains { root[$0] != nil }
        return isAssembly ? .assemblyai : .json
    }

    static func detectText(in source: SourceText) -> TranscriptFormat {
        if WebVTT.hasSignature(source) { return .vtt }
        var seen = 0
        for row in source.lines where !source.bytes.isBlank(row) {
            if CaptionTiming(row, of: source.bytes) != nil { return .srt }
            seen += 1
            if seen == 64 { break }
        }
        return TimedLines.fits(source) ? .lines : .text
    }
}

extension Transcript {
    /// Reads a transcript in any of the formats, mending what can be mended and reporting it in `repairs`.
    ///
    ///     let transcript = try Transcript(reading: bytes, name: "episode.srt")
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - name: What errors call the file.
    ///   - format: Nil to find it by the content.
    /// - Throws: `TranscriptError`, with the file and line.
    /// - Complexity: O(bytes), and O(cues · log cues) if they are not in order.
    public init(reading bytes: [UInt8], name: String, format: TranscriptFormat? = nil) throws(TranscriptError) {
        let source = try SourceText(bytes, name: name)
        guard !source.bytes.isBlank(0..<source.bytes.count) else { throw .noWords(file: name) }
        let isJSON = format.map { [.whisper, .assemblyai, .json].contains($0) } ?? TranscriptFormat.looksLikeJSON(source)
        if isJSON {
            let json = try JSONText(source)
            let format = format ?? TranscriptFormat.detect(in: json.root)
            let draft = switch format {
            case .whisper: try WhisperJSON.read(json)
            case .assemblyai: try AssemblyAIJSON.read(json)
            default: try WordsJSON.read(json)
            }
            try self.init(draft, of: source, format: format)
            return
        }
        let format = format ?? TranscriptFormat.detectText(in: source)
        let draft = switch format {
        case .lines: try TimedLines.read(source)
        case .srt: try SubRip.read(source)
        case .vtt: try WebVTT.read(source)
        default: PlainText.read(source)
        }
        try self.init(draft, of: source, format: format)
    }

    /// Writes the transcript in `format`, without any more options; the methods it calls have them.
    ///
    /// - Throws: `untimed` if the format needs times, `notWritable` for formats that are only read.
    public func written(as format: TranscriptFormat, _ layout: Layout? = nil) throws(TranscriptError) -> String {
        switch format {
        case .text: plainText(layout)
        case .lines: try timedLines(layout)
        case .srt: try subRip(layout)
        case .vtt: try webVTT(layout)
        case .json: json()
        case .whisper, .assemblyai: throw .notWritable(format: format)
        }
    }
}
