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

@Suite struct TopicsTests {
    private let detector = TopicDetector(head: TopicsHand.head())

    private func topics(_ detector: TopicDetector, _ sentences: [TopicsHand.Sentence]) throws -> Topics {
        try detector.process(TopicsHand.document(sentences))
    }

    @Test func `a stretch has the topics it is about, most relevant first, with its words and times`() throws {
        let topics = try topics(detector, [.init(axis: 0, words: 80), .init(axis: 2, words: 80)])
        #expect(topics.segments.map(\.words) == [0..<80, 80..<160])
        #expect(topics.segments.map(\.start) == [0, 80_000])
        #expect(topics.segments.map(\.end) == [79_900, 159_900])
        #expect(topics.segments.map { $0.labels.map(\.label) } == [["Sports"], ["Travel"]])
        #expect(topics.segments.flatMap(\.labels).allSatisfy { $0.relevance > 0.99 && $0.relevance <= 1 })
    }

    @Test func `small talk has no topics`() throws {
        let descriptions = TopicsHand.descriptions([("Hobbies & Interests>Chess", 3)])
        let topics = try topics(TopicDetector(head: TopicsHand.head(), descriptions: descriptions), [.init(axis: nil, words: 90)])
        #expect(topics.segments.map(\.labels) == [[]])
        #expect(topics.summary.values.allSatisfy { $0 < 0.5 })
    }

    @Test func `a word or two between longer turns are about nothing, by themselves they are about something`() throws {
        let turns: [TopicsHand.Sentence] = [.init(axis: 2, words: 50, speaker: "A"), .init(axis: 0, words: 3, speaker: "B"), .init(axis: 0, words: 4, speaker: "A")]
        #expect(try topics(detector, turns).segments.map { $0.labels.map(\.label) } == [["Travel"], [], ["Sports"]])
        #expect(try topics(detector, [.init(axis: 0, words: 3)]).segments.map { $0.labels.map(\.label) } == [["Sports"]])
    }

