import AfterwordProcessors
import AfterwordTranscripts
import Testing

@Suite struct PunctuationCasingTests {
    let hand = PunctuationHand()

    @Test func `case follows the head, and the lexicon knows mixed writings`() throws {
        let cases: [Int: Punctuation.LetterCase] = [1: .upper, 3: .mixed, 6: .capitalised, 8: .mixed]
        #expect(try hand.text("the nasa people's iphone's on a monday with github", cases: cases) == "The NASA people's iPhone's on a Monday with GitHub.")
    }

    @Test func `context decides between an apple and Apple`() throws {
        #expect(try hand.text("an apple pie on my apple watch", cases: [5: .capitalised, 6: .capitalised]) == "An apple pie on my Apple Watch.")
    }

    @Test func `a speaker's name is a name wherever the head may take it for one`() throws {
        let words = "so qora and will qarrow said that will do as mcqarrow's host".split(separator: " ").map(String.init)
        func text(_ speakers: [String], strength: Float) throws -> [String] {
            let transcript = Transcript(words: words.enumerated().map { Word($1, speaker: speakers[min($0 / 5, speakers.count - 1)]) })
            return try hand.annotate(transcript, .init(strength: strength)).display
        }
        let speakers = ["Will Qarrow", "Qora McQarrow (HOST)"]
        #expect(try text(speakers, strength: 1.9).joined(separator: " ") == "So Qora and Will Qarrow. Said that Will do as McQarrow's host.")
        #expect(try text(speakers, strength: 8).joined(separator: " ") == "So qora and will qarrow. Said that will do as mcqarrow's host.")
        #expect(try text(["S1", "S2"], strength: 1.9).joined(separator: " ") == "So qora and will qarrow. Said that will do as mcqarrow's host.")
    }

    @Test func `a speaker's name leaves a word its apostrophe`() throws {
        for (said, speaker) in [("'", "’"), ("’", "'")] {
            let words = ["so", "o\(said)qarra\(said)s", "here"].map { Word($0, speaker: "O\(speaker)Qarra") }
            #expect(try hand.annotate(Transcript(words: words), .init(strength: 1.9)).display == ["So", "O\(said)Qarra\(said)s", "here."])
        }
    }

    @Test func `a word broken off and begun again is no acronym`() throws {
        let cases: [Int: Punctuation.LetterCase] = [1: .upper, 4: .upper, 6: .upper]
        #expect(try hand.text("the pur purely best qlx and qlx qlxs", cases: cases) == "The pur purely best QLX and QLX qlxs.")
    }

    @Test func `the first person is a capital wherever it stands`() throws {
        #expect(try hand.text("and i said i'm sure i’ll come") == "And I said I'm sure I’ll come.")
    }

    @Test func `letters with periods are acronyms, but for Latin and the time of day`() throws {
        #expect(try hand.text("the u.s. at 5 p.m. e.g. now") == "The U.S. at 5 p.m. e.g. now.")
    }

    @Test func `hyphenated words are cased part by part`() throws {
        let cases: [Int: Punctuation.LetterCase] = [1: .mixed, 3: .capitalised]
        #expect(try hand.text("the anglo-saxon and twitter-like well-known", cases: cases) == "The Anglo-Saxon and Twitter-like well-known.")
        #expect(
            try hand.text("a us-based or github-based or qqzz-like one for us", cases: [1: .mixed, 3: .mixed, 5: .mixed])
                == "A US-based or GitHub-based or Qqzz-like one for us.")
        #expect(try hand.text("2nd it is") == "2nd it is.")
        #expect(try hand.text("well-known it is") == "Well-known it is.")
    }

    @Test func `mixed case that no lexicon has follows the patterns of names and plurals`() throws {
        #expect(try hand.text("a qqvs and mcqueeny and o'qarra", cases: [1: .mixed, 3: .mixed, 5: .mixed]) == "A QQVs and McQueeny and O'Qarra.")
    }

    @Test func `an ending is written small after a name that has capitals of its own`() throws {
        #expect(try hand.text("githubing and jsoned and qqzzing", cases: [0: .mixed, 2: .mixed, 4: .mixed]) == "GitHubing and JSONed and Qqzzing.")
    }

    @Test func `a word of two has its second capital where the second word begins`() throws {
        let cases: [Int: Punctuation.LetterCase] = [1: .mixed, 3: .mixed, 5: .mixed, 7: .mixed, 9: .mixed, 11: .capitalised]
        #expect(
            try hand.text("see opencheese or qqdata or hackqq's or cheeseapi or qqzz or opencheese", cases: cases)
                == "See OpenCheese or QqData or HackQq's or CheeseAPI or Qqzz or Opencheese.")
    }

    @Test func `a joined word that has a name's capitals gets no other`() throws {
        let cases: [Int: Punctuation.LetterCase] = [1: .mixed, 3: .mixed, 5: .mixed, 7: .mixed]
        #expect(
            try hand.text("a gpt-based or pre-github or gitlab/github or qqzz-zzqq one", cases: cases)
                == "A GPT-based or pre-GitHub or GitLab/GitHub or Qqzz-Zzqq one.")
    }

    @Test func `a word is cased alike with either apostrophe, and keeps its own`() throws {
        var hand = hand
        for mark in ["'", "’"] {
            #expect(try hand.text("i\(mark)d ask o\(mark)reilly\(mark)s o\(mark)qarra", cases: [2: .mixed, 3: .mixed]) == "I\(mark)d ask O\(mark)Reilly\(mark)s O\(mark)Qarra.")
        }
        hand.punctuator.options.spellings = ["D'Artagnan"]
        #expect(try hand.text("ask d’artagnan or d'artagnan’s") == "Ask D'Artagnan or D'Artagnan’s.")
    }

    @Test func `the user's spellings win, at a sentence's start and over what is written too`() throws {
        var hand = hand
        hand.punctuator.options.spellings = ["iPhone", "McDonald", "New York Times", "New York", "npm"]
        #expect(try hand.text("npm and mcdonald's in the new york times of new york") == "npm and McDonald's in the New York Times of New York.")
        #expect(try hand.text("An Iphone is here. It is.") == "An iPhone is here.\nIt is.")
        #expect(try hand.text("new yorkers", cases: [1: .capitalised]) == "New Yorkers.")
    }

    @Test func `shouted text is cased anew and a lower-case one that has marks too`() throws {
        #expect(try hand.text("THIS IS ALL IN CAPITALS. AND THIS IS AS WELL.") == "This is all in capitals.\nAnd this is as well.")
        #expect(try hand.text("this has marks. and this too, i think.") == "This has marks.\nAnd this too, I think.")
    }

    @Test func `a capital stays in text without marks`() throws {
        #expect(try hand.text("then Marta came and EVE went") == "Then Marta came and EVE went.")
    }

    @Test func `a letter without a capital of one letter is left`() throws {
        #expect(try hand.text("ßa straße", cases: [1: .upper]) == "ßa straße.")
    }

    @Test(arguments: [
        ("hello", Punctuation.LetterCase.lower), ("Hello", .capitalised), ("HELLO", .upper), ("iPhone", .mixed), ("I", .capitalised),
        ("NASA's", .upper), ("Anna's", .capitalised), ("3D", .capitalised), ("Anglo-Saxon", .mixed),
    ])
    func `a word's case`(word: String, letterCase: Punctuation.LetterCase) {
        #expect(Punctuation.LetterCase(of: word) == letterCase)
    }

    @Test func `a word without letters has no case`() {
        #expect(Punctuation.LetterCase(of: "42") == nil)
        #expect(Punctuation.LetterCase(of: "") == nil)
    }
}
