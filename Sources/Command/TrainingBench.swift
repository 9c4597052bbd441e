import Afterword

/// Steps of training on made-up tokens: forward, backward and AdamW, as a fine-tuning does them.
enum TrainingBench {
    /// Batches of equal sequences, `[CLS]` and `[SEP]` included.
    static let shapes = [(sequences: 32, length: 128), (sequences: 16, length: 256)]

    /// One stage a shape and precision, and one for a head on states that were computed before.
    static func stages(model: Model, threads: Int, rounds: Int) throws -> [BenchReport.Stage] {
        var stages: [BenchReport.Stage] = []
        for (sequences, length) in shapes where length <= model.encoder.configuration.positionCount {
            let examples = examples(sequences, of: length - 2, vocabulary: model.tokenizer.vocabulary.count)
            for precision in Precision.allCases where precision == .float32 || precision == .best {
                var run = try TrainingRun(
                    [TrainingTask(head(for: model), examples: examples, dropout: 0.1)], model: model, options: options(sequences * length, precision, threads))
                let seconds = try Stopwatch.best(of: rounds) { _ = try run.advance() }
                stages.append(.init(name: "train \(sequences)x\(length) \(precision.rawValue)", threads: threads, seconds: seconds, tokens: sequences * length))
            }
            stages.append(headOnly(model, examples: examples, tokens: sequences * length, name: "train head \(sequences)x\(length), cached", rounds: rounds, threads: threads))
        }
        return stages
    }

    private static func options(_ tokens: Int, _ precision: Precision, _ threads: Int) -> EncoderTraining {
        var options = EncoderTraining(batchTokens: tokens, precision: precision, seed: 1, threads: threads)
        options.steps = 1_000_000
        return options
    }

    /// Two labels on the mean of the last layer's states.
    private static func head(for model: Model) -> Head {
        Head(
            untrained: "bench", groups: [LabelGroup(name: "bench", kind: .exclusive, labels: ["a", "b"])],
            features: SpanFeatures(layers: [model.encoder.configuration.layerCount]), for: model.encoder)
    }

    private static func examples(_ count: Int, of length: Int, vocabulary: Int) -> [TrainingExample] {
        (0..<count).map { sequence in
            TrainingExample(
                ids: (0..<length).map { Int32((sequence * length + $0) &* 7919 % vocabulary) }, spans: [0..<length],
                targets: Matrix(rows: 1, columns: 2, values: sequence.isMultiple(of: 2) ? [1, 0] : [0, 1]))
        }
    }

    private static func headOnly(_ model: Model, examples: [TrainingExample], tokens: Int, name: String, rounds: Int, threads: Int) -> BenchReport.Stage {
        var head = head(for: model), product = Product(precision: .float32, threads: threads)
        let width = model.encoder.configuration.hiddenSize
        let features = Matrix(rows: examples.count, columns: width, values: (0..<examples.count * width).map { Float($0 % 97) / 97 - 0.5 })
        let targets = Matrix(rows: examples.count, columns: 2, values: examples.flatMap(\.targets.values))
        var weight = AdamW(count: 2 * width), bias = AdamW(count: 2)
        let seconds = Stopwatch.best(of: rounds) {
            let gradient = HeadGradient(of: head, features: features, targets: targets, weights: [], product: &product)
            weight.step(&head.layers[0].weight.values, gradient: gradient.layers[0].weight.values, rate: 1e-3)
            bias.step(&head.layers[0].bias, gradient: gradient.layers[0].bias, rate: 1e-3)
        }
        return .init(name: name, threads: threads, seconds: seconds, tokens: tokens)
    }
}
