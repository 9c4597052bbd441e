import AfterwordEncoder
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTokenization
import AfterwordTranscripts
import Foundation
import TestSupport
import Testing

/// With the tiny seeded encoder: it knows nothing about meaning, but a text is nearest to itself in any encoder.
@Suite struct TopicMatcherTests {
    private let model: Model

    init() throws { model = try Model(directory: Fixtures.url("golden/tiny-bert").path) }

    private func topics(_ names: [String], of text: String) throws -> Topics {
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
}
