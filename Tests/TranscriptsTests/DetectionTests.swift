import AfterwordTranscripts
import Testing

struct DetectionTests {
    @Test(arguments: Fixtures.formats)
    func `each fixture is known by its content`(name: String, format: TranscriptFormat) throws {
        #expect(try TranscriptFormat.detect(in: Fixtures.bytes(name)) == format)
        #expect(try Fixtures.transcript(name).format == format)
    }

    @Test(arguments: [
        ("hello world", TranscriptFormat.text), ("[inaudible] hello", .text), ("[[inaudible]] hello", .text), ("{\\an8}hello", .text), ("", .text),
        ("10:30 was when we met", .text), ("at 10:30 we met\n10:45 we left\nthen home\nthen bed\nthen sleep", .text),
        ("00:00:06 hello", .lines), ("[00:06] hello", .lines), ("(00:06) hello", .lines), ("0:06 one\n0:12 two", .lines),
        ("[00:00.000 --> 00:04.000]  hello", .lines), ("Jane Doe  0:06\nhello\n\nTom Roe  0:09\nhi", .lines),
        ("00:00:01,000 --> 00:00:02,000\nhi", .srt), ("1\n00:00:01.000 --> 00:00:02.000\nhi", .srt),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi", .vtt), ("\u{FEFF}WEBVTT title\n", .vtt), ("WEBVTTX", .text),
        (#"{"segments": []}"#, .whisper), (#"[{"start": 0, "text": "a"}]"#, .whisper), (#"{"transcription": []}"#, .whisper),
        (#"{"words": [], "utterances": []}"#, .assemblyai), (#"{"afterword": {}, "segments": []}"#, .json),
        (#"{"text": "a"}"#, .json), (#"{"broken"#, .json),
    ])
    func `the format is told by what is in the file`(text: String, format: TranscriptFormat) throws {
        #expect(try TranscriptFormat.detect(in: Array(text.utf8)) == format)
    }

    @Test func `a format that was asked for is used whatever the content`() throws {
        let transcript = try Transcript("00:06 hello", as: .text)
        #expect(transcript.texts == ["00:06", "hello"])
        #expect(transcript.format == .text)
    }
}
