import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct ChaptersTests {
    private let maker = SummarizationHand.maker()

    @Test(arguments: SummarizationHand.odd) func `any input with a word has a chapter, and chapters hold every word once`(_ sentences: [String]) throws {
        for bias in [-100, -1.5, 100] as [Float] {
            let document = SummarizationHand.document(sentences, speakers: ["A", nil], timed: false)
            let chapters = try SummarizationHand.maker(bias: bias, shortest: 3).process(document).chapters
            #expect(chapters.flatMap { Array($0.words) } == Array(document.transcript.words.indices))
            for chapter in chapters { #expect(!chapter.headline.isEmpty && !chapter.gist.isEmpty && !chapter.summary.isEmpty) }
        }
    }

    @Test func `a transcript without words has no chapters`() throws {
        #expect(try maker.process(SummarizationHand.document([])) == Chapters([]))
    }

    @Test func `a change of subject begins a chapter`() throws {
        let document = SummarizationHand.document(SummarizationHand.twoSubjects) { $0 < 40 ? 0 : 1 }
        let chapters = try SummarizationHand.maker(shortest: 200).process(document).chapters
        #expect(chapters.count == 2)
        #expect(chapters[1].words.lowerBound == 40 * 11)
        #expect(chapters[0].headline != chapters[1].headline)
        #expect(["engine", "turbine", "fuel"].contains { chapters[1].headline.lowercased().contains($0) })
        #expect(chapters[0].start == 0)
        #expect(chapters[1].start == 440_000)
        #expect(chapters[1].end == document.transcript.words.last?.end)
    }

    @Test func `one subject is one chapter`() throws {
        #expect(try maker.process(SummarizationHand.document(Array(SummarizationHand.twoSubjects.prefix(40)))).chapters.count == 1)
    }

    @Test func `where speakers are known, chapters begin with their turns`() throws {
        let sentences = Array(SummarizationHand.twoSubjects.prefix(40)), turn = 10 * 11 // words
        let eager = SummarizationHand.maker(bias: 0.5)
        let speakers: [String?] = (0..<40).map { $0 / 10 % 2 == 0 ? "Anna" : "Bob" }
        let chapters = try eager.process(SummarizationHand.document(sentences, speakers: speakers)).chapters
        #expect(chapters.map(\.words.lowerBound) == [0, turn, 2 * turn, 3 * turn])
        #expect(try eager.process(SummarizationHand.document(sentences)).chapters.count > 4)
    }

    @Test(arguments: [1, 20, 75, 300, 5000]) func `no chapter is shorter than the shortest`(_ shortest: Int) throws {
        let eager = SummarizationHand.maker(bias: 5, shortest: shortest)
        let chapters = try eager.process(SummarizationHand.document(SummarizationHand.twoSubjects) { $0 % 4 }).chapters
        #expect(chapters.count == 1 || chapters.allSatisfy { $0.words.count >= shortest })
    }

    @Test func `more bias makes more chapters`() throws {
        var counts: [Int] = []
        for bias in [-20.0, 0, 20] {
            var maker = maker
            maker.bias = bias
            counts.append(try maker.process(SummarizationHand.document(SummarizationHand.twoSubjects) { $0 / 20 % 4 }).chapters.count)
        }
        #expect(counts == counts.sorted())
        #expect(counts[0] == 1)
        #expect(counts[2] > counts[1])
    }

    @Test func `chapters encode as an array`() throws {
        let chapters = try maker.process(SummarizationHand.document(["The budget is fixed."]))
        let data = try JSONEncoder().encode(chapters)
        let array = try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(array.count == 1)
        #expect(Set(array[0].keys) == ["headline", "gist", "summary", "words", "start", "end"])
        #expect(array[0]["words"] as? [Int] == [0, 4])
        #expect(try JSONDecoder().decode(Chapters.self, from: data) == chapters)
    }

    @Test(arguments: [
        #"{"sections":[{"heading":null,"turns":[{"text":"One two. Three."},{"text":"Four."}]},{"heading":"B","turns":[{"speaker":"X","text":"Five six."}]}]}"#,
        #"{"segments":[{"headline":null,"text":"One two. Three. Four."},{"headline":"B","text":"Five six."}]}"#,
        #"{"turns":[{"speaker":"X","text":"One two."},{"speaker":"Y","text":"Three. Four."},{"speaker":"X","text":"Five six."}],"topics":[{"title":"A","spans":[[0,1]]},{"title":"B","spans":[[2,2]]}]}"#,
    ]) func `gold of every shape says where chapters begin`(_ json: String) throws {
        let gold = try JSONDecoder().decode(ChapterMaker.Gold.self, from: Data(json.utf8))
        let sample = maker.sample(gold)
        #expect(sample.transcript.words.map(\.text) == ["One", "two.", "Three.", "Four.", "Five", "six."])
        let document = SummarizationHand.document(sample.annotations[Punctuation.self]?.sentences.map(\.text) ?? [])
        let targets = maker.targets(gold, of: maker.spans(in: document), in: document)
        #expect(targets.values[0].isNaN)
        #expect(Array(targets.values.dropFirst()) == [0, 0, 1])
    }
}
