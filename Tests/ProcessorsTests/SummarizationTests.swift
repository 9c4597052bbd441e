import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct SummarizationTests {
    private let talk = [
        "So, um, welcome everybody to the weekly planning meeting.", "Yeah.", "The solar panel budget was cut by twelve percent.", "Okay.",
        "We, we can still order the solar panels before the summer, you know, if the supplier agrees.",
        "I think the supplier contract needs a new delivery date.", "Mm-hmm.", "What about the delivery date?",
        "The supplier promised delivery of all solar panels in June.", "Great, thank you all.",
    ]

    @Test(arguments: SummarizationHand.odd) func `no input with a word makes an empty summary`(_ sentences: [String]) throws {
        for speakers in [[], ["A", "B"]] as [[String?]] {
            for budget in [Budget.words(120), .words(1), .words(0), .seconds(60), .seconds(0)] {
                var summarizer = SummarizationHand.summarizer
                summarizer.paragraph = budget
                let summary = try summarizer.process(SummarizationHand.document(sentences, speakers: speakers, timed: speakers.isEmpty))
                #expect(!summary.headline.isEmpty)
                #expect(!summary.gist.isEmpty)
                #expect(!summary.paragraph.isEmpty)
                #expect(!summary.bullets.isEmpty)
                #expect(summary.headline.split(separator: " ").count <= 7)
            }
        }
    }

    @Test func `a transcript without words has an empty summary`() throws {
        let summary = try SummarizationHand.summarizer.process(SummarizationHand.document([]))
        #expect(summary == Summary(headline: "", gist: "", paragraph: "", bullets: [], sources: .init(headline: [], gist: nil, paragraph: [])))
    }

    @Test(arguments: [1, 5, 12, 20, 40, 1000]) func `a paragraph keeps to its words`(_ count: Int) throws {
        var summarizer = SummarizationHand.summarizer
        summarizer.paragraph = .words(count)
        let summary = try summarizer.process(SummarizationHand.document(talk))
        #expect(summary.paragraph.split(separator: " ").count <= count)
    }

    @Test(arguments: [1.0, 6, 15, 40, 1000]) func `a paragraph keeps to its seconds`(_ seconds: Double) throws {
        var summarizer = SummarizationHand.summarizer
        summarizer.paragraph = .seconds(seconds)
        for timed in [true, false] {
            let passages = try summarizer.process(SummarizationHand.document(talk, timed: timed)).sources.paragraph
            let spent = passages.reduce(0.0) { total, passage in
                guard let start = passage.start, let end = passage.end else { return total + Double(passage.words.count) / 2.5 }
                return total + Double(end - start) / 1000
            }
            #expect(spent <= seconds)
        }
    }

    @Test func `every sentence is traced to its words and times`() throws {
        let document = SummarizationHand.document(talk)
        let summary = try SummarizationHand.summarizer.process(document)
        let gist = try #require(summary.sources.gist)
        #expect(gist.text == summary.gist)
        #expect(summary.sources.paragraph.map(\.text).joined(separator: " ") == summary.paragraph)
        #expect(summary.sources.paragraph.map(\.words.lowerBound) == summary.sources.paragraph.map(\.words.lowerBound).sorted())
        for passage in summary.bullets + summary.sources.paragraph + [gist] {
            #expect(passage.start == passage.words.lowerBound * 1000)
            #expect(passage.end == (passage.words.upperBound - 1) * 1000 + 900)
            #expect((0...1).contains(passage.score))
            let spoken = document.transcript.words[passage.words].map { $0.text.lowercased().filter(\.isLetter) }
            for word in passage.text.split(separator: " ") { #expect(spoken.contains(word.lowercased().filter(\.isLetter))) }
        }
    }

    @Test func `a headline is made of what is said most`() throws {
        let summary = try SummarizationHand.summarizer.process(SummarizationHand.document(talk))
        #expect(summary.headline.contains("Solar panel"))
        let first = try #require(summary.sources.headline.first)
        #expect(SummarizationHand.document(talk).transcript.words[first].map(\.text).joined(separator: " ") == "solar panel")
    }

    @Test func `bullets come from different parts and do not repeat each other`() throws {
        let bullets = try SummarizationHand.summarizer.process(SummarizationHand.document(SummarizationHand.twoSubjects)).bullets
        #expect(bullets.count >= 2)
        #expect(bullets.contains { $0.text.contains("garden") })
        #expect(bullets.contains { $0.text.contains("turbine") })
        #expect(Set(bullets.map(\.text)).count == bullets.count)
    }

    @Test func `a sentence is a better gist than a part of one`() throws {
        let parts = ["In terms of the monetization of solar panel data.", "Every solar panel has a battery behind it.", "Especially the cheap solar panel from the new factory."]
        for order in [[0, 1, 2], [1, 0, 2], [2, 0, 1]] {
            let summary = try SummarizationHand.summarizer.process(SummarizationHand.document(order.map { parts[$0] }))
            #expect(summary.gist == parts[1])
        }
    }

    @Test(arguments: [
        "My last question is about the solar panel contract and its delivery date.", "Since now the solar panel contract has its delivery date.",
        "Check out the solar panel contract with its delivery date.", "The solar panel contract, which has the delivery date.", "The published contract of the solar panel and its delivery date.",
        "I haven't read the solar panel contract and its delivery date.", "It is the solar panel contract with the delivery date.", "“The solar panel contract has the delivery date.",
        "The minister of the solar panel contract who's late on the delivery date.", "Second, the solar panel contract has the delivery date.", "The solar panel is new.",
        "An idea for the board, which would be to have the solar panel contract with its date.",
    ]) func `what says little by itself is no gist`(_ poor: String) throws {
        let good = "The board signed the solar panel contract with its delivery date."
        for sentences in [[good, poor], [poor, good]] { #expect(try SummarizationHand.summarizer.process(SummarizationHand.document(sentences)).gist == good) }
    }

    @Test func `a talk that says what it will be about has that for a gist`() throws {
        let announced = "Today we are going to talk about the garden of the mayor.", told = "The mayor showed the garden to the board of the school."
        let rest = (0..<20).map { _ in "And so it was." }
        func gist(_ sentences: [String]) throws -> String { try SummarizationHand.summarizer.process(SummarizationHand.document(sentences)).gist }
        #expect(try gist([announced, told] + rest) == announced)
        #expect(try gist(rest + [announced, told]) == told)
    }

    @Test func `whom a sentence is said to is no part of a gist that can do without`() throws {
        let sentences = ["Nora, the library opens the reading room.", "The mayor opens the reading room of the library.", "Thanks, Nora.", "Well, Nora, it is late."]
        #expect(try SummarizationHand.summarizer.process(SummarizationHand.document(sentences, speakers: ["Dana", "Nora"])).gist == sentences[1])
    }

    @Test func `what is read for a sponsor is not told, and what follows is`() throws {
        let promotion = [
            "This episode is brought to you by Seedling Cloud.", "Seedling Cloud hosts the garden website of every garden.", "Seedling Cloud plants the garden data in a garden bed.",
            "Go to seedling.com/garden for the Seedling Cloud garden.", "Thanks to Seedling Cloud for supporting the show.",
        ]
        let told = ["The tomato bed needs water in June.", "Nobody prunes the tomato bed before June."], after = ["The compost heap feeds the tomato bed with minerals."]
        var summarizer = SummarizationHand.summarizer
        summarizer.paragraph = .words(30)
        let summary = try summarizer.process(SummarizationHand.document(told + promotion + after))
        #expect(summary.headline.hasPrefix("Tomato bed"))
        #expect(!([summary.headline, summary.gist, summary.paragraph] + summary.bullets.map(\.text)).contains { $0.contains("Seedling") })
        #expect(summary.paragraph.contains("compost"))
        // Whose words are all a sponsor's has a summary all the same.
        #expect(try summarizer.process(SummarizationHand.document(promotion)).headline.contains("Seedling"))
    }

    @Test func `no bullet is the gist over again, unless there is nothing else`() throws {
        let summary = try SummarizationHand.summarizer.process(SummarizationHand.document(SummarizationHand.twoSubjects))
        #expect(!summary.gist.isEmpty && !summary.bullets.map(\.text).contains(summary.gist))
        let single = try SummarizationHand.summarizer.process(SummarizationHand.document(["The solar panel on the roof charges the battery every day."]))
        #expect(single.bullets.map(\.text) == [single.gist])
    }

    @Test func `the head's favourite is preferred`() throws {
        let document = SummarizationHand.document(talk)
        let spans = SummarizationHand.summarizer.spans(in: document)
        var logits = Matrix(rows: spans.count, columns: 1)
        logits[5, 0] = 9
        let summary = SummarizationHand.summarizer.decode(logits, of: spans, in: document)
        #expect(summary.gist == "I think the supplier contract needs a new delivery date.")
    }

    @Test func `the same document gives the same bytes`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let first = try encoder.encode(SummarizationHand.summarizer.process(SummarizationHand.document(talk)))
        for _ in 0..<5 { #expect(try encoder.encode(SummarizationHand.summarizer.process(SummarizationHand.document(talk))) == first) }
        let decoded = try JSONDecoder().decode(Summary.self, from: first)
        #expect(try decoded == SummarizationHand.summarizer.process(SummarizationHand.document(talk)))
    }

    @Test func `words are covered once by spans no longer than sixty`() {
        for sentences in SummarizationHand.odd {
            let document = SummarizationHand.document(sentences, speakers: ["A", "B"])
            let spans = SummarizationHand.summarizer.spans(in: document)
            #expect(spans.flatMap { Array($0) } == Array(document.transcript.words.indices))
            #expect(spans.allSatisfy { $0.count <= 60 && !$0.isEmpty })
        }
    }

    @Test func `targets are the labels, or with an abstract the tenth that it says most of`() throws {
        let sentences = #""sentences":[{"text":"Yeah so.","label":1},{"text":"The panels will arrive in June then.","label":0},{"text":"I do not know who else wants tea.","label":0}]"#
        for (json, expected) in [(#"{\#(sentences)}"#, [1, 0, 0]), (#"{"abstract":["The panels arrive in June."],\#(sentences)}"#, [0, 1, 0])] as [(String, [Float])] {
            let gold = try JSONDecoder().decode(Summarizer.Gold.self, from: Data(json.utf8))
            let sample = SummarizationHand.summarizer.sample(gold)
            let document = SummarizationHand.document(sample.annotations[Punctuation.self]?.sentences.map(\.text) ?? [])
            #expect(SummarizationHand.summarizer.targets(gold, of: SummarizationHand.summarizer.spans(in: document), in: document).values == expected)
        }
    }

    @Test func `turns are labelled by the answer about the whole`() throws {
        let json = #"{"general":[{"query":"?","answer":"Panels arrive in June."}],"turns":[{"speaker":"A","text":"The panels arrive in June. Who wants some more tea?"}]}"#
        let gold = try JSONDecoder().decode(Summarizer.Gold.self, from: Data(json.utf8))
        let sample = SummarizationHand.summarizer.sample(gold)
        #expect(sample.transcript.words.first?.speaker == "A")
        let document = SummarizationHand.document(sample.annotations[Punctuation.self]?.sentences.map(\.text) ?? [])
        let targets = SummarizationHand.summarizer.targets(gold, of: SummarizationHand.summarizer.spans(in: document), in: document)
        #expect(targets.values == [1, 0])
    }
}
