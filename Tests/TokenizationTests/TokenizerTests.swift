import AfterwordTokenization
import AfterwordTranscripts
import TestSupport
import Testing

@Suite struct TokenizerTests {
    let tokenizer: Tokenizer

    init() throws { tokenizer = try Tokenizer(vocabulary: .bertUncased()) }

    @Test(arguments: [
        ("Hello,", "hello"), ("(Yes!)", "yes"), ("“Quoted.”", "quoted"), ("U.S.A.", "u.s.a"), ("Mr.", "mr"), ("wait…", "wait"), ("—dash—", "dash"),
        ("'tis", "tis"), ("«Ça»", "ca"), ("IPHONE?!", "iphone"), ("[well]", "well"), ("end.\"", "end"), ("東京。", "東京"),
    ])
    func `a word has the same tokens with and without marks and case`(written: String, spoken: String) {
        #expect(tokenizer.tokens(of: [written]) == tokenizer.tokens(of: [spoken]))
        #expect(tokenizer.tokens(of: [written]).count > 0)
    }

    @Test(arguments: [
        ("don’t", "don't"), ("I’M", "i'm"), ("rock’n’roll", "rock'n'roll"), ("l’été", "l'été"), ("“it’s”", "it's"), ("e\u{301}’a", "e\u{301}'a"), ("д’я", "д'я"),
    ])
    func `a typographic apostrophe between letters is a typewriter's`(typeset: String, typed: String) {
        #expect(tokenizer.tokens(of: [typeset]) == tokenizer.tokens(of: [typed]))
        #expect(tokenizer.ids(of: typeset) != tokenizer.ids(of: typed), "raw text is as Hugging Face's tokenizers read it")
    }

    @Test(arguments: ["a1’b", "3’4", "5’x"]) func `elsewhere it stays what it is`(word: String) {
        #expect(tokenizer.tokens(of: [word]).ids == tokenizer.ids(of: word))
    }

    @Test(arguments: ["$5", "50%", "c++", "don't", "3.5", "rock'n'roll", "#1", "a_b", "@home", "well-known"])
    func `what may be part of a word stays in its tokens`(word: String) {
        #expect(tokenizer.tokens(of: [word]).ids == tokenizer.ids(of: word))
    }

    @Test(arguments: ["--", "…", "\"", "?!", "。", "-", "(", "“”"])
    func `a word of marks only has no tokens and takes none from its neighbours`(marks: String) {
        let tokens = tokenizer.tokens(of: ["we", marks, "go"])
        #expect(tokens[word: 1].isEmpty)
        #expect(tokens.ids == tokenizer.tokens(of: ["we", "go"]).ids)
    }

    @Test func `every token knows its word`() {
        let words = ["Unbelievable,", "isn't", "--", "it?", "", "\u{200B}", "ok"]
        let tokens = tokenizer.tokens(of: words)
        #expect(tokens.wordCount == words.count)
        for (index, word) in words.enumerated() {
            #expect(Array(tokens.ids[tokens[word: index]]) == tokenizer.tokens(of: [word]).ids)
        }
        #expect(tokens[words: 0..<words.count] == 0..<tokens.count)
    }

    @Test func `a word over 100 characters becomes one [UNK]`() {
        #expect(tokenizer.ids(of: String(repeating: "a", count: 101)) == [tokenizer.vocabulary.unknownToken])
        #expect(tokenizer.ids(of: String(repeating: "a", count: 100)).count > 1)
    }

    @Test(.timeLimit(.minutes(1))) func `a million combining marks on one letter are sorted and stripped, not waited for`() {
        let marks = String(repeating: "\u{301}\u{316}", count: 500_000) // classes 230 and 220, always in the wrong order
        #expect(tokenizer.ids(of: "a\(marks) b") == tokenizer.ids(of: "a b"))
    }

    @Test func `a special piece spoken in a transcript is only a word`() {
        #expect(tokenizer.tokens(of: ["[MASK]"]).ids == tokenizer.ids(of: "mask"))
        #expect(tokenizer.ids(of: "[MASK]") == [103])
    }

    @Test func `random words, random marks: tokens never depend on the marks around a word`() {
        var generator = SeededGenerator(seed: 7)
        let marks = Array(".,?!:;\"'()[]—…-")
        for _ in 0..<500 {
            let core = String((0..<Int.random(in: 1...8, using: &generator)).map { _ in Character(UnicodeScalar(UInt8.random(in: 97...122, using: &generator))) })
            let before = String(marks.shuffled(using: &generator).prefix(2)), after = String(marks.shuffled(using: &generator).prefix(3))
            #expect(tokenizer.tokens(of: [before + core.uppercased() + after]) == tokenizer.tokens(of: [core]), "\(before)\(core)\(after)")
        }
    }

    @Test func `a transcript's tokens are its words' tokens`() {
        let transcript = Transcript(text: "so I said hello")
        #expect(tokenizer.tokens(of: transcript) == tokenizer.tokens(of: ["so", "I", "said", "hello"]))
    }
}
