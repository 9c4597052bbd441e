import AfterwordTranscripts
import Foundation

/// The transcripts in fixtures/transcripts: one broadcast in every format.
enum Fixtures {
    static let formats: [(name: String, format: TranscriptFormat)] = [
        ("sample.txt", .text), ("one-line.txt", .text), ("timed-lines.txt", .lines), ("sample.srt", .srt),
        ("sample.vtt", .vtt), ("rolling.vtt", .vtt), ("whisper.json", .whisper), ("whisper-cpp.json", .whisper),
        ("whisperx.json", .whisper), ("assemblyai.json", .assemblyai), ("words.json", .json),
    ]

    static let names = formats.map(\.name)

    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Array(Data(contentsOf: folder.appending(path: "fixtures/transcripts/" + name)))
    }

    static func transcript(_ name: String) throws -> Transcript {
        try Transcript(reading: try bytes(name), name: name)
    }
}

extension Transcript {
    init(_ text: String, as format: TranscriptFormat? = nil) throws(TranscriptError) {
        try self.init(reading: Array(text.utf8), name: "t", format: format)
    }

    var texts: [String] { words.map(\.text) }

    var times: [[Int?]] { words.map { [$0.start, $0.end] } }

    /// What makes two transcripts say the same at the same time.
    var said: [Word] {
        words.map { Word($0.text, start: $0.start, end: $0.end, timeSource: $0.timeSource, confidence: $0.confidence, speaker: $0.speaker) }
    }
}
