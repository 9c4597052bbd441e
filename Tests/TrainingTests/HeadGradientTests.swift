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

    private func gradient(of head: Head, keep: [Float]) -> HeadGradient {
        HeadGradient(of: head, features: Self.features, targets: Self.targets, weights: Self.weights, keep: keep)
    }

    @Test(arguments: [(0, []), (6, []), (6, (0..<18).map { $0 % 3 == 0 ? 0 : 1.5 })] as [(Int, [Float])])
    func `the gradient is what central differences say`(hidden: Int, keep: [Float]) {
        let head = head(hidden: hidden)
        let found = gradient(of: head, keep: keep)
        let step: Float = 1e-2
        for layer in head.layers.indices {
            for index in head.layers[layer].weight.values.indices {
                var (up, down) = (head, head)
                up.layers[layer].weight.values[index] += step
                down.layers[layer].weight.values[index] -= step
                let slope = (gradient(of: up, keep: keep).loss - gradient(of: down, keep: keep).loss) / (2 * step)
                #expect(abs(slope - found.layers[layer].weight.values[index]) < 5e-4, "layer \(layer), weight \(index)")
            }
            for index in head.layers[layer].bias.indices {
                var (up, down) = (head, head)
                up.layers[layer].bias[index] += step
                down.layers[layer].bias[index] -= step
                let slope = (gradient(of: up, keep: keep).loss - gradient(of: down, keep: keep).loss) / (2 * step)
                #expect(abs(slope - found.layers[layer].bias[index]) < 5e-4, "layer \(layer), bias \(index)")
            }
        }
    }

    @Test func `the loss is the head's own`() {
        let head = head(hidden: 6)
        #expect(gradient(of: head, keep: []).loss == head.loss(head.logits(Self.features), targets: Self.targets, weights: Self.weights).value)
    }

    @Test func `a hidden value dropped in every row moves none of its weights`() {
        let found = gradient(of: head(hidden: 6), keep: (0..<18).map { $0 % 6 == 2 ? 0 : 1 })
        #expect(found.layers[0].weight[row: 2].allSatisfy { $0 == 0 })
        #expect(found.layers[0].bias[2] == 0)
        #expect((0..<5).allSatisfy { found.layers[1].weight[$0, 2] == 0 })
        #expect(found.layers[0].weight[row: 1].contains { $0 != 0 })
    }
}
