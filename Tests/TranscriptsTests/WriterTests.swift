import AfterwordTranscripts
import TestSupport
import Testing

struct WriterTests {
    @Test(arguments: Fixtures.names)
    func `the words come back from every format that they are written in`(name: String) throws {
        let transcript = try Fixtures.transcript(name)
        for format in [TranscriptFormat.text, .lines, .srt, .vtt, .json] where transcript.format != .text || format == .text || format == .json {
            let written = try transcript.written(as: format)
            let read = try Transcript(written)
            #expect(read.format == format)
            #expect(read.texts == transcript.texts)
            #expect(read.repairs.isEmpty)
            if format != .srt, format != .json || name == "words.json" { #expect(read.utterances == transcript.utterances) }
        }
        #expect(try Transcript(transcript.json()).said == transcript.said)
    }

    @Test func `words that look like mark-up come back from captions`() throws {
        let words = ["<b>", "a<i>b", "&amp;", "&", "AT&T;", "{\\an8}", "-->", "1", "00:01", "WEBVTT", "NOTE", "</v>", "&lt", "<00:01.000>"]
        let transcript = Transcript(words: words.enumerated().map { Word($1, start: $0 * 400, end: $0 * 400 + 300, speaker: "a > b & c") })
        let subRip = try Transcript(transcript.subRip())
        #expect(subRip.texts == words)
        let webVTT = try Transcript(transcript.webVTT())
        #expect(webVTT.texts == words)
        #expect(webVTT.words.allSatisfy { $0.speaker == "a > b & c" })
    }

    @Test func `random words come back from every format`() throws {
        var random = SeededGenerator(seed: 11)
        let pieces = ["a", "é", "<", ">", "&", ";", "{", "\\", "\"", "-->", "1", ":", "👩‍👩‍👧", "\u{200B}", "i>", "amp;", "#", "*", "\u{301}"]
        for _ in 0..<300 {
            let words = (0..<Int.random(in: 1...40, using: &random)).map { index in
                let text = (0..<Int.random(in: 1...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                return Word(text, start: index * 300, end: index * 300 + 250)
            }
            let transcript = Transcript(words: words)
            #expect(try Transcript(transcript.json()).said == words)
            #expect(try Transcript(transcript.webVTT(), as: .vtt).texts == transcript.texts)
            #expect(try Transcript(transcript.subRip(), as: .srt).texts == transcript.texts)
        }
    }

    @Test func `text names a speaker where the speaker changes`() {
        let transcript = Transcript(words: [
            Word("Hi.", start: 0, end: 1, speaker: "Ann"), Word("There.", start: 61_000, end: 62_000, speaker: "Ann"), Word("*Yes*", start: 70_000, end: 71_000, speaker: "Bo_b"),
        ])
        let layout = Layout(sentences: [0..<1, 1..<2, 2..<3], paragraphs: [0..<1, 1..<3])
        #expect(transcript.plainText(layout) == "Ann: Hi.\n\nThere.\n\nBo_b: *Yes*\n")
        #expect(transcript.markdown(layout) == "**Ann:** Hi.\n\nThere.\n\n**Bo\\_b:** \\*Yes\\*\n")
        #expect(transcript.markdown(layout, timestamps: true) == "**\\[00:00\\] Ann:** Hi.\n\n**\\[01:01\\]** There.\n\n**\\[01:10\\] Bo\\_b:** \\*Yes\\*\n")
        #expect((try? transcript.timedLines(layout)) == "[00:00] Ann: Hi.\n[01:01] There.\n[01:10] Bo_b: *Yes*\n")
    }

    @Test(arguments: [("1. hello", "1\\. hello\n"), ("# hello", "\\# hello\n"), ("- hello", "\\- hello\n"), ("2 [x] <b>", "2 \\[x\\] \\<b>\n")])
    func `Markdown shows the words as they stand`(text: String, written: String) {
        #expect(Transcript(text: text).markdown() == written)
    }

    @Test func `captions are written in the form of their format`() throws {
        let transcript = Transcript(words: [Word("Hello,", start: 1000, end: 1400, speaker: "Ann"), Word("you.", start: 1500, end: 1900, speaker: "Ann")])
        #expect(try transcript.subRip() == "1\n00:00:01,000 --> 00:00:02,000\nHello, you.\n\n")
        #expect(try transcript.webVTT() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>Hello, you.\n")
    }

    @Test func `JSON keeps what the words were before they were restored`() throws {
        let source = Transcript(text: "hello you")
        let restored = Transcript(text: "Hello, you.")
        #expect(restored.json(restoring: source).contains(#"{"text": "Hello,", "raw": "hello", "time_source": "none"}"#))
        #expect(try Transcript(restored.json(restoring: source)).texts == ["hello", "you"])
    }

    @Test func `a transcript without words is written as nothing`() throws {
        let empty = Transcript(words: [])
        #expect(empty.plainText() == "" && empty.markdown() == "")
        #expect(try empty.subRip() == "")
        #expect(try empty.webVTT() == "WEBVTT\n")
        #expect(empty.json() == "{\n  \"text\": \"\",\n  \"words\": []\n}\n")
    }

    @Test func `a layout that leaves words out loses none`() throws {
        let transcript = try Fixtures.transcript("sample.srt")
        let layout = Layout(sentences: [5..<9, 400..<9000], paragraphs: [7..<8])
        #expect(try Transcript(transcript.plainText(layout)).texts == transcript.texts)
        #expect(try Transcript(transcript.subRip(layout)).texts == transcript.texts)
    }
}
