import AfterwordBundledModel
import AfterwordPipeline
import AfterwordTokenization
import AfterwordTranscripts
import Foundation
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
