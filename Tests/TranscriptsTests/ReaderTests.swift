import AfterwordTranscripts
import Testing

/// What the readers make of the fixtures, and of each thing a format has.
struct ReaderTests {
    @Test(arguments: Fixtures.names)
    func `every format gives the words of the broadcast and nothing to repair`(name: String) throws {
        let expected = try Fixtures.transcript("one-line.txt").texts
        let transcript = try Fixtures.transcript(name)
        #expect(transcript.texts == Array(expected.prefix(transcript.words.count)))
        #expect(transcript.words.count >= 150)
        let hasRepairs = name == "rolling.vtt"
        #expect(transcript.repairs.isEmpty == !hasRepairs)
    }

    @Test(arguments: ["sample.txt", "timed-lines.txt", "sample.vtt", "whisperx.json", "assemblyai.json", "words.json"])
    func `every format that says who spoke cuts the same turns`(name: String) throws {
        let expected = try Fixtures.transcript("sample.txt").utterances
        let turns = try Fixtures.transcript(name).utterances
        #expect(turns.map(\.words) == expected.prefix(turns.count).map(\.words))
        #expect(turns.allSatisfy { $0.speaker != nil })
    }

    @Test(arguments: Fixtures.names)
    func `times never run backwards and every timed file times every word`(name: String) throws {
        let transcript = try Fixtures.transcript(name)
        guard transcript.format != .text else {
            #expect(transcript.words.allSatisfy { $0.start == nil && $0.timeSource == .none })
            return
        }
        var past = 0
        for word in transcript.words {
            let (start, end) = (try #require(word.start), try #require(word.end))
            #expect(start >= past && end >= start)
            past = start
            #expect(word.timeSource != .none)
        }
    }

    @Test func `paragraphs of a text are its cues`() throws {
        let transcript = try Transcript("one two\nthree\n\n \n\nfour")
        #expect(transcript.texts == ["one", "two", "three", "four"])
        #expect(transcript.words.map(\.cue) == [0, 0, 0, 1])
        #expect(transcript.cues == [Cue(line: 1), Cue(line: 6)])
    }

    @Test func `words are what white space of any kind separates`() throws {
        #expect(try Transcript("a\u{A0}b\u{2003}c\u{3000}d\te\u{200B}f [inaudible] it's").texts
            == ["a", "b", "c", "d", "e\u{200B}f", "[inaudible]", "it's"])
    }

    @Test func `a label that comes back is a speaker`() throws {
        let transcript = try Transcript("Anna: hello\nBob Roe: hi there\nand more\nAnna: bye\nBob Roe: bye")
        #expect(transcript.texts == ["hello", "hi", "there", "and", "more", "bye", "bye"])
        #expect(transcript.words.map(\.speaker) == ["Anna", "Bob Roe", "Bob Roe", "Bob Roe", "Bob Roe", "Anna", "Bob Roe"].map(Optional.some))
    }

    @Test func `whoever speaks once among others is a speaker too`() throws {
        let named = try Transcript("Anna: hello\nBob Roe: hi\nAnna: bye\nCarl: so long\n")
        #expect(named.words.map(\.speaker) == ["Anna", "Bob Roe", "Anna", "Carl", "Carl"])
        let numbered = try Transcript("S1: good day\nand welcome\nto all\nof you\nS12: greetings\nS1: bye\nNote: the end")
        #expect(numbered.words.map(\.speaker) == [String?](repeating: "S1", count: 8) + ["S12", "S1", "S1", "S1", "S1"])
        #expect(numbered.texts.suffix(5) == ["greetings", "bye", "Note:", "the", "end"])
    }

