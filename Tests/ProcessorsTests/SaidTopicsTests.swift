import AfterwordBundledModel
import AfterwordEncoder
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTokenization
import AfterwordTranscripts
import Testing

/// The topic matcher with the built-in encoder.
@Suite struct SaidTopicsTests {
    private let model: Model

    init() throws { model = try Model.bundled() }

    private func topics(_ names: [String], in texts: [String]) -> Topics {
        let matcher = TopicMatcher(names, model: model)
        var gold = TopicDetector.Gold(text: texts.first ?? "", labels: [])
        gold.parts = texts.dropFirst().map { TopicDetector.Gold(text: $0, labels: []) }
        let said = TopicDetector(head: SummarizationHand.head("topics", [])).sample(gold)
        let tokens = model.tokenizer.tokens(of: said.transcript)
        let states = model.encoder.states(of: tokens, layers: matcher.layers)
        return matcher.process(Document(transcript: said.transcript, tokens: tokens, states: states, annotations: said.annotations))
    }

    private let baking = "we knead the dough for ten minutes, let it rise twice and then bake the loaf in a hot oven until the crust is brown"
    private let greeting = "hi there, good to see you, yeah, same here, okay"

    @Test func `what is said about bread is about bread baking, and not about tax law`() throws {
        let found = topics(["bread baking", "tax law"], in: [baking])
        #expect(found.segments.map { $0.labels.map(\.label) } == [["bread baking"]])
        #expect(try #require(found.summary["bread baking"]) > #require(found.summary["tax law"]) + 0.3)
    }

    @Test func `small talk is about none of them`() {
        let found = topics(["bread baking", "tax law"], in: [greeting])
        #expect(found.segments.map(\.labels) == [[]])
    }

    @Test func `a turn between turns on a topic does not have it from them`() {
        let kneading = "and the longer you knead the more gluten there is in the dough and the better the bread rises"
        let found = topics(["bread baking", "tax law"], in: [baking, "sure, that's right", "did you see the game last night", kneading, "oh no"])
        #expect(found.segments.map { $0.labels.map(\.label) } == [["bread baking"], [], [], ["bread baking"], []])
    }

    @Test func `names without sense match nothing`() {
        #expect(topics(["xqzzt", "flurb 42"], in: [baking]).segments.allSatisfy { $0.labels.isEmpty })
    }

    @Test func `a name that the taxonomy has too is found more surely, by what the head of topics says`() throws {
        let found = topics(["politics", "bread baking"], in: ["the senate will vote on the bill next week and the president has said that he will sign it"])
        #expect(try #require(found.summary["politics"]) > 0.95) // 0.89 by the name alone
        #expect(try #require(found.summary["bread baking"]) < 0.1)
    }
}