    @Test func `one sentence does not flip the topics of an hour`() throws {
        let hour = [TopicsHand.Sentence](repeating: .init(axis: 2, words: 90), count: 100)
        let before = try topics(detector, hour).summary, after = try topics(detector, hour + [.init(axis: 0, words: 12)]).summary
        #expect(before.max { $0.value < $1.value }?.key == "Travel")
        #expect(after.max { $0.value < $1.value }?.key == "Travel")
        for label in TopicsHand.labels { #expect(abs(try #require(before[label]) - #require(after[label])) < 0.05) }
    }

    @Test func `a topic of half the words is more relevant than one of a tenth`() throws {
        let half = [TopicsHand.Sentence](repeating: .init(axis: 2, words: 90), count: 5), tenth = [TopicsHand.Sentence(axis: 0, words: 90)]
        let none = [TopicsHand.Sentence](repeating: .init(axis: nil, words: 90), count: 4)
        let summary = try topics(detector, half + tenth + none).summary
        #expect(try #require(summary["Travel"]) > #require(summary["Sports"]))
        #expect(try #require(summary["Sports"]) > #require(summary["Sports>Tennis"]))
    }

    @Test func `stretches hold every word once and no speaker shares one`() throws {
        let random = (0..<200).map { TopicsHand.Sentence(axis: $0 % 4, words: 1 + $0 * 7 % 61, speaker: $0 % 5 < 2 ? "A" : "B") }
        let document = TopicsHand.document(random)
        let segments = try detector.process(document).segments
        #expect(segments.flatMap(\.words) == Array(document.transcript.words.indices))
        #expect(segments.allSatisfy { Set(document.transcript.words[$0.words].map(\.speaker)).count == 1 })
        #expect(segments.allSatisfy { $0.words.count <= 100 })
    }

    @Test func `a sentence longer than a stretch stands alone`() throws {
        #expect(try topics(detector, [.init(axis: 0, words: 5), .init(axis: 0, words: 400), .init(axis: 0, words: 5)]).segments.map(\.words) == [0..<5, 5..<405, 405..<410])
    }

    @Test func `topics outside the training data are known by their names`() throws {
        let descriptions = TopicsHand.descriptions([("Sports", 0), ("Travel>Ferries", 2), ("Travel>Castles", 3)])
        let named = TopicDetector(head: TopicsHand.head(), descriptions: descriptions)
        let topics = try topics(named, [.init(axis: 2, words: 90)])
        #expect(Set(topics.segments[0].labels.map(\.label)) == ["Travel", "Travel>Ferries"])
        #expect(Set(topics.summary.keys) == Set(TopicsHand.labels + ["Travel>Ferries", "Travel>Castles"]))
    }

    @Test func `a name that lies near is doubted where the topic above it does not fit`() throws {
        // Both names lie along the travel axis; only the one below Travel has a parent that fits.
        let descriptions = TopicsHand.descriptions([("Travel>Ferries", 2), ("Sports>Sailing", 2)], cosine: 0.35)
        let topics = try topics(TopicDetector(head: TopicsHand.head(), descriptions: descriptions), [.init(axis: 2, words: 90)])
        #expect(try #require(topics.summary["Travel>Ferries"]) > 0.5)
        #expect(try #require(topics.summary["Sports>Sailing"]) < 0.5)
    }

    @Test func `a summary has twenty topics when there are more`() throws {
        let names = (0..<40).map { ("Travel>Place \($0)", $0 % 4) }
        let topics = try topics(TopicDetector(head: TopicsHand.head(), descriptions: TopicsHand.descriptions(names)), [.init(axis: 2, words: 90)])
        #expect(topics.summary.count == 20)
        #expect(topics.segments[0].labels.count <= 10)
    }

    @Test func `version 3.1 gives topics their new names`() throws {
        var detector = TopicDetector(head: TopicsHand.head(["Movies", "Television", "Made up"]))
        detector.usesVersion31 = true
        let summary = try topics(detector, [.init(axis: 0, words: 50)]).summary
        #expect(Set(summary.keys) == ["Entertainment>Movies", "Entertainment>Television", "Made up"])
    }

    @Test func `two topics that share a name in version 3.1 are one, as relevant as the more relevant of them`() throws {
        var detector = TopicDetector(head: TopicsHand.head(["Entertainment>Movies", "Movies"]))
        detector.usesVersion31 = true
        let topics = try topics(detector, [.init(axis: 1, words: 50)])
        #expect(topics.segments[0].labels.map(\.label) == ["Entertainment>Movies"])
        #expect(topics.summary.count == 1)
        #expect(try #require(topics.summary["Entertainment>Movies"]) > 0.99)
    }

    @Test func `a transcript without words has no stretches`() throws {
        let topics = try topics(detector, [])
        #expect(topics.segments.isEmpty)
        #expect(topics.summary.values.allSatisfy { $0 == 0 })
    }

    @Test func `words without tokens have no topics and do no harm`() throws {
        let tokens = Tokens(ids: [], offsets: [0, 0, 0, 0])
        let states = EncoderStates(tokens: tokens, layers: [1: Matrix(rows: 0, columns: TopicsHand.width)], depth: 1)
        var annotations = Annotations()
        annotations[Punctuation.self] = Punctuation(sentences: [.init(words: 0..<3, start: nil, end: nil, text: "-- … ?!")], paragraphs: [0..<1])
        let transcript = Transcript(words: [Word("--"), Word("…"), Word("?!")])
        let document = Document(transcript: transcript, tokens: tokens, states: states, annotations: annotations)
        let topics = try detector.process(document)
        let segment = try #require(topics.segments.first)
        #expect(topics.segments.count == 1)
        #expect(segment.words == 0..<3)
        #expect(segment.start == nil && segment.end == nil)
        #expect(segment.labels.isEmpty)
    }

    @Test func `a head of exclusive labels is refused`() throws {
        #expect(throws: ProcessorError.labels(head: "topics", expected: ["one group of independent topics"], found: ["topics"])) {
            try topics(TopicDetector(head: TopicsHand.head(kind: .exclusive)), [.init(axis: 0)])
        }
    }

