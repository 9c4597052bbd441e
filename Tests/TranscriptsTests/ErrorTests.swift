import AfterwordTranscripts
import TestSupport
import Testing

/// Every error, by value, with its place and none of what was said.
struct ErrorTests {
    @Test(arguments: ["", " \n\r\n\t", "\u{FEFF}", "WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", #"{"words": []}"#, #"{"text": ""}"#, #"{"segments": []}"#])
    func `a file without words is refused`(text: String) {
        #expect(throws: TranscriptError.noWords(file: "t")) { try Transcript(text) }
    }

    @Test func `binary data is refused`() {
        var random = SeededGenerator(seed: 5)
        let bytes = Array("abc".utf8) + (0..<1000).map { _ in UInt8.random(in: 0...31, using: &random) }
        let first = bytes.firstIndex { $0 < 0x20 && !(9...13).contains($0) }
        #expect(throws: TranscriptError.notText(file: "a.mp3", offset: first ?? 0)) { try Transcript(reading: bytes, name: "a.mp3") }
    }

    @Test(arguments: [TranscriptFormat.srt, .vtt, .lines])
    func `a format without any time of its own is refused`(format: TranscriptFormat) {
        #expect(throws: TranscriptError.noCues(file: "t", format: format)) { try Transcript("hello you", as: format) }
    }

    @Test(arguments: [
        ("{\"text\": \"a\"", 1, 13, "',' or '}'", "the end of the file"),
        ("{\"text\": \"a\n\"}", 1, 12, "an escape such as \\n for a control character in a string", "something else"),
        ("{\"text\":\n  secret}", 2, 3, "a value", "something else"),
        ("{\"text\" \"a\"}", 1, 9, "':'", "'\"'"),
        ("{\"a\": [1 2]}", 1, 10, "',' or ']'", "something else"),
        ("{\"a\": 1, }", 1, 10, "a key in quotes", "'}'"),
        ("{\"a\": \"\\x\"}", 1, 9, "an escape that JSON has", "something else"),
        ("{\"a\": \"\\u12g4\"}", 1, 12, "four hexadecimal digits", "something else"),
        ("{\"a\": \"b", 1, 9, "the closing quote of a string", "the end of the file"),
        ("{\"a\":", 1, 6, "a value", "the end of the file"),
        ("{\"text\": \"a\"}\n{\"text\": \"b\"}", 2, 1, "the end of the file (one JSON value a line is read with --jsonl)", "'{'"),
    ])
    func `JSON that does not parse says where`(text: String, line: Int, column: Int, expected: String, found: String) {
        #expect(throws: TranscriptError.syntax(file: "t", line: line, column: column, expected: expected, found: found)) { try Transcript(text) }
    }

    @Test func `JSON too deep is refused before the stack is at risk`() {
        let text = "{\"a\":" + String(repeating: "[", count: 1_000_000)
        #expect(throws: TranscriptError.syntax(file: "t", line: 1, column: 133, expected: "at most 128 levels of arrays and objects", found: "'['")) {
            try Transcript(text)
        }
    }

    @Test(arguments: [
        ("{\"words\":\n[{\"text\": 7}]}", 2, "words[0].text", "a string", "a number"),
        ("{\"words\": [\n{\"start\": 7}]}", 2, "words[0]", "a word with raw or text or word", "an object"),
        ("{\"words\": {}}", 1, "words", "an array", "an object"),
        ("{\"words\": [{\"text\": \"a\", \"start\": true}]}", 1, "words[0].start", "a time", "a boolean"),
        ("{\"words\": [{\"text\": \"a\", \"speaker\": []}]}", 1, "words[0].speaker", "a string", "an array"),
        ("{\"text\": 5}", 1, "text", "a string", "a number"),
        ("{\"id\": 5}", 1, "words", "an array of words, or a text", "neither"),
        ("{\"segments\": [5]}", 1, "segments[0]", "an object", "a number"),
        ("{\"segments\": [{\"text\": \"a\", \"words\": [{}]}]}", 1, "segments[0].words[0]", "a word with word or text", "an object"),
        ("[{\"text\": \"a\"},\n[1]]", 2, "[1]", "an object", "an array"),
        ("{\"transcription\": [{}]}", 1, "transcription[0].text", "a string", "nothing"),
        ("{\"utterances\": [{\"text\": [], \"start\": 1}]}", 1, "utterances[0].text", "a string", "an array"),
    ])
    func `a value of the wrong kind is named by its path`(text: String, line: Int, path: String, expected: String, found: String) {
        #expect(throws: TranscriptError.field(file: "t", line: line, path: path, expected: expected, found: found)) { try Transcript(text) }
    }

    @Test func `a format forced on JSON of another shape is refused`() {
        #expect(throws: TranscriptError.field(file: "t", line: 1, path: "transcript", expected: "an object", found: "an array")) {
            try Transcript("[{\"text\": \"a\"}]", as: .assemblyai)
        }
    }

    @Test func `a job that failed is refused`() {
        #expect(throws: TranscriptError.failedJob(file: "t", line: 2)) { try Transcript("{\"language_code\": \"en\",\n\"status\": \"error\", \"text\": null}") }
    }

    @Test func `captions need times`() {
        let transcript = Transcript(words: [Word("a", start: 0, end: 1), Word("b")])
        #expect(throws: TranscriptError.untimed(word: 1, format: .srt)) { try transcript.subRip() }
        #expect(throws: TranscriptError.untimed(word: 1, format: .vtt)) { try transcript.webVTT() }
        #expect(throws: TranscriptError.untimed(word: 0, format: .lines)) { try Transcript(text: "a").timedLines() }
        #expect(throws: TranscriptError.notWritable(format: .whisper)) { try transcript.written(as: .whisper) }
    }

    @Test func `errors read like a compiler's`() {
        #expect(TranscriptError.syntax(file: "a.json", line: 3, column: 9, expected: "':'", found: "'}'").description == "a.json:3:9: expected ':', found '}'")
        #expect(TranscriptError.field(file: "a.json", line: 3, path: "words[2].text", expected: "a string", found: "null").description
            == "a.json:3: words[2].text: expected a string, found null")
        #expect(TranscriptError.noWords(file: "a.srt").description == "a.srt: no words in it")
    }
}
