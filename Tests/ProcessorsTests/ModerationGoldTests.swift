import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Testing

@Suite struct ModerationGoldTests {
    private let moderator = Moderator(head: ModerationHand.head())

    private func targets(_ gold: Moderator.Gold) throws -> [String: Float] {
        let document = ModerationHand.document([("A", gold.text)])
        return Dictionary(uniqueKeysWithValues: zip(ModerationHand.labels, try moderator.targets(gold, of: [0..<document.transcript.words.count], in: document).values))
    }

    @Test(arguments: [("severe_toxic", "toxic"), ("obscene", "profanity"), ("identity_hate", "hate_speech")])
    func `labels of other data sets are folded into ours`(foreign: String, ours: String) throws {
        let row = try targets(.init(text: "some words", labels: [foreign]))
        #expect(row.filter { $0.value == 1 }.map(\.key) == [ours])
        #expect(row.values.count { $0 == 0 } == ModerationHand.labels.count - 1)
    }

    @Test func `of labels that are not known nothing is said`() throws {
        let row = try targets(.init(text: "some words", labels: ["insult"], known: ["insult", "threat", "identity_hate"]))
        #expect(row["insult"] == 1)
        #expect(row["threat"] == 0)
        #expect(row["hate_speech"]?.isNaN == true, "that it is no hate of an identity does not say that it is none at all")
        #expect(row.values.count(where: \.isNaN) == ModerationHand.labels.count - 2)
    }

    @Test func `a head of tone passes over subjects, and its labels and theirs are all`() throws {
        let parts = Moderator.Part.allCases.map(\.groups[0].labels)
        #expect(Set(parts.joined()) == Set(ModerationHand.labels) && parts.joined().count == ModerationHand.labels.count)
        let head = Head(
            name: Moderator.Part.tone.name, groups: Moderator.Part.tone.groups, features: SpanFeatures(layers: [0]),
            layers: [Dense(weight: Matrix(rows: 5, columns: 4), bias: [Float](repeating: 0, count: 5))], encoder: "hand")
        let gold = Moderator.Gold(text: "some words", labels: ["weapons", "insult"], known: ["weapons", "insult", "threat", "drugs"])
        let document = ModerationHand.document([("A", gold.text)])
        let row = try Moderator(head: head).targets(gold, of: [0..<2], in: document).values
        let known = zip(parts[0], row).filter { !$0.1.isNaN }
        #expect(known.map(\.0).sorted() == ["insult", "threat"] && known.map(\.1).sorted() == [0, 1])
        #expect(throws: UnknownLabel.self) { try Moderator(head: head).targets(.init(text: "a", labels: ["weapon"]), of: [0..<1], in: document) }
    }

    @Test func `an unknown label is refused with the nearest known one`() throws {
        #expect(throws: UnknownLabel.self) { try targets(.init(text: "some words", labels: ["zebra"])) }
        let error = #expect(throws: UnknownLabel.self) { try targets(.init(text: "some words", labels: ["weapon"])) }
        #expect(error?.label == "weapon")
        #expect(error?.suggestion == "weapons")
        #expect(error?.description == "label \"weapon\" is not in the label set (did you mean \"weapons\"?)")
        #expect(throws: UnknownLabel.self) { try targets(.init(text: "some words", labels: [], known: ["tobaco"])) }
    }

    @Test func `texts are learnt in the midst of others, a stretch each`() throws {
        let golds = (0..<30).map { Moderator.Gold(text: "this is text number \($0) of quite a few", labels: $0.isMultiple(of: 2) ? ["insult"] : []) }
        let examples = Moderator.gather(golds + [.init(text: "  ", labels: [])])
        #expect(examples.count < golds.count)
        #expect(examples.reduce(0) { $0 + 1 + ($1.parts?.count ?? 0) } == golds.count)
        for example in examples {
            let sample = moderator.sample(example)
            let document = Document(
                transcript: sample.transcript, tokens: ModerationHand.document([]).tokens, states: nil, annotations: sample.annotations)
            let spans = moderator.spans(in: document)
            #expect(spans.count == 1 + (example.parts?.count ?? 0))
            let rows = try moderator.targets(example, of: spans, in: document)
            #expect(rows.rows == spans.count)
            let insult = try #require(ModerationHand.labels.firstIndex(of: "insult"))
            for (row, part) in ([example] + (example.parts ?? [])).enumerated() { #expect(rows[row, insult] == (part.labels.isEmpty ? 0 : 1)) }
        }
    }
}
