import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct PunctuationHostileTests {
    let hand = PunctuationHand()

    @Test func `an empty transcript has no sentences`() throws {
        #expect(try hand.annotate("") == Punctuation(sentences: [], paragraphs: []))
    }

    @Test func `one word is one sentence`() throws {
        let result = try hand.annotate(Transcript(words: [Word("hello", start: 120, end: 480)]))
        #expect(result == Punctuation(sentences: [.init(words: 0..<1, start: 120, end: 480, text: "Hello.")], paragraphs: [0..<1]))
    }

    @Test(arguments: ["?", "... -- !", "\" '", "🎉 👩‍👩‍👧 🇫🇷", "\u{301} a\u{301}b \u{200D}", ")( ](", "- - hello - -", ". . . word . . ."])
    func `odd words keep their number`(text: String) throws {
        for existing in Punctuator.ExistingMarks.allCases {
            var hand = hand
            hand.punctuator.options.existingMarks = existing
            let transcript = Transcript(text: text)
            let result = try hand.annotate(transcript)
            #expect(result.display.count == transcript.words.count)
            expectCovers(result, words: transcript.words.count)
        }
    }

    @Test func `words that break the promise of having text and no space still have one display each`() throws {
        let words = [Word(""), Word("a b"), Word(" "), Word("c\n")]
        let result = try hand.annotate(Transcript(words: words))
        #expect(result.display.count == 4)
    }

    @Test func `10,000 words without marks become sentences of at most 60 words`() throws {
        let text = (0..<10_000).map { "word\($0 % 7)" }.joined(separator: " ")
        let result = try hand.annotate(text)
        #expect(result.sentences.allSatisfy { $0.words.count <= 60 })
        #expect(result.sentences.count < 600)
        #expect(result.sentences.allSatisfy { $0.text.hasSuffix(".") })
        expectCovers(result, words: 10_000)
    }

    @Test func `a long sentence breaks where an end is likeliest`() throws {
        let document = PunctuationHand.document(Transcript(text: (0..<80).map { _ in "word" }.joined(separator: " ")))
        let spans = hand.punctuator.spans(in: document)
        var logits = PunctuationHand.logits(.init(), spans: spans)
        logits[41, 2] = 5 // not enough by itself
        let result = try hand.punctuator.decode(logits, of: spans, in: document)
        #expect(result.sentences.map(\.words) == [0..<42, 42..<80])
    }

    @Test func `logits that are no numbers decide nothing`() throws {
        let document = PunctuationHand.document(Transcript(text: "some words here"))
        let spans = hand.punctuator.spans(in: document)
        let logits = Matrix(rows: 3, columns: 13, repeating: .nan)
        #expect(try hand.punctuator.decode(logits, of: spans, in: document).display == ["Some", "words", "here."])
    }

    @Test func `a head with other labels is refused`() {
        var hand = hand
        hand.punctuator.head.groups[0].labels[1] = "comma"
        #expect(throws: ProcessorError.labels(head: "punctuation", expected: Punctuator.groups[0].labels, found: hand.punctuator.head.groups[0].labels)) {
            try hand.annotate("hello")
        }
    }

    @Test func `a paragraph ends near its length, at the longest pause`() throws {
        var words: [Word] = [], marks: [Int: Punctuation.Mark] = [:], time = 0
        for index in 0..<200 {
            words.append(Word("word", start: time, end: time + 200))
            if index % 10 == 9 { marks[index] = .period }
            time += index == 69 ? 3000 : 200
        }
        let result = try hand.annotate(Transcript(words: words), .init(marks: marks))
        #expect(result.sentences.count == 20)
        #expect(result.paragraphs == [0..<7, 7..<17, 17..<20])
    }

    @Test func `a paragraph ends neither with a question nor before a sentence that leans on it`() throws {
        var words = [Word](repeating: Word("word"), count: 200), marks: [Int: Punctuation.Mark] = [:]
        for index in stride(from: 9, to: 200, by: 10) { marks[index] = .period }
        #expect(try hand.annotate(Transcript(words: words), .init(marks: marks)).paragraphs == [0..<10, 10..<20])
        marks[99] = .question
        #expect(try hand.annotate(Transcript(words: words), .init(marks: marks)).paragraphs == [0..<9, 9..<19, 19..<20])
        words[90] = Word("because")
        #expect(try hand.annotate(Transcript(words: words), .init(marks: marks)).paragraphs == [0..<11, 11..<20])
        for index in stride(from: 0, to: 200, by: 10) { words[index] = Word("and") } // nowhere is better than elsewhere
        marks[99] = .period
        #expect(try hand.annotate(Transcript(words: words), .init(marks: marks)).paragraphs == [0..<10, 10..<20])
    }

    @Test func `a punctuation survives JSON`() throws {
        let result = try hand.annotate("well how are you i am fine", marks: [0: .comma, 3: .question])
        let data = try JSONEncoder().encode(result)
        #expect(try JSONDecoder().decode(Punctuation.self, from: data) == result)
        var options = Punctuator.Options()
        options.bias = [.comma: 0.5]
        options.spellings = ["iPhone"]
        #expect(try JSONDecoder().decode(Punctuator.Options.self, from: JSONEncoder().encode(options)) == options)
    }

    private func expectCovers(_ result: Punctuation, words: Int) {
        #expect(result.sentences.first?.words.lowerBound == 0 && result.sentences.last?.words.upperBound == words)
        #expect(zip(result.sentences, result.sentences.dropFirst()).allSatisfy { $0.words.upperBound == $1.words.lowerBound })
        #expect(result.paragraphs.first?.lowerBound == 0 && result.paragraphs.last?.upperBound == result.sentences.count)
        #expect(zip(result.paragraphs, result.paragraphs.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    }
}
