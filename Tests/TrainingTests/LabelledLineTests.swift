import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTraining
import Foundation
import TestSupport
import Testing

/// What is wrong with a line is said before anything is encoded, and of the line it is on.
@Suite struct LabelledLineTests {
    private let model: Model
    private let training = HeadTraining(epochs: 1, seed: 1)

    init() throws { model = try Model(directory: Fixtures.url("golden/tiny-bert").path) }

    private func classifier(_ kind: LabelGroup.Kind = .exclusive) -> TextClassifier {
        TextClassifier("weather", labels: ["rain", "sun", "weather"], kind: kind, model: model)
    }

    private func moderator() -> Moderator {
        Moderator(head: Head(untrained: "moderation", groups: Moderator.groups, features: SpanFeatures(layers: [2]), for: model.encoder))
    }

    @Test func `an unknown label is refused by its line before anything is encoded`() {
        let golds = [TextClassifier.Gold(text: "wet again", label: "rain"), .init(text: "hot and dry", label: "sun"), .init(text: "so so", label: "wether")]
        var events = 0
        #expect(throws: TrainingError.unknownLabel(file: "examples", line: 3, label: "wether", suggestion: "weather")) {
            try training.run(classifier(), train: LabelledData(golds), dev: LabelledData(golds), model: model) { _ in events += 1 }
        }
        #expect(events == 0)
        #expect(throws: TrainingError.unknownLabel(file: "examples", line: 1, label: "hail stones", suggestion: nil)) {
            try classifier(.independent).evaluate(on: LabelledData([.init(text: "ice", labels: ["rain"], known: ["rain", "hail stones"])]), model: model)
        }
    }

    @Test func `lines that are gathered into one example are still named one by one`() {
        var lines = ["you are kind", "take care", "good morning"].map { Moderator.Gold(text: $0, labels: []) }
        lines.append(.init(text: "you are a fool", labels: ["insullt"]))
        #expect(Moderator.gather(lines).count == 1)
        #expect(throws: TrainingError.unknownLabel(file: "examples", line: 4, label: "insullt", suggestion: "insult")) {
            try moderator().evaluate(on: LabelledData(lines), model: model)
        }
        lines[2].text = " \t "
        #expect(throws: TrainingError.emptyText(file: "examples", line: 3)) { try moderator().evaluate(on: LabelledData(lines), model: model) }
    }

    @Test func `a text said after another may be empty, and a part too`() throws {
        var gold = Moderator.Gold(text: "you are kind", labels: [])
        gold.parts = [.init(text: " ", labels: ["insult"]), .init(text: "you fool", labels: ["insult"])]
        let evaluation = try moderator().evaluate(on: LabelledData([gold]), model: model)
        #expect(evaluation.groups[0].labels.first { $0.label == "insult" }?.support == 1)
    }

    @Test func `errors read like a compiler's and say nothing of the text`() {
        #expect(TrainingError.unknownLabel(file: "t.jsonl", line: 118, label: "wether", suggestion: "weather").description
            == "t.jsonl:118: label \"wether\" is not in the label set (did you mean \"weather\"?)")
        #expect(TrainingError.emptyText(file: "t.jsonl", line: 7).description == "t.jsonl:7: the text has no words")
        #expect(TrainingError.malformedExample(file: "t.jsonl", example: 2, reason: "why").description == "t.jsonl: example 2, made of several lines: why")
        #expect(TrainingError.diverged(epoch: 2, batch: 9).description == "epoch 2, batch 9: the loss is not a number; try a lower learning rate")
    }
}