    @Test(arguments: [
        "the recipe: flour and water", "Note: we begin\nNote: we end\nand so on", "see http://a.b/ and\nsee http://a.c/", "At 10:30: lunch\nor not",
    ])
    func `a colon in speech is no speaker`(text: String) throws {
        let transcript = try Transcript(text)
        #expect(transcript.words.allSatisfy { $0.speaker == nil })
        #expect(transcript.texts == text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test(arguments: ["Speaker 1: hello", "speaker 1: hello", "[SPEAKER_00]: hello", "spk_0: hello"])
    func `labels that recognisers write are believed at once`(text: String) throws {
        let transcript = try Transcript(text)
        #expect(transcript.texts == ["hello"])
        #expect(transcript.words[0].speaker != nil)
    }

    @Test func `timed lines last until the next one and the last as long as it takes to say`() throws {
        let transcript = try Transcript("00:00:01 ab cd\n\n[00:03] efgh\n(0:04)  Speaker 2: ij\nkl")
        #expect(transcript.texts == ["ab", "cd", "efgh", "ij", "kl"])
        #expect(transcript.times == [[1000, 2000], [2000, 3000], [3000, 4000], [4000, 4400], [4400, 4800]])
        #expect(transcript.words.map(\.timeSource) == [.interpolated, .interpolated, .interpolated, .interpolated, .interpolated])
        #expect(transcript.words.map(\.speaker) == [nil, nil, nil, "Speaker 2", "Speaker 2"])
    }

    @Test func `a line may have both times, or a name and a time above it`() throws {
        let printed = try Transcript("[00:00.000 --> 00:02.000]  one two\n[00:05.000 --> 00:06.000]  three")
        #expect(printed.times == [[0, 1000], [1000, 2000], [5000, 6000]])
        let named = try Transcript("Jane Doe (00:01):\nhello there\n\nTom Roe (00:03):\nhi")
        #expect(named.texts == ["hello", "there", "hi"])
        #expect(named.words.map(\.speaker) == ["Jane Doe", "Jane Doe", "Tom Roe"])
        #expect(named.words[2].start == 3000)
    }

    @Test func `SubRip keeps blank lines inside a cue and drops its mark-up`() throws {
        let transcript = try Transcript(
            "1\n00:00:01,000 --> 00:00:03,000 X1:10 X2:20\n<i>one</i> {\\an8}two<b>three</b>\n\n<font color=\"red\">four</font> &amp; a < b <unk>\n\n2\n00:00:04,000 --> 00:00:05,000\n12\n")
        #expect(transcript.texts == ["one", "twothree", "four", "&", "a", "<", "b", "<unk>", "12"])
        #expect(transcript.cues == [Cue(line: 1, start: 1000, end: 3000), Cue(line: 7, start: 4000, end: 5000)])
        #expect(transcript.repairs.isEmpty)
    }

    @Test func `letters share the time of their cue`() throws {
        let transcript = try Transcript("1\n00:00:00,000 --> 00:00:01,000\na bbb éééééé\n")
        #expect(transcript.times == [[0, 100], [100, 400], [400, 1000]])
    }

    @Test func `WebVTT gives voices and word times and leaves everything else out`() throws {
        let transcript = try Transcript("""
            WEBVTT - title
            X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

            NOTE a --> is no cue here
            more

            STYLE
            ::cue { color: red }

            id 1
            00:01.000 --> 00:03.000 align:start
            <v.loud Ann &amp; Co>one <00:00:02.000><c.x>two</c>&nbsp;three &lt;x&gt;
            <lang en>four</lang></v> five&#33;

            00:04.000 --> 00:05.000
            six
            """)
        #expect(transcript.texts == ["one", "two", "three", "<x>", "four", "five!", "six"])
        #expect(transcript.words.map(\.speaker) == ["Ann & Co", "Ann & Co", "Ann & Co", "Ann & Co", "Ann & Co", nil, nil])
        #expect(transcript.words[0] == Word("one", start: 1000, end: 2000, speaker: "Ann & Co", cue: 0))
        #expect(transcript.words[1].start == 2000)
        #expect(transcript.words[1].timeSource == .interpolated)
        #expect(transcript.words[5].end == 3000)
        #expect(transcript.repairs.isEmpty)
    }

    @Test func `captions that roll up are read once, with their own times`() throws {
        let transcript = try Fixtures.transcript("rolling.vtt")
        #expect(transcript.repairs == [Repair(line: 5, what: "captions roll up: words shown again left out: 1022")])
        #expect(transcript.words.filter { $0.timeSource != .measured } == [])
        let words = try Fixtures.transcript("whisper.json").words
        #expect(transcript.words.prefix(words.count).map(\.start) == words.map(\.start))
    }

    @Test func `a cue that grows word by word is read once`() throws {
        let cue = { (n: Int, text: String) in "00:0\(n).000 --> 00:0\(n + 1).000\n\(text)\n\n" }
        let transcript = try Transcript("WEBVTT\n\n" + cue(1, "so") + cue(2, "so we") + cue(3, "so we went") + cue(4, "so we went home"))
        #expect(transcript.texts == ["so", "we", "went", "home"])
        #expect(transcript.times == [[1000, 2000], [2000, 3000], [3000, 4000], [4000, 5000]])
    }

    @Test func `someone who says the same thing again is no rolling caption`() throws {
        let cue = { (n: Int, text: String) in "00:0\(n).000 --> 00:0\(n + 1).000\n\(text)\n\n" }
        let transcript = try Transcript("WEBVTT\n\n" + cue(1, "no") + cue(2, "no") + cue(3, "no") + cue(4, "never"))
        #expect(transcript.texts == ["no", "no", "no", "never"])
    }
}
