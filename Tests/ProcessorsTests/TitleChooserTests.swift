import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct TitleChooserTests {
    private let chooser = TitleChooser(head: SummarizationHand.head("titles", TitleChooser.groups))
    private static let json = #"""
        {"sections":[
          {"heading":"The rye bread","turns":[{"text":"The oven bakes the rye bread. The rye bread needs the oven."}]},
          {"heading":"Goodbye","turns":[{"text":"The river took the bridge. The bridge was over the river."}]},
          {"heading":null,"turns":[{"text":"The mayor wrote the report."}]}]}
        """#

    private func gold() throws -> ChapterMaker.Gold { try JSONDecoder().decode(ChapterMaker.Gold.self, from: Data(Self.json.utf8)) }

    /// The gold's sentences with hand-made states, and its chapters.
    private func document(_ gold: ChapterMaker.Gold) -> Document {
        let sample = chooser.sample(gold)
        let hand = SummarizationHand.document(sample.annotations[Punctuation.self]?.sentences.map(\.text) ?? [])
        var annotations = hand.annotations
        annotations[Chapters.self] = sample.annotations[Chapters.self]
        return Document(transcript: hand.transcript, tokens: hand.tokens, states: hand.states, annotations: annotations)
    }

    @Test func `a sample has the true chapters`() throws {
        let sample = chooser.sample(try gold())
        #expect(sample.annotations[Chapters.self]?.chapters.map(\.words) == [0..<12, 12..<23, 23..<28])
    }

    @Test func `phrases nearest to the heading are right, and nothing is known of a chapter whose heading no phrase has`() throws {
        let gold = try gold(), document = document(gold)
        let spans = chooser.spans(in: document), targets = chooser.targets(gold, of: spans, in: document)
        func target(_ phrase: String) -> Float? {
            spans.indices.first { document.transcript.words[spans[$0]].map { $0.text.trimmingCharacters(in: .punctuationCharacters) }.joined(separator: " ") == phrase }
                .map { targets[$0, 0] }
        }
        #expect(target("rye bread") == 1)
        #expect(target("bread") == 0)
        #expect(target("oven") == 0)
        #expect(target("river")?.isNaN == true)
        #expect(target("report")?.isNaN == true)
    }

    @Test func `what the head prefers becomes the title`() throws {
        let document = document(try gold()), spans = chooser.spans(in: document)
        for phrase in ["oven", "bread"] {
            var logits = Matrix(rows: spans.count, columns: 1)
            for (row, span) in spans.enumerated() where span.count == 1 && document.transcript.words[span.lowerBound].text.hasPrefix(phrase) { logits[row, 0] = 20 }
            let chapters = chooser.decode(logits, of: spans, in: document).chapters
            #expect(chapters.map(\.words) == [0..<12, 12..<23, 23..<28])
            #expect(chapters[0].headline.lowercased().hasPrefix(phrase))
        }
    }

    @Test func `a chapter maker and a summarizer ask the head of titles`() throws {
        let document = SummarizationHand.document(["The rye bread is in the oven.", "The tax reform is here."]) { $0 }
        var titles = SummarizationHand.head("titles", TitleChooser.groups)
        titles.layers[0].weight = Matrix(rows: 1, columns: SummarizationHand.width, values: [0, 20, 0, 0]) // the states of the second sentence
        var maker = SummarizationHand.maker(), summarizer = SummarizationHand.summarizer
        #expect(try maker.process(document).chapters[0].headline.hasPrefix("Rye bread"))
        #expect(try summarizer.process(document).headline.hasPrefix("Rye bread"))
        (maker.titles, summarizer.titles) = (titles, titles)
        #expect(try maker.process(document).chapters[0].headline.hasPrefix("Tax reform"))
        #expect(try summarizer.process(document).headline.hasPrefix("Tax reform"))
    }

    @Test(arguments: SummarizationHand.odd) func `any input with a word gets titles`(_ sentences: [String]) throws {
        let hand = SummarizationHand.document(sentences)
        var annotations = hand.annotations
        let count = hand.transcript.words.count
        // Chapters that somebody else made, cut in the midst of sentences.
        annotations[Chapters.self] = Chapters(stride(from: 0, to: count, by: 3).map {
            Chapters.Chapter(headline: "", gist: "", summary: "", words: $0..<min(count, $0 + 3), start: nil, end: nil)
        })
        let document = Document(transcript: hand.transcript, tokens: hand.tokens, states: hand.states, annotations: annotations)
        let chapters = try chooser.process(document).chapters
        #expect(chapters.allSatisfy { !$0.headline.isEmpty })
        #expect(Set(chapters.map(\.headline)).count == chapters.count)
    }
}
