import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import AfterwordTraining
import Foundation
import Testing

/// Gradients and AdamW steps against PyTorch; fixtures/golden/training.py makes the numbers.
///
/// With the checkpoint at hand: `AFTERWORD_MINILM=DIR swift test -c release --filter EncoderTrainingGolden`
@Suite struct EncoderTrainingGoldenTests {
    struct Golden: Decodable {
        struct Values: Decodable { let norm: Float, indices: [Int], values: [Float] }
        let batch: [[Int32]], losses: [Double], head: [String: [Float]], gradients: [String: Values]?
    }

    private static func golden(_ name: String) throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: goldenFolder.appending(path: name)))
    }

    /// The task of the script: three texts, a label each, on the mean states of the middle and the last layer.
    private static func task(_ golden: Golden, _ checkpoint: Checkpoint) throws -> TrainingTask {
        let depth = checkpoint.configuration.layerCount, features = SpanFeatures(layers: [depth / 2, depth])
        let columns = features.count(width: checkpoint.configuration.hiddenSize)
        let layer = Dense(weight: Matrix(rows: 3, columns: columns, values: try #require(golden.head["weight"])), bias: try #require(golden.head["bias"]))
        let head = Head(
            name: "golden", groups: [LabelGroup(name: "golden", kind: .exclusive, labels: ["a", "b", "c"])], features: features, layers: [layer],
            encoder: checkpoint.encoder.fingerprint)
        let examples = golden.batch.enumerated().map { index, ids in
            TrainingExample(
                ids: Array(ids.dropFirst().dropLast()), spans: [0..<(ids.count - 2)],
                targets: Matrix(rows: 1, columns: 3, values: (0..<3).map { $0 == index ? 1 : 0 }))
        }
        return TrainingTask(head, examples: examples, dropout: 0)
    }

    private static func options(_ golden: Golden) -> EncoderTraining {
        var options = EncoderTraining(batchTokens: golden.batch.reduce(0) { $0 + $1.count }, rate: 1e-3, precision: .float32, seed: 1, threads: 2)
        options.steps = 10
        options.schedule = RateSchedule(peak: 1e-3, warmup: 0, decay: .none)
        (options.dropout, options.headRate, options.clip) = (0, 1, 0)
        return options
    }

    @Test func `every gradient of the tiny model is PyTorch's within 1e-4`() throws {
        let golden = try Self.golden("training-tiny.json"), checkpoint = try Checkpoint.tiny()
        let expected = try Safetensors(contentsOf: goldenFolder.appending(path: "training-tiny.safetensors").path)
        var run = TrainingRun([try Self.task(golden, checkpoint)], encoder: checkpoint.encoder, weights: checkpoint.weights, options: Self.options(golden))
        let (found, _) = try run.gradients()
        #expect(found.count == expected.tensors.count)
        for (name, values) in found {
            let golden = try expected.floats(name, shape: try #require(expected.tensors[name]).shape)
            let largest = golden.reduce(0) { max($0, abs($1)) }
            #expect(zip(values, golden).allSatisfy { abs($0 - $1) <= 1e-4 * largest + Self.rounding(of: name) }, "\(name)")
        }
    }

    @Test func `the losses of ten steps of the tiny model are PyTorch's within 1e-4`() throws {
        let golden = try Self.golden("training-tiny.json")
        try Self.compareLosses(golden, Checkpoint.tiny())
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["AFTERWORD_MINILM"] != nil))
    func `gradients and losses of all-MiniLM-L6-v2 in AFTERWORD_MINILM are PyTorch's within 1e-4`() throws {
        let golden = try Self.golden("training-minilm.json")
        let checkpoint = try Checkpoint(try #require(ProcessInfo.processInfo.environment["AFTERWORD_MINILM"]))
        var run = TrainingRun([try Self.task(golden, checkpoint)], encoder: checkpoint.encoder, weights: checkpoint.weights, options: Self.options(golden))
        let (found, _) = try run.gradients()
        for (name, expected) in try #require(golden.gradients) {
            let values = try #require(found[name], "\(name)")
            let norm = Float(values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()), largest = expected.values.reduce(0) { max($0, abs($1)) }
            #expect(abs(norm - expected.norm) <= 1e-4 * expected.norm + Self.rounding(of: name), "\(name)")
            #expect(zip(expected.indices, expected.values).allSatisfy { abs(values[$0] - $1) <= 1e-4 * largest + Self.rounding(of: name) }, "\(name)")
        }
        try Self.compareLosses(golden, checkpoint)
    }

    /// A key's bias adds the same to all scores of a query, which softmax does not see: its gradient is nothing but rounding, here and there.
    private static func rounding(of name: String) -> Float { name.hasSuffix("key.bias") ? 1e-6 : 1e-9 }

    private static func compareLosses(_ golden: Golden, _ checkpoint: Checkpoint) throws {
        var run = TrainingRun([try task(golden, checkpoint)], encoder: checkpoint.encoder, weights: checkpoint.weights, options: options(golden))
        for (step, expected) in golden.losses.enumerated() {
            let found = try #require(try run.advance().losses[0])
            #expect(abs(found - expected) < 1e-4, "step \(step): \(found), not \(expected)")
        }
    }
}
