import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Testing

@Suite struct TopicThresholdTests {
    private static let labels = Taxonomy.iab.topics.map(\.path)

    private func detector(_ labels: [String] = labels) -> TopicDetector {
        TopicDetector(head: SummarizationHand.head("topics", [LabelGroup(name: "topics", kind: .independent, labels: labels)]))
    }

    /// What is found where the logits of each stretch are these, and far below nothing for the other topics.
    private func topics(_ detector: TopicDetector, _ turns: [(speaker: String, text: String)], _ said: [[String: Float]]) throws -> Topics {
        let document = ModerationHand.document(turns)
        let spans = detector.spans(in: document)
        try #require(spans.count == said.count)
        let labels = detector.head.groups[0].labels
        var logits = Matrix(rows: spans.count, columns: labels.count, repeating: -9)
        for (row, values) in said.enumerated() {
            for (label, logit) in values { logits[row, try detector.head.groups[0].index(of: label)] = logit }
        }
        return try detector.decode(logits, of: spans, in: document)
    }

    private func words(_ count: Int) -> String { repeatElement("word", count: count).joined(separator: " ") }

    @Test func `a segment has ten topics at most and a document twenty or more`() throws {
        let many = Dictionary(uniqueKeysWithValues: Self.labels.prefix(40).enumerated().map { ($1, Float(40 - $0) / 10) })
        let found = try topics(detector(), [("A", words(30))], [many])
        #expect(found.segments[0].labels.map(\.label) == Array(Self.labels.prefix(10)))
        #expect(found.summary.count >= 20)
        #expect(Self.labels.prefix(20).allSatisfy { found.summary[$0] != nil })
        let few = try topics(detector(["Sports", "Science"]), [("A", words(30))], [["Sports": 1]])
        #expect(Set(few.summary.keys) == ["Sports", "Science"], "as many as there are")
    }

    @Test func `one short segment does not turn the document's summary`() throws {
        let turns = [("A", words(90)), ("B", words(4)), ("A", words(90))]
        let summary = try topics(detector(), turns, [["Sports": 2], ["Science": 9], ["Sports": 2]]).summary
        #expect(try #require(summary["Sports"]) > 0.8)
        #expect(try #require(summary["Science"]) < 0.2)
    }

    @Test func `a topic is given from its own threshold on`() throws {
        var detector = detector(["Sports", "Science"])
        detector.head.groups[0].thresholds = [0.8, 0.3]
        func given(_ logit: Float) throws -> [String] {
            try topics(detector, [("A", words(9))], [["Sports": logit, "Science": logit]]).segments[0].labels.map(\.label)
        }
        #expect(try given(1.5) == ["Science", "Sports"]) // 0.8176
        #expect(try given(1.3) == ["Science"]) // 0.7858
        #expect(try given(-0.8) == ["Science"]) // 0.31
        #expect(try given(-0.9) == []) // 0.2891
    }

    @Test func `a text is about its topics and all above them`() throws {
        let detector = detector()
        let gold = TopicDetector.Gold(text: "some words", labels: ["Sports>Tennis", "Books and Literature>Biographies"])
        let row = try detector.targets(gold, of: [0..<2], in: ModerationHand.document([("A", "some words")])).values
        #expect(Set(zip(Self.labels, row).filter { $0.1 == 1 }.map(\.0)) == ["Sports", "Sports>Tennis", "Books and Literature", "Books and Literature>Biographies"])
        #expect(row.allSatisfy { $0 == 0 || $0 == 1 })
        let few = try self.detector(["Sports"]).targets(gold, of: [0..<2], in: ModerationHand.document([("A", "some words")]))
        #expect(few.values == [1], "topics the head does not know are left out")
    }
}