    @Test func `names' vectors that read more than one layer are refused`() throws {
        let descriptions = TopicsHand.descriptions([("Travel", 2)], features: SpanFeatures(layers: [0, 1]))
        #expect(throws: ProcessorError.labels(head: "topics-descriptions", expected: ["one vector a topic, on one layer"], found: ["layers [0, 1]"])) {
            try topics(TopicDetector(head: TopicsHand.head(), descriptions: descriptions), [.init(axis: 0)])
        }
    }

    @Test func `topics are written as the contract has it and read back the same`() throws {
        let made = try topics(detector, [.init(axis: 0, words: 30)])
        let bytes = try JSONEncoder().encode(made)
        #expect(try JSONDecoder().decode(Topics.self, from: bytes) == made)
        let json = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        let segment = try #require((json["segments"] as? [[String: Any]])?.first)
        #expect(segment["words"] as? [Int] == [0, 30])
        #expect(segment["start"] as? Int == 0)
        #expect(segment["end"] as? Int == 29_900)
        #expect(Set(try #require((segment["labels"] as? [[String: Any]])?.first).keys) == ["label", "relevance"])
        #expect((json["summary"] as? [String: Double])?.keys.sorted() == TopicsHand.labels)
    }
}

@Suite struct TopicGoldTests {
    private let detector = TopicDetector(head: TopicsHand.head())

    @Test func `texts are learnt in the midst of others`() {
        let golds = TopicDetector.gather((0..<40).map { .init(text: [String](repeating: "word", count: 50).joined(separator: " ") + " \($0)", labels: []) })
        #expect(golds.map { ($0.parts ?? []).count } == [Int](repeating: 3, count: 10))
    }

    @Test func `a text that has no other behind it, and says so, is learnt alone`() {
        var alone = TopicDetector.Gold(text: "a text", labels: [])
        alone.parts = []
        let other = TopicDetector.Gold(text: "another text", labels: [])
        #expect(TopicDetector.gather([other, alone, other, other]).map { $0.parts?.count } == [nil, 0, 1])
    }

    @Test func `each text of an example is one stretch and one without labels teaches none`() throws {
        var gold = TopicDetector.Gold(text: "she served an ace and took the set", labels: ["Sports", "Sports>Tennis"])
        gold.parts = [.init(text: "yeah right okay", labels: [])]
        let sample = detector.sample(gold)
        let tokens = Tokens(ids: [Int32](repeating: 1, count: 11), offsets: Array(0...11))
        let document = Document(transcript: sample.transcript, tokens: tokens, states: nil, annotations: sample.annotations)
        let spans = detector.spans(in: document)
        #expect(spans == [0..<8, 8..<11])
        #expect(try detector.targets(gold, of: spans, in: document).values == [1, 1, 0, 0, 0, 0])
    }

    @Test func `a label that the head does not have is an error that names it`() throws {
        let gold = TopicDetector.Gold(text: "a day at sea", labels: ["Travl"])
        let document = TopicsHand.document([.init(axis: 0, words: 4)])
        let error = #expect(throws: UnknownLabel.self) { try detector.targets(gold, of: [0..<4], in: document) }
        #expect(error?.label == "Travl")
        #expect(error?.suggestion == "Travel")
    }
}

@Suite struct TaxonomyTests {
    @Test func `the taxonomy has 698 topics, each below one it has`() {
        let paths = Taxonomy.iab.topics.map(\.path)
        #expect(paths.count == 698)
        #expect(Set(paths).count == 698)
        #expect(Taxonomy.iab.topics.allSatisfy { $0.parent.map(paths.contains) ?? true })
        #expect(paths.count { !$0.contains(">") } == 29)
    }

    @Test func `a topic's text is its own name`() throws {
        let tennis = try #require(Taxonomy.iab.topics.first { $0.path == "Sports>Tennis" })
        #expect(tennis.text == "tennis")
        #expect(tennis.names == ["Sports", "Tennis"])
        #expect(tennis.parent == "Sports")
    }

    @Test func `names of version 3.1 stay apart, and a topic that it dropped keeps its own`() {
        let new = Taxonomy.iab.topics.map { Taxonomy.iab.pathInVersion31(of: $0.path) }
        #expect(Set(new).count == 698)
        #expect(Taxonomy.iab.topics.count { $0.pathInVersion31 == nil } == 26)
        #expect(Taxonomy.iab.pathInVersion31(of: "no such topic") == "no such topic")
    }
}
