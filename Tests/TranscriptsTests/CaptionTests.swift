import AfterwordTranscripts
import TestSupport
import Testing

struct CaptionTests {
    @Test(arguments: Fixtures.names.filter { !$0.hasSuffix("txt") || $0 == "timed-lines.txt" })
    func `captions of every fixture keep the limits and every word`(name: String) throws {
        let transcript = try Fixtures.transcript(name)
        try expectLimits(try transcript.captions(), transcript)
    }

    @Test func `captions of random words keep the limits and every word`() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<100 {
            var time = 0
            let words = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                let length = Int.random(in: 0..<20, using: &random) == 0 ? Int.random(in: 1...100, using: &random) : Int.random(in: 1...12, using: &random)
                let start = time
                time += Int.random(in: 0...900, using: &random)
                let mark = ["", "", "", "", "", ",", "."].randomElement(using: &random) ?? ""
                let speaker = ["A", "A", "A", "A", "A", "A", "B"].randomElement(using: &random)
                return Word(String(repeating: "x", count: length) + mark, start: start, end: time, speaker: speaker)
            }
            try expectLimits(try Transcript(words: words).captions(), Transcript(words: words))
        }
    }

    private func expectLimits(_ captions: [Caption], _ transcript: Transcript) throws {
        var (word, past) = (0, 0)
        for (index, caption) in captions.enumerated() {
            #expect(caption.words.lowerBound == word && !caption.words.isEmpty)
            word = caption.words.upperBound
            #expect((1...2).contains(caption.lines.count))
            for line in caption.lines {
                let text = transcript.text(of: line)
                #expect(text.count <= 42 || line.count == 1 && caption.lines.count == 1)
            }
            #expect(Set(transcript.words[caption.words].map(\.speaker)) == [caption.speaker])
            #expect(caption.start >= past && caption.end > caption.start)
            past = caption.end
            let next = index + 1 < captions.count ? captions[index + 1].start : Int.max
            #expect(caption.end == next || caption.end - caption.start >= 1000)
        }
        #expect(word == transcript.words.count)
    }

    /// The words of each caption, half a second a word, lines with a bar between.
    private func cut(_ text: String) throws -> [String] {
        let words = text.split(separator: " ").enumerated().map { Word(String($1), start: $0 * 500, end: $0 * 500 + 400) }
        let transcript = Transcript(words: words)
        return try transcript.captions().map { $0.lines.map { transcript.text(of: $0) }.joined(separator: "|") }
    }

    @Test func `each sentence that can fill a caption has its own`() throws {
        #expect(try cut("We baked bread this morning. It was the best we ever had.") == ["We baked bread this morning.", "It was the best we ever had."])
    }

    @Test func `a long sentence is cut at its clause`() throws {
        #expect(try cut("When the river came up on Tuesday night after a week of rain, nobody in the whole valley had any idea what to do.")
            == ["When the river came up|on Tuesday night after a week of rain,", "nobody in the whole valley|had any idea what to do."])
    }

    @Test func `no word is left alone if another cut avoids it`() throws {
        let captions = try cut("the committee never published anything regarding those mysterious financial irregularities yesterday")
        #expect(captions.count == 2)
        #expect(captions.allSatisfy { $0.split { " |".contains($0) }.count > 1 })
    }

    @Test func `a word longer than a line stands alone`() throws {
        let long = String(repeating: "a", count: 43)
        #expect(try cut("one \(long) two") == ["one", long, "two"])
    }

    @Test func `a short caption stays until it can be read, never into the next`() throws {
        let words = [Word("Yes.", start: 0, end: 200), Word("No.", start: 5000, end: 5100), Word("Why?", start: 5600, end: 5700)]
        let layout = Layout(sentences: [0..<1, 1..<2, 2..<3], paragraphs: [])
        let turns = words.enumerated().map { var word = $1; word.speaker = "\($0)"; return word }
        let captions = try Transcript(words: turns).captions(layout)
        #expect(captions.map { [$0.start, $0.end] } == [[0, 1000], [5000, 5600], [5600, 6600]])
    }

    @Test func `words all at the same time still make captions one after another`() throws {
        let transcript = Transcript(words: (0..<60).map { Word("word\($0)", start: 100, end: 100) })
        try expectLimits(try transcript.captions(), transcript)
    }

    @Test func `times at the ends of Int are moved to the limits`() throws {
        let captions = try Transcript(words: [Word("a", start: .min, end: .max), Word("b", start: .max, end: .min)]).captions()
        #expect(captions.map(\.words) == [0..<2])
        #expect(captions[0].start == 0)
    }
}
