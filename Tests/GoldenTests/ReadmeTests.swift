import Afterword
import AfterwordBundledModel
import Foundation
import TestSupport
import Testing

/// The README's programs, as they stand there: `the programs are those of the README` compares them line by line.
@Suite struct ReadmeTests {
    private let talk = Fixtures.url("transcripts/sample.srt")

    @Test func `the first program restores and describes a transcript`() throws {
        let pipeline = try Pipeline.standard(threads: 2)
        let result = pipeline.annotate(try Transcript(contentsOf: talk))

        let text = result.restored.plainText(result.layout)
        let headline = result[Summary.self]?.headline ?? ""
        let chapters = result[Chapters.self]?.chapters.map(\.headline) ?? []
        let topics = result[Topics.self]?.summary ?? [:]
        let profanity = result[Moderation.self]?.summary["profanity"] ?? 0

        #expect(result.failures.isEmpty)
        #expect(text.hasPrefix("Good morning"))
        #expect(!headline.isEmpty && !chapters.isEmpty)
        #expect(topics.count >= 20)
        #expect(profanity > 0.5)
    }

    @Test func `the second program teaches labels of one's own`() throws {
        let train = Fixtures.url("training/intent.train.jsonl"), dev = Fixtures.url("training/intent.dev.jsonl")
        let call = Transcript(text: "hello could i get a table for four tomorrow evening please")
        let model = try Model.bundled()
        let blank = TextClassifier("intent", labels: ["booking", "complaint", "question"], model: model)
        let (intent, report) = try HeadTraining(seed: 1).run(
            blank, train: LabelledData(contentsOf: train.path), dev: LabelledData(contentsOf: dev.path), model: model)
        let result = try Pipeline(model: model, processors: [intent]).annotate(call)
        let label = result[Classification.self, named: "intent"]?.labels.first?.label
        #expect(label == "booking")
        #expect(report.dev.groups[0].macroF1 > 0.85)
    }

    @Test func `a processor of one's own joins the pipeline`() throws {
        struct Pace: Annotation {
            static let key = "pace"
            var wordsPerMinute: Double
        }
        struct PaceMeter: Processor {
            func process(_ document: Document) throws -> Pace {
                let words = document.transcript.words
                let milliseconds = (words.last?.end ?? 0) - (words.first?.start ?? 0)
                return Pace(wordsPerMinute: Double(words.count) / Double(max(1, milliseconds)) * 60_000)
            }
        }
        let result = try Pipeline(model: .bundled(), processors: [PaceMeter()]).annotate(Transcript(contentsOf: talk))
        #expect((100...250).contains(result[Pace.self]?.wordsPerMinute ?? 0))
    }

    @Test func `a processor of one's own is trained together with the encoder`() throws {
        let model = try Model.bundled()
        let train = try LabelledData<ComplaintSpotter.Gold>(contentsOf: Fixtures.url("training/intent.train.jsonl").path)
        let dev = try LabelledData<ComplaintSpotter.Gold>(contentsOf: Fixtures.url("training/intent.dev.jsonl").path)
        struct Complaints: Annotation { static let key = "complaints"; var confidences: [Float] }
        struct ComplaintSpotter: TrainableProcessor {
            struct Gold: Codable { var text, label: String }
            var head: Head
            func sample(_ gold: Gold) -> Sample { Sample(Transcript(text: gold.text)) }
            func spans(in document: Document) -> [Range<Int>] { document.transcript.utterances.map(\.words) }
            func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) -> Matrix { Matrix(rows: spans.count, columns: 1, repeating: gold.label == "complaint" ? 1 : 0) }
            func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) -> Complaints { Complaints(confidences: head.probabilities(logits).values) }
        }
        let label = LabelGroup(name: "complaints", kind: .independent, labels: ["complaint"])
        let blank = ComplaintSpotter(head: Head(untrained: "complaints", groups: [label], features: SpanFeatures(layers: [6]), for: model.encoder))
        let (spotter, tuned, report) = try EncoderTraining(epochs: 5, seed: 1, threads: 2).run(blank, train: train, dev: dev, model: model)
        let result = try Pipeline(model: tuned, processors: [spotter]).annotate(Transcript(text: "this is the third time my order arrives broken"))
        #expect(try #require(result[Complaints.self]).confidences[0] > 0.5)
        #expect(report.dev["complaints"]?.groups[0].labels[0].averagePrecision ?? 0 > 0.9)
        #expect(tuned.encoder.fingerprint != model.encoder.fingerprint)
    }

    @Test func `the programs are those of the README`() throws {
        let readme = try String(contentsOf: Fixtures.repository.appending(path: "README.md"), encoding: .utf8)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }.filter { !$0.contains(".package(") }
        #expect(blocks.count == 4)
        for line in blocks.joined(separator: "\n").split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) where !line.isEmpty && !line.hasPrefix("import ") && !line.hasPrefix("//") {
            #expect(source.contains(line), "\(line)")
        }
    }
}
