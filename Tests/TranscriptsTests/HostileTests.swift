import AfterwordTranscripts
import TestSupport
import Testing

/// Nothing that a file can hold crashes a reader, or makes one hang.
struct HostileTests {
    /// What holds of every transcript, whatever it was read from.
    private func expectSound(_ transcript: Transcript) {
        let isSound = !transcript.words.isEmpty && transcript.words.allSatisfy { word in
            let cueExists = word.cue.map { transcript.cues.indices.contains($0) } ?? true
            let isTimed = (word.start == nil) == (word.timeSource == .none) && (word.start == nil) == (word.end == nil)
            let isOrdered = word.start.map { $0 >= 0 && $0 <= word.end ?? -1 } ?? true
            return cueExists && isTimed && isOrdered && !word.text.isEmpty && !word.text.contains { $0.isWhitespace }
        }
        #expect(isSound)
    }

    @Test(arguments: Fixtures.names)
    func `a fixture cut off anywhere is read or refused`(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        // Every byte of the first part and of the end; in the long middle, which repeats itself, every eleventh.
        for length in 0..<bytes.count where length < 5000 || length > bytes.count - 500 || length % 11 == 0 {
            if let transcript = try? Transcript(reading: Array(bytes[..<length]), name: name) { expectSound(transcript) }
        }
    }

    @Test(arguments: Fixtures.names)
    func `a fixture with random bytes changed is read or refused`(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        var random = SeededGenerator(seed: 17)
        let spice = Array("<>&;{}[]\":,\\-0123456789eE.\n\r \t".utf8) + [0, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
        for round in 0..<200 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let index = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: changed[index] = round % 2 == 0 ? UInt8.random(in: 0...255, using: &random) : spice.randomElement(using: &random) ?? 0
                case 1: changed.remove(at: index)
                default: changed.insert(spice.randomElement(using: &random) ?? 0, at: index)
                }
            }
            for format in [nil, Fixtures.formats.first { $0.name == name }?.format] {
                guard let transcript = try? Transcript(reading: changed, name: name, format: format) else { continue }
                expectSound(transcript)
                if round % 20 == 0 { for format in [TranscriptFormat.text, .lines, .srt, .vtt, .json] { _ = try? transcript.written(as: format) } }
            }
        }
    }

    @Test(arguments: Fixtures.names, TranscriptFormat.allCases)
    func `a file read as any other format is read or refused`(name: String, format: TranscriptFormat) throws {
        if let transcript = try? Transcript(reading: try Fixtures.bytes(name), name: name, format: format) { expectSound(transcript) }
    }

    @Test func `random bytes are read or refused`() {
        var random = SeededGenerator(seed: 23)
        for round in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: round % 2 == 0 ? 0...255 : 32...126, using: &random) }
            for format in [nil] + TranscriptFormat.allCases.map(Optional.some) {
                if let transcript = try? Transcript(reading: bytes, name: "t", format: format) { expectSound(transcript) }
            }
        }
    }

    /// Twice the words may not take much more than twice the time; a quadratic reader takes four times it.
    @Test(arguments: [TranscriptFormat.text, .lines, .srt, .vtt, .json])
    func `reading and writing take time in proportion to the words`(format: TranscriptFormat) throws {
        func seconds(_ count: Int) throws -> Double {
            let words = (0..<count).map { Word("word\($0 % 977)" + ($0 % 13 == 0 ? "." : ""), start: $0 * 300, end: $0 * 300 + 200, speaker: "S\($0 / 200 % 3)") }
            let transcript = Transcript(words: words)
            let clock = ContinuousClock()
            let best = try (0..<2).map { _ in
                try clock.measure {
                    let written = try transcript.written(as: format)
                    #expect(try Transcript(written).words.count == count)
                }
            }.min()
            return Double((best ?? .zero) / .seconds(1))
        }
        let (small, large) = (try seconds(50_000), try seconds(200_000))
        #expect(large < small * 8 + 0.2)
    }

    @Test func `a source that is one fault over and over takes time in proportion to it`() throws {
        let count = 100_000
        let faults = [
            String(repeating: "<", count: count), String(repeating: "<i", count: count), String(repeating: "&amp", count: count),
            String(repeating: "{\\", count: count), String(repeating: "A: b\n", count: count),
            String(repeating: "\r", count: count) + "a",
        ]
        let elapsed = try ContinuousClock().measure {
            for fault in faults { _ = try Transcript("1\n00:00:01,000 --> 00:00:02,000\n" + fault + "\n", as: .srt) }
            let words = "{\"words\": [" + repeatElement("{\"text\": \"a b\", \"start\": -1}", count: count).joined(separator: ",\n") + "]}"
            #expect(try Transcript(words).repairs.count == count * 2)
        }
        #expect(elapsed < .seconds(20))
    }
}
