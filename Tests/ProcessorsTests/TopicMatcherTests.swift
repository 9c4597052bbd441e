import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTranscripts
import Foundation
import TestSupport
import Testing

/// With the tiny seeded encoder: it knows nothing about meaning, but a text is nearest to itself in any encoder.
@Suite struct TopicMatcherTests {
    private let model: Model

    init() throws { model = try Model(directory: Fixtures.url("golden/tiny-bert").path) }

    private func topics(_ names: [String], of text: String, model other: Model? = nil) throws -> Topics {
        let model = other ?? model
        let transcript = Transcript(text: text), words = transcript.words.indices
        var annotations = Annotations()
        annotations[Punctuation.self] = Punctuation(sentences: words.isEmpty ? [] : [.init(words: words, start: nil, end: nil, text: text)], paragraphs: [])
        let matcher = TopicMatcher(names, model: model)
        let tokens = model.tokenizer.tokens(of: transcript)
        let states = model.encoder.states(of: tokens, layers: matcher.layers)
        return matcher.process(Document(transcript: transcript, tokens: tokens, states: states, annotations: annotations))
    }

    @Test func `a topic that is said word for word is found`() throws {
        let topics = try topics(["tax law"], of: "tax law")
        #expect(topics.segments.map { $0.labels.map(\.label) } == [["tax law"]])
        #expect(try #require(topics.summary["tax law"]) > 0.5)
    }

    @Test func `topics keep their spelling; repeated and empty ones are dropped`() throws {
        #expect(Set(try topics(["Tax Law", "", "  ", "wood\u{2011}working", "Tax Law"], of: "tax law").summary.keys) == ["Tax Law", "wood\u{2011}working"])
    }

    @Test func `a topic made of marks alone is near nothing`() throws {
        #expect(try topics(["?!…", "--"], of: "tax law").segments.map(\.labels) == [[]])
    }

    @Test func `words without tokens are about nothing`() throws {
        #expect(try topics(["tax law"], of: "-- … ?!").segments.map(\.labels) == [[]])
    }

    @Test func `without words or without topics there is nothing to say`() throws {
        #expect(try topics(["tax law"], of: "").segments.isEmpty)
        #expect(try topics([], of: "tax law").summary.isEmpty)
    }

    @Test func `its annotation does not take the place of the taxonomy's topics`() throws {
        let matcher = TopicMatcher(["tax law"], model: model)
        #expect(matcher.key == "custom_topics")
        #expect(matcher.key != Topics.key)
    }

    /// The model with the vectors of all topics' names and a head that knows only Sports, whose logit is `weight` · state + `bias`.
    private func knowing(_ weight: [Float], bias: Float = 0) -> Model {
        var model = model
        model.install(TopicDetector.describe(with: model))
        var head = Head(
            untrained: Topics.key, groups: [LabelGroup(name: "topics", kind: .independent, labels: ["Sports"])],
            features: SpanFeatures(layers: [model.encoder.configuration.layerCount]), for: model.encoder)
        head.layers[0] = Dense(weight: Matrix(rows: 1, columns: weight.count, values: weight), bias: [bias])
        model.install(head)
        return model
    }

    private let game = "they won the cup on penalties"

    @Test func `a head that finds a topic whatever is said adds nothing`() throws {
        let certain = knowing([Float](repeating: 0, count: model.encoder.configuration.hiddenSize), bias: 9)
        #expect(try topics(["sports", "tax law"], of: game, model: certain) == topics(["sports", "tax law"], of: game))
    }

    @Test(arguments: [(text: "they won the cup on penalties", sign: Float(1)), ("sports", -1)])
    func `a name that a head knows is more or less relevant as the head finds it`(text: String, sign: Float) throws {
        let general = Taxonomy.iab.topics.filter { $0.parent == nil }.map { "this is about \($0.text)" }
        let vectors = model.embeddings(of: [text] + general)
        let away = (0..<vectors.columns).map { column in vectors[0, column] - (1..<vectors.rows).reduce(Float(0)) { $0 + vectors[$1, column] } / Float(general.count) }
        let alone = try #require(try topics(["sports"], of: text).summary["sports"])
        let heard = try #require(try topics(["sports"], of: text, model: knowing(away.map { 50 * sign * $0 })).summary["sports"])
        #expect(sign * Float(heard - alone) > 0.01)
    }

    @Test func `a head without the vectors of its topics' names is not asked`() throws {
        var other = model
        other.install(Head(untrained: Topics.key, groups: [LabelGroup(name: "topics", kind: .independent, labels: ["Sports"])], features: SpanFeatures(layers: [1]), for: model.encoder))
        #expect(TopicMatcher(["sports"], model: other).layers == TopicMatcher(["sports"], model: model).layers)
        #expect(try topics(["sports"], of: game, model: other) == topics(["sports"], of: game))
    }
}
