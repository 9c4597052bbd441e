import AfterwordProcessors
import Testing

@Suite struct ProfanityLexiconTests {
    private let lexicon = ProfanityLexicon.english

    private func hits(_ text: String) -> [ProfanityLexicon.Hit] { lexicon.hits(in: text.split(separator: " ").map(String.init)) }

    @Test(arguments: [
        "Scunthorpe", "assess", "assessment", "cocktail", "class", "classic", "passage", "Essex", "hello", "shell", "grass", "analysis", "document", "peacock",
        "shitake", "therapist", "cumulative", "Dickens", "Hancock", "***", "5*4", "*", "a*b", "****", "C**", "x**2", "f*", "Poon", "Phuc", "Jap", "cock-a-doodle-doo", "magna-cum-laude", "spick-and-span", "well-known", "-", "hmmm", "zzz", "aaargh", "", "@", "$$$", "2", "B2B", "3D", "10th", "f", "s",
    ])
    func `a word that only contains or resembles a profane one is none`(word: String) {
        #expect(lexicon.hits(in: [word]).isEmpty)
        #expect(lexicon.hits(in: [word.uppercased()]).isEmpty)
    }

    @Test(arguments: ["f***", "F***!", "sh*t", "f**king", "@sshole", "sh1t", "$hit", "\"Shit,\"", "SHIT", "asshole's", "(fuck)", "fuck…", "bull$hit", "fuuuck", "FUCKKKK", "shiiiiit", "mother-fucker",
        "Mother-Fuckers!", "fucking-awesome", "dumb-ass", "f**k", "F**KING", "mother-f*****", "n****r", "n****rs", "b****"])
    func `stars, look-alikes, capitals and marks do not hide one`(word: String) {
        #expect(lexicon.hits(in: ["well", word, "then"]).map(\.words) == [1..<2])
    }

    @Test func `a phrase is one hit, the longest that fits`() {
        #expect(hits("and What the hell, is that").map(\.words) == [1..<4])
        #expect(hits("what the hell").map(\.severity) == [.low])
        #expect(hits("shit happens when what the fuck shit").map(\.words) == [0..<1, 3..<6, 6..<7])
    }

    @Test(arguments: ["she graduated magna cum laude", "everything spick and span", "we read Moby Dick", "the cat will cock your hat", "a pussy willow in spring"])
    func `a phrase in which a profane word is harmless is none`(text: String) { #expect(hits(text).isEmpty) }

    @Test func `a harmless phrase protects only its own words`() {
        let own = ProfanityLexicon([("hell", .low), ("go to hell", .high)], harmless: ["hell bent"])
        #expect(own.hits(in: ["hell", "bent", "hell"]) == [.init(words: 2..<3, severity: .low)])
        #expect(own.hits(in: ["go", "to", "hell"]) == [.init(words: 0..<3, severity: .high)])
    }

    @Test func `slurs are told apart, starred out too, and are grave`() {
        #expect(hits("n****r").map(\.isSlur) == [true])
        #expect(hits("n****r").map(\.severity) == [.high])
        #expect(hits("a faggot").map(\.isSlur) == [true])
        #expect(hits("fuck this sh*t").map(\.isSlur) == [false, false])
    }

    @Test func `stars stand for the gentlest word that they fit`() {
        #expect(hits("c*** f***** f***").map(\.severity) == [.low, .medium, .medium])
    }

    @Test func `a list of one's own replaces the built-in one`() {
        let own = ProfanityLexicon([("jar jar", .high), ("frak", .low)])
        let hits = own.hits(in: ["oh", "frak", "jar", "jar"])
        #expect(hits.map(\.words) == [1..<2, 2..<4])
        #expect(hits.map(\.severity) == [.low, .high])
        #expect(own.hits(in: ["jar", "damn", "damn", "jar"]).isEmpty)
        #expect(ProfanityLexicon([]).hits(in: ["frak", ""]).isEmpty)
        #expect(own.hits(in: []).isEmpty)
    }

    @Test func `masking keeps the words and their marks`() {
        let words = ["“Holy", "shit,”", "said", "Anna;", "What", "the", "hell?", "It's", "class."]
        let masked = lexicon.masking(words)
        #expect(masked.count == words.count)
        #expect(masked[0] == "“Holy")
        #expect(masked[1] == "s***,”")
        #expect(Array(masked[2...3]) == ["said", "Anna;"])
        #expect(Array(masked[4...6]) == ["What", "the", "h***?"])
        #expect(Array(masked[7...]) == ["It's", "class."])
        #expect(lexicon.masking(masked) == masked, "masked words stay as they are")
        #expect(lexicon.masking(["a", "fucking-awesome", "mother-fucker", "Fuuuck!"]) == ["a", "f******-awesome", "m*****-******", "F*****!"])
        #expect(lexicon.masking(["Go", "fuck", "yourself,", "bloody", "hell."]) == ["Go", "f***", "yourself,", "b*****", "h***."])
        #expect(ProfanityLexicon.masked("f***") == "f***")
        #expect(ProfanityLexicon.masked("") == "")
    }
}
