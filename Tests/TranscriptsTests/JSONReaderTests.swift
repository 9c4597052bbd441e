import AfterwordTranscripts
import Testing

struct JSONReaderTests {
    @Test func `Whisper's pieces without a space go on from the word before`() throws {
        let transcript = try Transcript(#"""
            {"segments": [{"start": 0.5, "end": 2, "text": " well-known fact", "words": [
              {"word": " well", "start": 0.5, "end": 0.9, "probability": 0.9},
              {"word": "-known", "start": 0.9, "end": 1.2345, "probability": 0.8},
              {"word": " fact", "start": 1.5, "end": 2.0}]}]}
            """#)
        #expect(transcript.said == [Word("well-known", start: 500, end: 1235, confidence: 0.8), Word("fact", start: 1500, end: 2000)])
        #expect(transcript.cues == [Cue(line: 1, start: 500, end: 2000)])
    }

    @Test func `a segment without words shares its time among those of its text`() throws {
        let transcript = try Transcript(#"{"segments": [{"start": 1, "end": 2, "text": " ab cd"}, {"start": 3, "end": 4, "text": "ef", "speaker": "S"}]}"#)
        #expect(transcript.times == [[1000, 1500], [1500, 2000], [3000, 4000]])
        #expect(transcript.words.map(\.timeSource) == [.interpolated, .interpolated, .interpolated])
        #expect(transcript.words[2].speaker == "S")
    }

    @Test func `WhisperX words without times are put between their neighbours`() throws {
        let transcript = try Transcript(#"{"segments": [{"start": 0, "end": 4, "text": "", "words": [{"word": "in", "start": 0, "end": 1}, {"word": "1984"}, {"word": "we", "start": 3, "end": 4}]}]}"#)
        #expect(transcript.times == [[0, 1000], [1000, 3000], [3000, 4000]])
        #expect(transcript.words.map(\.timeSource) == [.measured, .interpolated, .measured])
    }

    @Test func `words beside the segments time the segments' words`() throws {
        let text = #"{"text": "Hi, you.", "segments": [{"start": 0, "end": 2, "text": "Hi, you."}], "words": [{"word": "Hi", "start": 0.1, "end": 0.4}, {"word": "you", "start": 0.5, "end": 0.9}]}"#
        let transcript = try Transcript(text)
        #expect(transcript.said == [Word("Hi,", start: 100, end: 400), Word("you.", start: 500, end: 900)])
    }

    @Test func `AssemblyAI without utterances is read by its words`() throws {
        let transcript = try Transcript(#"{"language_code": "en", "utterances": null, "words": [{"text": "Hi.", "start": 10, "end": 20, "confidence": 1.5, "speaker": null}]}"#)
        #expect(transcript.words == [Word("Hi.", start: 10, end: 20, confidence: 1)])
    }

    @Test func `our own words are read by what they were before restoring`() throws {
        let transcript = try Transcript(#"{"afterword": {}, "words": [{"text": "Hello,", "raw": "hello", "start": 1, "end": 2, "time_source": "interpolated", "speaker": 7}]}"#)
        #expect(transcript.words == [Word("hello", start: 1, end: 2, timeSource: .interpolated, speaker: "7")])
    }

    @Test func `times with a fraction are seconds`() throws {
        let transcript = try Transcript(#"{"words": [{"word": "a", "start": 1, "end": 1.5}, {"word": "b", "start": "00:00:02,000", "end": 3}]}"#)
        #expect(transcript.times == [[1000, 1500], [2000, 3000]])
        #expect(transcript.repairs == [Repair(line: 1, what: "times with fractions read as seconds")])
    }

    @Test func `a record with a text alone has words without times`() throws {
        let transcript = try Transcript(#"{"id": 3, "text": "a \"b\" \u00e9\ud83d\ude00 \ud800 c\nd", "speaker": "X"}"#)
        #expect(transcript.texts == ["a", "\"b\"", "é😀", "\u{FFFD}", "c", "d"])
        #expect(transcript.words.allSatisfy { $0.timeSource == .none && $0.start == nil && $0.speaker == "X" })
    }

    @Test func `impossible numbers are reported and left out`() throws {
        let transcript = try Transcript("""
            {"words": [
            {"text": "a", "start": -5, "end": 10},
            {"text": "b", "start": 1e300, "end": NaN},
            {"text": "c", "start": 30, "end": 20},
            {"text": "d e", "start": 40, "end": 60, "confidence": NaN},
            {"text": " ", "start": 60, "end": 70},
            {"text": "f", "start": 99999999999999999999999, "end": -Infinity}
            ]}
            """)
        #expect(transcript.texts == ["a", "b", "c", "d", "e", "f"])
        #expect(transcript.times == [[0, 10], [10, 30], [30, 40], [40, 50], [50, 60], [60, 460]])
        #expect(transcript.repairs == [
            Repair(line: 2, what: "negative time read as 0"), Repair(line: 3, what: "impossible time left out"),
            Repair(line: 3, what: "impossible time left out"), Repair(line: 4, what: "word ends before it starts: its end is taken from the next one"),
            Repair(line: 5, what: "word with white space in it: read as 2"), Repair(line: 6, what: "word without text left out"),
            Repair(line: 7, what: "impossible time left out"), Repair(line: 7, what: "impossible time left out"),
        ])
    }
}
