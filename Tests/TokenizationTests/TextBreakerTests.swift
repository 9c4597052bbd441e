import AfterwordTokenization
import Testing

@Suite struct TextBreakerTests {
    private func sentences(_ text: String) throws -> [String] {
        let words = text.split(separator: " ").map(String.init)
        let ranges = try TextBreaker.sentences(of: words)
        #expect(ranges.flatMap { Array($0) } == Array(words.indices))
        return ranges.map { words[$0].joined(separator: " ") }
    }

    @Test func `sentences end at their marks`() throws {
        #expect(try sentences("We met. Did it rain? It did! So we left") == ["We met.", "Did it rain?", "It did!", "So we left"])
    }

    @Test func `abbreviations, titles and initials end no sentence`() throws {
        #expect(try sentences("Dr. Smith met J. S. Bach at 3.5 miles, e.g. There. He left.") == ["Dr. Smith met J. S. Bach at 3.5 miles, e.g. There.", "He left."])
    }

    @Test func `no words are no sentences, and one word is one`() throws {
        #expect(try sentences("").isEmpty)
        #expect(try sentences("well") == ["well"])
    }

    @Test func `word boundaries are byte offsets that end with the text`() throws {
        #expect(try TextBreaker(.word).boundaries(in: "a né") == [1, 2, 5])
        #expect(try TextBreaker(.word).boundaries(in: "") == [])
    }

    @Test func `broken text in many scripts never fails and covers all bytes`() throws {
        for text in ["🇩🇪👩‍👩‍👧", "สวัสดีครับ", "\u{0}\u{301}", "東京は。日本", String(repeating: "a ", count: 10_000)] {
            for unit in [TextBreaker.Unit.word, .sentence] { #expect(try TextBreaker(unit).boundaries(in: text).last == text.utf8.count) }
        }
    }
}
