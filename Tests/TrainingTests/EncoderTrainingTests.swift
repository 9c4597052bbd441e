import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTraining
import Foundation
import TestSupport
import Testing

/// Runs of training on the tiny model: what they learn, and what they refuse.
@Suite struct EncoderTrainingTests {
    private let model: Model
    private let checkpoint: Checkpoint

    init() throws {
        model = try Model(directory: goldenFolder.appending(path: "tiny-bert").path)
        checkpoint = try Checkpoint.tiny()
    }

    private func texts(_ count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        let words = ["the", "word", "was", "hot", "but", "what", "some", "we", "can", "have", "had", "by"]
        return (0..<count).map { _ in (0..<Int.random(in: 3...20, using: &random)).compactMap { _ in words.randomElement(using: &random) }.joined(separator: " ") }
    }

    /// Whether a text has the word "hot".
    private func golds(_ count: Int, seed: UInt64) -> LabelledData<TextClassifier.Gold> {
        LabelledData(texts(count, seed: seed).map { TextClassifier.Gold(text: $0, label: $0.contains("hot") ? "hot" : "cold") }, name: "texts-\(seed)")
    }

    private var blank: TextClassifier { TextClassifier("heat", labels: ["cold", "hot"], model: model) }

    private func training(steps: Int) -> EncoderTraining {
        var training = EncoderTraining(batchTokens: 256, rate: 3e-3, precision: .float32, seed: 9)
        training.steps = steps
        return training
    }

    @Test func `a distinction is learnt, and the encoder with it`() throws {
        let (classifier, tuned, report) = try training(steps: 120).run(blank, train: golds(300, seed: 1), dev: golds(80, seed: 2), model: model)
        #expect(try #require(report.dev["heat"]?.groups[0].accuracy) > 0.9)
        #expect(tuned.encoder.fingerprint != model.encoder.fingerprint && classifier.head.encoder == tuned.encoder.fingerprint)
        #expect(report.history.measurements.count == 4 && report.bestStep == report.history.best?.step)
        #expect(try #require(report.history.points.last?.losses["heat"]) < 0.5 * (try #require(report.history.points.first?.losses["heat"])))
        let evaluation = try classifier.evaluate(on: golds(80, seed: 2), model: tuned)
        #expect(evaluation.groups[0].accuracy == report.dev["heat"]?.groups[0].accuracy, "measured while training as when served")
    }

    @Test func `a head begins with how frequent its labels are`() throws {
        var training = training(steps: 1)
        training.schedule.peak = 1e-9
        let texts = (0..<40).map { TextClassifier.Gold(text: "what a word \($0)", label: $0 % 4 == 0 ? "hot" : "cold") }
        let (exclusive, _, _) = try training.run(blank, train: LabelledData(texts), dev: LabelledData(texts), model: model)
        let bias = exclusive.head.layers[0].bias
        #expect(abs(bias[0] - logf(30.5 / 41)) < 1e-4 && abs(bias[1] - logf(10.5 / 41)) < 1e-4)
        let several = texts.map { TextClassifier.Gold(text: $0.text, labels: $0.label == "hot" ? ["hot"] : []) }
        let any = TextClassifier("heat", labels: ["cold", "hot"], kind: .independent, model: model)
        let (independent, _, _) = try training.run(any, train: LabelledData(several), dev: LabelledData(several), model: model)
        #expect(abs(independent.head.layers[0].bias[1] - logf((10.5 / 41) / (30.5 / 41))) < 1e-4)
        #expect(independent.head.layers[0].bias[0] < -4)
    }

    @Test func `a few texts are learnt in many small steps`() throws {
        let training = EncoderTraining(epochs: 3, rate: 3e-3, precision: .float32, seed: 9)
        let (_, _, report) = try training.run(blank, train: golds(100, seed: 1), dev: golds(20, seed: 2), model: model)
        #expect((40...51).contains(report.totalSteps), "\(report.totalSteps) steps: sixteen a pass, a batch ends with the text that fills it")
    }

