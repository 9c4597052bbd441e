import AfterwordTranscripts
import Testing

/// Every repair, with its line.
struct RepairTests {
    private func read(_ bytes: [UInt8]) throws -> Transcript { try Transcript(reading: bytes, name: "t") }

    @Test func `a byte order mark comes off`() throws {
        let transcript = try read([0xEF, 0xBB, 0xBF] + Array("hello".utf8))
        #expect(transcript.texts == ["hello"])
        #expect(transcript.repairs == [Repair(line: 1, what: "byte order mark taken off")])
    }

    @Test(arguments: [true, false])
    func `UTF-16 of either order is read`(isLittleEndian: Bool) throws {
        let units = Array("\u{FEFF}a é😀\nb".utf16)
        var bytes = units.flatMap { isLittleEndian ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)] }
        #expect(try read(bytes).texts == ["a", "é😀", "b"])
        #expect(try read(bytes).repairs == [Repair(line: 1, what: "UTF-16 read as UTF-8")])
        bytes.append(0x61)
        #expect(try read(bytes).repairs.last == Repair(line: 2, what: "half a UTF-16 unit at the end left out"))
    }

    @Test func `a file without a good character beyond ASCII is Windows-1252`() throws {
        let transcript = try read(Array("one\ncaf".utf8) + [0xE9, 0x20, 0x93] + Array("hi".utf8) + [0x94, 0x0A])
        #expect(transcript.texts == ["one", "café", "“hi”"])
        #expect(transcript.repairs == [Repair(line: 2, what: "not UTF-8: read as Windows-1252")])
    }

    @Test func `bad bytes in UTF-8 are replaced`() throws {
        let transcript = try read(Array("é\na".utf8) + [0xFF, 0xC0] + Array("b\n\u{E9}".utf8) + [0xED, 0xA0, 0x80])
        #expect(transcript.texts == ["é", "a\u{FFFD}\u{FFFD}b", "é\u{FFFD}\u{FFFD}\u{FFFD}"])
        #expect(transcript.repairs == [
            Repair(line: 2, what: "bytes that are not UTF-8 replaced by U+FFFD: 2"), Repair(line: 3, what: "bytes that are not UTF-8 replaced by U+FFFD: 3"),
        ])
    }

    @Test func `a character cut off at the end of the file makes it no other encoding`() throws {
        let transcript = try read(Array("hello caf".utf8) + [0xC3])
        #expect(transcript.texts == ["hello", "caf\u{FFFD}"])
    }

    @Test func `a stray NUL is a space`() throws {
        let transcript = try read(Array("hello all of you that are here today\nin this ".utf8) + [0] + Array("room".utf8))
        #expect(transcript.texts.suffix(2) == ["this", "room"])
        #expect(transcript.repairs == [Repair(line: 2, what: "NUL bytes read as spaces: 1")])
    }

    @Test(arguments: [
        ("\n", [Repair]()), ("\r\n", []), ("\r", [Repair(line: 1, what: "unusual line ends: each read as one")]),
        ("\r\r\n", [Repair(line: 1, what: "unusual line ends: each read as one")]),
    ])
    func `every kind of line end gives the same cues`(end: String, repairs: [Repair]) throws {
        let plain = "1\n00:00:01,000 --> 00:00:02,000\none\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n"
        let transcript = try Transcript(String(plain.map { $0 == "\n" ? end : String($0) }.joined()))
        #expect(transcript.words == (try Transcript(plain).words))
        #expect(transcript.cues == (try Transcript(plain).cues))
        #expect(transcript.repairs == repairs)
    }

    @Test func `mixed line ends are reported once`() throws {
        #expect(try Transcript("a\nb\r\nc\nd\r\n").repairs == [Repair(line: 2, what: "line ends are mixed: each read as one")])
    }

    @Test func `a cue without a number is numbered`() throws {
        let transcript = try Transcript("1\n00:00:01,000 --> 00:00:02,000\none\n\n00:00:03,000 --> 00:00:04,000\ntwo\n")
        #expect(transcript.texts == ["one", "two"])
        #expect(transcript.repairs == [Repair(line: 5, what: "cue without a number: numbered as it comes")])
        #expect(try Transcript("00:00:01,000 --> 00:00:02,000\none\n").repairs == [Repair(line: 1, what: "cues without numbers: numbered as they come")])
    }

    @Test func `cues out of order are moved`() throws {
        let transcript = try Transcript("1\n00:00:05,000 --> 00:00:06,000\ntwo\n\n2\n00:00:01,000 --> 00:00:02,000\none\n\n3\n00:00:07,000 --> 00:00:08,000\nthree\n")
        #expect(transcript.texts == ["one", "two", "three"])
        #expect(transcript.repairs == [Repair(line: 5, what: "cue starts before the one above it: moved into order")])
        #expect(transcript.cues.map(\.line) == [5, 1, 9])
    }

    @Test func `a cue that ends before it starts lasts until the next`() throws {
        let transcript = try Transcript("1\n00:00:05,000 --> 00:00:02,000\na\n\n2\n00:00:06,000 --> 00:00:07,000\nb\n")
        #expect(transcript.times == [[5000, 6000], [6000, 7000]])
        #expect(transcript.repairs == [Repair(line: 1, what: "cue ends before it starts: its end is taken from the next one")])
    }

    @Test func `a cue that overlaps the next one is timed up to it`() throws {
        let transcript = try Transcript("1\n00:00:01,000 --> 00:00:05,000\na b\n\n2\n00:00:03,000 --> 00:00:07,000\nc\n")
        #expect(transcript.times == [[1000, 2000], [2000, 3000], [3000, 7000]])
        #expect(transcript.cues.map(\.end) == [5000, 7000])
        #expect(transcript.repairs == [Repair(line: 1, what: "cue overlaps the next one: its words are timed up to where that starts")])
    }

    @Test func `times that cannot be read are taken from around`() throws {
        let transcript = try Transcript("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:99:xx --> 00:00:04,000\nb\n\n3\n00:00:05,000 --> 00:00:07,000\nc\n")
        #expect(transcript.times == [[1000, 2000], [2000, 5000], [5000, 7000]])
        #expect(transcript.repairs == [Repair(line: 6, what: "times cannot be read: taken from the cues around it")])
    }

    @Test func `a negative time is 0`() throws {
        let transcript = try Transcript("1\n-00:00:01,000 --> 00:00:02,000\na\n")
        #expect(transcript.times == [[0, 2000]])
        #expect(transcript.repairs == [Repair(line: 2, what: "negative time read as 0")])
    }

    @Test func `an empty cue is left out and text before the first cue is kept`() throws {
        let transcript = try Transcript("title\n\n1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\na\n")
        #expect(transcript.texts == ["title", "a"])
        #expect(transcript.times == [[2600, 3000], [3000, 4000]])
        #expect(transcript.repairs == [
            Repair(line: 1, what: "text before the first cue: read as a cue without times"), Repair(line: 3, what: "cue without words left out"),
        ])
    }

    @Test func `a WebVTT file with its blank lines or signature wrong is read`() throws {
        let transcript = try Transcript("\nWEBVTT\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb\n\nc\n\n7\n")
        #expect(transcript.texts == ["a", "b", "c"])
        #expect(transcript.repairs == [
            Repair(line: 1, what: "blank lines before WEBVTT left out"), Repair(line: 3, what: "no blank line between the header and the first cue"),
            Repair(line: 5, what: "no blank line between cues"), Repair(line: 8, what: "text outside a cue: read as part of the cue above it"),
            Repair(line: 10, what: "cue number without a cue left out"),
        ])
        let bare = try Transcript("intro\n\n00:01.000 --> 00:02.000\na\n", as: .vtt)
        #expect(bare.texts == ["intro", "a"])
        #expect(bare.repairs == [
            Repair(line: 1, what: "no WEBVTT in the first line: read without it"), Repair(line: 1, what: "text before the first cue: read as a cue without times"),
        ])
    }

    @Test func `a line before the first time is kept`() throws {
        let transcript = try Transcript("Minutes\n[00:06] hello\n[00:07] you")
        #expect(transcript.texts == ["Minutes", "hello", "you"])
        #expect(transcript.repairs == [Repair(line: 1, what: "line before the first time: read without a time")])
    }
}
