import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Testing

@Suite struct PunctuationMarksTests {
    let hand = PunctuationHand()

    @Test func `marks are written after words and sentences follow from them`() throws {
        let result = try hand.annotate("well how are you i am fine", marks: [0: .comma, 3: .question])
        #expect(result.sentences.map(\.text) == ["Well, how are you?", "I am fine."])
        #expect(result.sentences.map(\.words) == [0..<4, 4..<7])
        #expect(result.display == ["Well,", "how", "are", "you?", "I", "am", "fine."])
        #expect(result.paragraphs == [0..<2])
    }

    @Test func `a period and a question share what they know of an end`() throws {
        let document = PunctuationHand.document(Transcript(text: "so it goes on"))
        let spans = hand.punctuator.spans(in: document)
        var logits = PunctuationHand.logits(.init(), spans: spans)
        logits[1, 0] = 1 // none
        logits[1, 2] = 0.8 // period
        logits[1, 3] = 0.9 // question: neither alone is above none, together they are
        let result = try hand.punctuator.decode(logits, of: spans, in: document)
        #expect(result.sentences.map(\.text) == ["So it?", "Goes on."])
    }

    @Test func `no mark stands within an answer of two words`() throws {
        #expect(try hand.text("mm hmm uh huh it works uh it does", marks: [0: .period, 1: .period, 2: .comma, 3: .period, 6: .comma]) == "Mm hmm.\nUh huh.\nIt works uh, it does.")
    }

    @Test func `a mark is not doubled on what ends with a period`() throws {
        #expect(try hand.text("i live in the u.s.a.", marks: [4: .period]) == "I live in the U.S.A.")
        #expect(try hand.text("the u.s.a. you know", marks: [1: .comma]) == "The U.S.A., you know.")
        #expect(try hand.text("by version 3.5 it worked", marks: [2: .comma]) == "By version 3.5, it worked.")
    }

    @Test func `addresses keep their letters and get a mark like any word`() throws {
        #expect(try hand.text("see https://example.com/a.b now", marks: [1: .comma]) == "See https://example.com/a.b, now.")
        #expect(try hand.text("me@example.org wrote") == "me@example.org wrote.")
    }

    @Test func `a mark stands after closing quotes and brackets`() throws {
        #expect(try hand.text("he said \"stop\" and (went)", marks: [2: .comma]) == "He said \"stop\", and (went).")
    }

    @Test func `marks that are not permitted are written as the nearest that is`() throws {
        var hand = hand
        hand.punctuator.options.permittedMarks = [.comma, .period]
        #expect(try hand.text("who knows well fine", marks: [1: .question, 2: .semicolon]) == "Who knows.\nWell, fine.")
        hand.punctuator.options.permittedMarks = []
        #expect(try hand.text("who knows well fine", marks: [1: .question, 2: .semicolon]) == "Who knows\nWell fine")
    }

    @Test func `switched off punctuation still finds sentences`() throws {
        var hand = hand
        hand.punctuator.options.restoresPunctuation = false
        #expect(try hand.text("who knows nobody", marks: [1: .question]) == "Who knows\nNobody")
        hand.punctuator.options.restoresCasing = false
        #expect(try hand.text("who knows nobody", marks: [1: .question]) == "who knows\nnobody")
    }

    @Test func `a bias turns the balance for a mark`() throws {
        var hand = hand
        #expect(try hand.text("yes it is", marks: [0: .comma]) == "Yes, it is.")
        hand.punctuator.options.bias = [.comma: -20]
        #expect(try hand.text("yes it is", marks: [0: .comma]) == "Yes it is.")
    }

    @Test func `keep leaves a punctuated transcript as it is`() throws {
        let text = "Mr. Smith said: \"Really?\" and left... I don't know -- do you? We met at 5 p.m. in NYC; fine!"
        let result = try hand.annotate(text, marks: [1: .comma, 4: .period], cases: [6: .upper])
        #expect(result.sentences.map(\.text).joined(separator: " ") == text)
        #expect(result.sentences.map(\.words) == [0..<6, 6..<12, 12..<20])
    }

    @Test func `keep adds marks where a transcript has none and leaves those it has`() throws {
        let text = "well, i went there and then i came back and it was all gone so i asked who took it nobody knew and that was that and so it went on and on for ever"
        let result = try hand.text(text, marks: [0: .period, 8: .period])
        #expect(result.hasPrefix("Well, I went there and then I came back.\nAnd it was"))
    }

    @Test func `keep restores a long stretch without marks inside a punctuated transcript`() throws {
        let marked = (0..<40).map { _ in "This is a sentence, I think." }
        let bare = (0..<70).map { $0 == 30 ? "stop" : "word" }
        let text = (marked + bare + marked).joined(separator: " ")
        let result = try hand.annotate(text, marks: [3: .comma, 240 + 30: .period])
        #expect(result.sentences[0].text == "This is a sentence, I think.")
        #expect(result.sentences.contains { $0.words == 240..<271 && $0.text.hasSuffix("stop.") })
    }

    @Test func `repair lets a confident head overrule a mark and a hesitant one not`() throws {
        var hand = hand
        hand.punctuator.options.existingMarks = .repair
        #expect(try hand.text("Well. How are you?", marks: [0: .comma]) == "Well, how are you?")
        let hesitant = try hand.annotate(Transcript(text: "well. how are you?"), .init(marks: [0: .comma], strength: 2))
        #expect(hesitant.sentences.map(\.text) == ["Well.", "How are you?"])
    }

    @Test func `replace makes marks and capitals anew`() throws {
        var hand = hand
        hand.punctuator.options.existingMarks = .replace
        #expect(try hand.text("Well. How, are \"You!\" On my iPhone.", marks: [0: .comma, 3: .question]) == "Well, how are \"you\"?\nOn my iPhone.")
    }

    @Test func `a change of speaker ends the sentence, with a dash if it is broken off`() throws {
        let words = [Word("so", speaker: "A"), Word("i", speaker: "A"), Word("no", speaker: "B"), Word("why", speaker: "A")]
        let result = try hand.annotate(Transcript(words: words), .init(marks: [1: .dash, 3: .dash]))
        #expect(result.sentences.map(\.text) == ["So I—", "No.", "Why."])
        #expect(result.paragraphs == [0..<1, 1..<2, 2..<3])
    }

    @Test func `a mark that stands alone is the mark of the word before it`() throws {
        let result = try hand.annotate("hello . how are you \" ? fine", marks: [0: .comma])
        #expect(result.display == ["Hello", ".", "How", "are", "you", "\"", "?", "Fine"])
        #expect(result.sentences.map(\.words) == [0..<2, 2..<7, 7..<8])
    }
}
