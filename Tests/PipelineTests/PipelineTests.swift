import AfterwordBundledModel
import AfterwordPipeline
import AfterwordTensors
import AfterwordTokenization
import AfterwordTranscripts
import Foundation
import Synchronization
import Testing

@Suite struct PipelineTests {
    let model: Model
    let transcript = Transcript(text: "so we met at the old bridge and talked about bread")

    init() throws { model = try Model.bundled() }

    @Test func `processors run in the order of their needs, whatever order they are given in`() throws {
        let result = try Pipeline(model: model, processors: [Doubler(), Counter()]).annotate(transcript)
        #expect(result[Doubled.self] == Doubled(words: 22))
        #expect(result[Count.self] == Count(words: 11))
        #expect(result.failures.isEmpty)
    }

    @Test func `a need that no processor meets is refused when the pipeline is built`() {
        #expect(throws: PipelineError.missing(annotation: "count", neededBy: "double")) {
            try Pipeline(model: model, processors: [Doubler()])
        }
    }

    @Test func `two makers of one annotation are refused`() {
        #expect(throws: PipelineError.duplicate(annotation: "count")) {
            try Pipeline(model: model, processors: [Counter(), Failing()])
        }
    }

    @Test func `needs that go in a circle are refused`() {
        #expect(throws: PipelineError.cycle(annotations: ["chicken", "egg"])) {
            try Pipeline(model: model, processors: [Counter(), Hen(), Nest()])
        }
    }

    @Test(arguments: [1, 2]) func `a failing processor takes down only those that need it`(threads: Int) throws {
        let result = try Pipeline(model: model, processors: [Failing(), Doubler(), Measurer()], threads: threads).annotate(transcript)
        #expect(result[Count.self] == nil)
        #expect(result[Shape.self] == Shape(rows: model.tokenizer.tokens(of: transcript).count, width: 384))
        #expect(result.failures == [
            ProcessorFailure(processor: "count", message: "out of order"),
            ProcessorFailure(processor: "double", message: "needs count, which failed"),
        ])
    }

    @Test func `what processors derive from a document is made once, of what else was derived too`() {
        let document = Document(transcript: transcript, tokens: model.tokenizer.tokens(of: transcript), states: nil)
        let made = Mutex(0)
        let doubled = Mutex<[Doubled]>([])
        Threads.forEach(8, threads: 2) { next in
            while next() != nil {
                let value = document.derived {
                    made.withLock { $0 += 1 }
                    return Doubled(words: 2 * document.derived { Count(words: document.transcript.words.count) }.words)
                }
                doubled.withLock { $0.append(value) }
            }
        }
        #expect(doubled.withLock { $0 } == [Doubled](repeating: Doubled(words: 22), count: 8))
        #expect(made.withLock { $0 } == 1)
        let other = Document(transcript: transcript, tokens: document.tokens, states: nil)
        #expect(other.derived { Count(words: 5) } == Count(words: 5))
    }

    @Test func `how long each processor takes is told in the order in which they run`() throws {
        let durations = try Pipeline(model: model, processors: [Doubler(), Measurer(), Counter()]).durations(of: transcript)
        #expect(Set(durations.map(\.processor)) == ["count", "double", "shape"])
        #expect(durations.last?.processor == "double")
        #expect(durations.allSatisfy { $0.duration > .zero })
    }

    @Test func `the encoder is not run when no processor reads states`() throws {
        let result = try Pipeline(model: model, processors: [Counter()]).annotate(Transcript(words: []))
        #expect(result[Count.self] == Count(words: 0))
    }

    @Test func `the transcript comes out as it went in`() throws {
        let spoken = Transcript(words: [Word("hello", start: 5, end: 9, speaker: "Ann"), Word("--"), Word("世界", confidence: 0.5)])
        let result = try Pipeline(model: model, processors: [Counter(), Measurer()]).annotate(spoken)
        #expect(result.transcript == spoken)
    }

    @Test func `every annotation round-trips through JSON`() throws {
        let annotation = Doubled(words: 3)
        #expect(try JSONDecoder().decode(Doubled.self, from: JSONEncoder().encode(annotation)) == annotation)
    }
}