    @Test func `layers that are frozen stay as they are`() throws {
        var training = training(steps: 10)
        training.frozenLayers = 1
        let (_, tuned, _) = try training.run(blank, train: golds(50, seed: 1), dev: golds(20, seed: 2), model: model)
        let weights = try EncoderWeights(Safetensors(try #require(tuned.files.regions["model.safetensors"]), file: "tuned"), for: checkpoint.configuration)
        #expect(weights.words == checkpoint.weights.words && weights.layers[0] == checkpoint.weights.layers[0])
        #expect(weights.layers[1] != checkpoint.weights.layers[1])
    }

    @Test func `training stops when dev no longer gets better`() throws {
        var training = training(steps: 400)
        (training.evaluateEvery, training.patience) = (5, 2)
        let (_, _, report) = try training.run(blank, train: golds(300, seed: 1), dev: golds(80, seed: 2), model: model)
        let last = try #require(report.history.measurements.last)
        #expect(last.step < 400 && last.step == report.bestStep + 10)
    }

    @Test func `the same bytes come of one batch of texts on one and on three threads`() throws {
        func weights(_ threads: Int) throws -> [UInt8] {
            var training = training(steps: 8)
            training.threads = threads
            let (_, tuned, _) = try training.run(blank, train: golds(60, seed: 1), dev: golds(20, seed: 2), model: model)
            let region = try #require(tuned.files.regions["model.safetensors"])
            return region.withUnsafeBytes(in: 0..<region.count) { Array($0) }
        }
        #expect(try weights(1) == weights(3))
    }

    @Test func `a loss that is not a number stops the run before anything has changed`() throws {
        var head = checkpoint.head([LabelGroup(name: "heat", kind: .exclusive, labels: ["cold", "hot"])])
        head.layers[0].bias[0] = .nan
        let example = TrainingExample(ids: Checkpoint.ids(5, seed: 1), spans: [0..<5], targets: Matrix(rows: 1, columns: 2, values: [0, 1]))
        var run = TrainingRun(
            [TrainingTask(head, examples: [example], dropout: 0)], encoder: checkpoint.encoder, weights: checkpoint.weights, options: training(steps: 5))
        #expect(throws: TrainingError.notFinite(step: 1, task: "hand")) { try run.advance() }
        #expect(run.weights == checkpoint.weights && run.step == 0)
    }

    @Test func `what is wrong with data is said with file and line, what is odd is a warning`() throws {
        let bad = LabelledData([TextClassifier.Gold(text: "what a hot word", label: "hot"), TextClassifier.Gold(text: "what a word", label: "hotter")], name: "bad")
        #expect(throws: TrainingError.unknownLabel(file: "bad", line: 2, label: "hotter", suggestion: nil)) {
            try training(steps: 1).run(blank, train: bad, dev: golds(20, seed: 2), model: model)
        }
        let empty = LabelledData([TextClassifier.Gold(text: " ", label: "hot")], name: "empty")
        #expect(throws: TrainingError.emptyText(file: "empty", line: 1)) {
            try training(steps: 1).run(blank, train: empty, dev: golds(20, seed: 2), model: model)
        }
        let twice = LabelledData((0..<4).map { _ in TextClassifier.Gold(text: "what a hot word", label: "hot") }, name: "twice")
        let (_, _, report) = try training(steps: 1).run(blank, train: twice, dev: twice, model: model)
        #expect(report.warnings.contains("twice:2: 3 texts stand there twice, this one first on line 1"))
        #expect(report.warnings.contains { $0.contains("1 texts are also in twice") })
        #expect(report.warnings.contains("twice: no positives for 1 of 2 labels: cold"))
    }

    @Test func `gradients of a hidden word, a kept sentence vector and kept states are what central differences say`() throws {
        let lines = LabelledLines(LabelledData(texts(6, seed: 3).map { PlainText(text: $0) }, name: "plain"))
        var options = training(steps: 1)
        (options.dropout, options.batchTokens) = (0, 64)
        // Away from the teacher, or the distance and its gradient are zero.
        var weights = checkpoint.weights
        var random = SeededGenerator(seed: 21)
        for parameter in Parameter.all(of: checkpoint.configuration) { weights.update(parameter) { for i in $0.indices { $0[i] += Float.random(in: -0.05...0.05, using: &random) } } }
        for (name, task) in [
            ("hidden words", try TrainingTask(maskedTexts: [lines], model: model, options: options, settings: .init())),
            ("kept vectors", try TrainingTask(distilledTexts: [lines], teacher: model, model: model, options: options, settings: .init())),
            ("kept states", try TrainingTask(keptStates: [1, 2], texts: [lines], teacher: model, model: model, options: options, settings: .init())),
        ] {
            func loss(_ weights: EncoderWeights) throws -> (gradients: [String: [Float]], losses: [Double?]) {
                var run = TrainingRun([task], encoder: checkpoint.encoder, weights: weights, options: options)
                return try run.gradients()
            }
            let (gradients, losses) = try loss(weights)
            #expect(try #require(losses[0]) > 0)
            for parameter in Parameter.all(of: checkpoint.configuration) where parameter.name.hasSuffix("word_embeddings.weight") || parameter.name.hasSuffix("0.output.dense.weight") {
                let gradient = try #require(gradients["encoder." + parameter.name])
                let length = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                func moved(_ step: Double) throws -> Double {
                    var other = weights
                    other.update(parameter) { for i in $0.indices { $0[i] += Float(step * Double(gradient[i]) / length) } }
                    return try #require(try loss(other).losses[0])
                }
                let slope = try (moved(0.02) - moved(-0.02)) / 0.04
                #expect(abs(slope - length) < 0.02 * length + 1e-4, "\(name): \(parameter.name): \(slope), not \(length)")
            }
        }
    }
}
