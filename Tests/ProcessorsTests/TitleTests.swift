import AfterwordPipeline
import AfterwordProcessors
import Testing

@Suite struct TitleTests {
    private func headline(_ sentences: [String], speakers: [String?] = []) throws -> String {
        try SummarizationHand.summarizer.process(SummarizationHand.document(sentences, speakers: speakers)).headline
    }

    @Test func `a title is written like a sentence, with capitals for names only`() throws {
        let title = try headline(["The tax reform is late.", "We owe the tax reform to Maria Lopez.", "Ask Maria Lopez why the tax reform is late."])
        #expect(title == "Tax reform and Maria Lopez")
    }

    @Test func `a name is never torn apart`() throws {
        let title = try headline(["We met Ada Byron King there.", "The letters of Ada Byron King are kept.", "Nobody has read Ada Byron King."])
        #expect(title.contains("Ada Byron King"))
    }

    @Test func `a verb makes no title, however often it is said`() throws {
        let title = try headline(["You bake it.", "I bake at night.", "We bake to live.", "They bake the rye bread.", "Nobody eats the rye bread."])
        #expect(title == "Rye bread")
    }

    @Test func `who speaks is no subject`() throws {
        let title = try headline(
            ["Thanks, Nora, for the river report.", "Well, Nora, the river report is done.", "Nora, the river report is public."], speakers: ["Nora", "Dana"])
        #expect(title == "River report")
    }

    @Test func `who says their name is no subject`() throws {
        let title = try headline(["Hello, I'm Nora Feld.", "The river report is here.", "My name is Dana Whitlock.", "The river report is about Dana Whitlock and Nora Feld."])
        #expect(title == "River report")
    }

    @Test func `a day is no subject, but part of a name`() throws {
        let title = try headline(["On Tuesday we had the river report.", "Every Tuesday is like that Tuesday.", "It was a Tuesday when we had the river report."])
        #expect(title == "River report")
        #expect(try headline(["The sale of Black Friday is on.", "We like Black Friday.", "They hate Black Friday."]).contains("Black Friday"))
    }

    @Test func `of two subjects said as often, the earlier one is the title`() throws {
        let filler = (0..<20).map { _ in "And so it was." }
        let title = try headline(["The rye bread is here."] + filler + ["The tax reform is here.", "The rye bread is late.", "The tax reform is late."])
        #expect(title.hasPrefix("Rye bread"))
    }

    @Test func `a title does not say a word twice in two forms`() throws {
        let title = try headline(["The functional style is here.", "We like the functional style.", "The function is here.", "They hate the function.", "The rye bread is late."])
        #expect(title == "Functional style")
    }

    @Test func `titles of chapters are all different`() throws {
        let document = SummarizationHand.document((0..<80).map { _ in "The bread is the bread." }) { $0 / 20 % 4 }
        let chapters = try SummarizationHand.maker(bias: 5, shortest: 20).process(document).chapters
        #expect(chapters.count > 3)
        #expect(Set(chapters.map(\.headline)).count == chapters.count)
    }

    @Test func `what no earlier title has leads the next one`() throws {
        let sentences = (0..<60).map { $0 % 10 == 3 ? ["The battery is late.", "The display is late.", "The market is late."][$0 / 20] : "The remote control is here." }
        let chapters = try SummarizationHand.maker(bias: 5, shortest: 60).process(SummarizationHand.document(sentences) { $0 / 20 }).chapters
        #expect(chapters.map { $0.headline.split(separator: " and ")[0] } == ["Remote control", "Battery", "Display", "Market"])
    }

    @Test func `long talks have longer chapters`() throws {
        func shortest(_ count: Int) throws -> Int {
            let document = SummarizationHand.document((0..<count).map { "The plan \($0) is the plan." }) { $0 % 4 }
            return try SummarizationHand.maker(bias: 50, shortest: 30).process(document).chapters.map(\.words.count).min() ?? 0
        }
        #expect(try shortest(100) >= 30)
        #expect(try shortest(100) < 60)
        #expect(try shortest(1500) >= 90)
    }

    @Test func `a gist stands by itself when another sentence tells about as much`() throws {
        let summary = try SummarizationHand.summarizer.process(SummarizationHand.document([
            "That is the solar panel contract with the new supplier.", "Our solar panel contract with the new supplier is signed.", "Good.",
        ]))
        #expect(summary.gist == "Our solar panel contract with the new supplier is signed.")
    }
}
