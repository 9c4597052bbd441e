import AfterwordHeads
import AfterwordTensors
import AfterwordTraining
import TestSupport
import Testing

@Suite struct HeadGradientTests {
    private static let groups = [
        LabelGroup(name: "one", kind: .exclusive, labels: ["a", "b", "c"]), LabelGroup(name: "any", kind: .independent, labels: ["x", "y"]),
    ]
    private static let weights: [Float] = [1, 2, 0.5, 3, 1]
    private static let targets = Matrix(rows: 3, columns: 5, values: [1, 0, 0, 1, 0] + [0, 0, 1, .nan, 1] + [.nan, .nan, .nan, 0, .nan])

    private static func uniform(_ count: Int, seed: UInt64) -> [Float] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }

    private static let features = Matrix(rows: 3, columns: 4, values: uniform(12, seed: 1))

    private func head(hidden: Int) -> Head {
        let widths = hidden > 0 ? [4, hidden, 5] : [4, 5]
        let layers = zip(widths, widths.dropFirst()).map { inputs, outputs in
            Dense(
                weight: Matrix(rows: outputs, columns: inputs, values: Self.uniform(inputs * outputs, seed: UInt64(outputs))),
                bias: Self.uniform(outputs, seed: UInt64(inputs + 100)))
        }
        return Head(name: "gradient", groups: Self.groups, features: SpanFeatures(layers: [0]), layers: layers, encoder: "hand")
    }

    private func gradient(of head: Head, features: Matrix = features, dropout: Dropout) -> HeadGradient {
        var product = Product(precision: .float32)
        return HeadGradient(
            of: head, features: features, targets: Self.targets, weights: Self.weights, dropout: dropout, withFeatures: true, product: &product)
    }

    @Test(arguments: [(0, .none), (6, .none), (6, Dropout(key: 7, rate: 0.4))] as [(Int, Dropout)])
    func `the gradient is what central differences say`(hidden: Int, dropout: Dropout) throws {
        let head = head(hidden: hidden)
        let found = gradient(of: head, dropout: dropout)
        let step: Float = 1e-2
        for layer in head.layers.indices {
            for index in head.layers[layer].weight.values.indices {
                var (up, down) = (head, head)
                up.layers[layer].weight.values[index] += step
                down.layers[layer].weight.values[index] -= step
                let slope = (gradient(of: up, dropout: dropout).loss - gradient(of: down, dropout: dropout).loss) / (2 * step)
                #expect(abs(slope - found.layers[layer].weight.values[index]) < 5e-4, "layer \(layer), weight \(index)")
            }
            for index in head.layers[layer].bias.indices {
                var (up, down) = (head, head)
                up.layers[layer].bias[index] += step
                down.layers[layer].bias[index] -= step
                let slope = (gradient(of: up, dropout: dropout).loss - gradient(of: down, dropout: dropout).loss) / (2 * step)
                #expect(abs(slope - found.layers[layer].bias[index]) < 5e-4, "layer \(layer), bias \(index)")
            }
        }
        let dFeatures = try #require(found.dFeatures)
        for index in Self.features.values.indices {
            var (up, down) = (Self.features, Self.features)
            up.values[index] += step
            down.values[index] -= step
            let slope = (gradient(of: head, features: up, dropout: dropout).loss - gradient(of: head, features: down, dropout: dropout).loss) / (2 * step)
            #expect(abs(slope - dFeatures.values[index]) < 5e-4, "feature \(index)")
        }
    }

    @Test func `the loss is the head's own`() {
        let head = head(hidden: 6)
        let own = head.loss(head.logits(Self.features), targets: Self.targets, weights: Self.weights).value
        #expect(abs(gradient(of: head, dropout: .none).loss - own) < 1e-6)
    }
}
