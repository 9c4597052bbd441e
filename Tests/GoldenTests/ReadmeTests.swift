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

    @Test func `the programs are those of the README`() throws {
        let readme = try String(contentsOf: Fixtures.repository.appending(path: "README.md"), encoding: .utf8)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap { $0.components(separatedBy: "```").first }.filter { !$0.contains(".package(") }
        #expect(blocks.count == 3)
        for line in blocks.joined(separator: "\n").split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) where !line.isEmpty && !line.hasPrefix("import ") && !line.hasPrefix("//") {
            #expect(source.contains(line), "\(line)")
        }
    }
}
