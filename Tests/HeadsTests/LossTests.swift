import AfterwordHeads
import AfterwordTensors
import Foundation
import TestSupport
import Testing

@Suite struct LossTests {
    private static let groups = [
        LabelGroup(name: "one", kind: .exclusive, labels: ["a", "b", "c"]), LabelGroup(name: "any", kind: .independent, labels: ["x", "y"]),
    ]
    private let head = Head(
        name: "loss", groups: groups, features: SpanFeatures(layers: [0]), layers: [Dense(weight: Matrix(rows: 5, columns: 1), bias: [0, 0, 0, 0, 0])], encoder: "hand")

    private let targets: Matrix = {
        let nan = Float.nan
        return Matrix(rows: 4, columns: 5, values: [1, 0, 0, 1, 0] + [0, 0, 1, nan, 1] + [nan, nan, nan, 0, nan] + [0, 1, 0, 0, 1])
    }()

    private func logits(seed: UInt64) -> Matrix {
        var random = SeededGenerator(seed: seed)
        return Matrix(rows: 4, columns: 5, values: (0..<20).map { _ in Float.random(in: -3...3, using: &random) })
    }

    /// The loss at random logits, whose gradient has to be what central differences say.
    private func expectCentralDifferences(seed: UInt64, targets: Matrix, weights: [Float]) -> Loss {
        let logits = logits(seed: seed)
        let loss = head.loss(logits, targets: targets, weights: weights)
        let step: Float = 1e-2
        for index in logits.values.indices {
            var (up, down) = (logits, logits)
            up.values[index] += step
            down.values[index] -= step
            let slope = (head.loss(up, targets: targets, weights: weights).value - head.loss(down, targets: targets, weights: weights).value) / (2 * step)
            #expect(abs(slope - loss.dLogits.values[index]) < 2e-4, "logit \(index)")
        }
        return loss
    }

    @Test(arguments: [[], [2, 0.5, 3, 4, 1.5]] as [[Float]])
    func `the gradient is what central differences say`(weights: [Float]) {
        _ = expectCentralDifferences(seed: 1, targets: targets, weights: weights)
    }

    @Test func `the value is the mean over the known targets`() {
        let even = Matrix(rows: 4, columns: 5) // softmax of three labels, sigmoids of one half
        let expected = (3 * logf(3) + 6 * logf(2)) / 9
        #expect(abs(head.loss(even, targets: targets).value - expected) < 1e-6)
        // Weights of the golds: a 2, c 3, b 0.5; x once as a positive (4), twice as a negative (1); y twice (1.5), once (1).
        let weighted = (5.5 * logf(3) + (4 + 2 + 3 + 1) * logf(2)) / 15.5
        #expect(abs(head.loss(even, targets: targets, weights: [2, 0.5, 3, 4, 1.5]).value - weighted) < 1e-6)
    }

    @Test func `what is unknown has no gradient, however wild its logit`() {
        var logits = logits(seed: 2)
        let before = head.loss(logits, targets: targets)
        for index in targets.values.indices where targets.values[index].isNaN {
            #expect(before.dLogits.values[index] == 0)
            logits.values[index] = 50
        }
        #expect(head.loss(logits, targets: targets).value == before.value)
    }

    @Test func `where nothing is known the loss is nothing`() {
        let nothing = head.loss(logits(seed: 3), targets: Matrix(rows: 4, columns: 5, repeating: .nan))
        #expect(nothing.value == 0 && nothing.dLogits.values.allSatisfy { $0 == 0 })
        #expect(head.loss(Matrix(rows: 0, columns: 5), targets: Matrix(rows: 0, columns: 5)).value == 0)
    }

    @Test func `logits of a thousand give finite losses`() {
        let logits = Matrix(rows: 4, columns: 5, values: (0..<20).map { $0.isMultiple(of: 2) ? 1000 : -1000 })
        let loss = head.loss(logits, targets: targets)
        #expect(loss.value.isFinite && loss.value > 1)
        #expect(loss.dLogits.values.allSatisfy { $0.isFinite })
    }

    /// A teacher's probabilities in both kinds of group, beside hard and unknown labels.
    private let softTargets: Matrix = {
        let nan = Float.nan
        return Matrix(rows: 4, columns: 5, values: [0.2, 0.5, 0.3, 0.4, 0] + [0, 0.9, 0.1, nan, 0.75] + [0, 1, 0, 1, 0.01] + [nan, 0.5, 0.5, nan, nan])
    }()

    @Test(arguments: [[], [2, 0.5, 3, 4, 1.5]] as [[Float]])
    func `the gradient of soft targets is what central differences say`(weights: [Float]) {
        let loss = expectCentralDifferences(seed: 4, targets: softTargets, weights: weights)
        #expect(loss.dLogits[row: 3].allSatisfy { $0 == 0 }, "one label is unknown, so the group counts for nothing")
    }

    @Test(arguments: [[], [2, 0.5, 3, 4, 1.5]] as [[Float]])
    func `soft targets next to 0 and 1 give what hard ones give`(weights: [Float]) {
        var soft = targets
        for index in soft.values.indices where !soft.values[index].isNaN { soft.values[index] = soft.values[index] == 1 ? Float(1).nextDown : .leastNormalMagnitude }
        for seed in 5...8 as ClosedRange<UInt64> {
            let logits = logits(seed: seed)
            let expected = head.loss(logits, targets: targets, weights: weights), found = head.loss(logits, targets: soft, weights: weights)
            #expect(abs(expected.value - found.value) < 1e-5)
            #expect(zip(expected.dLogits.values, found.dLogits.values).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test func `soft targets are best met by themselves, where the loss is their entropy`() {
        let targets = Matrix(rows: 1, columns: 5, values: [0.2, 0.5, 0.3, 0.4, 0.75])
        let logits = Matrix(rows: 1, columns: 5, values: [logf(0.2), logf(0.5), logf(0.3), logf(0.4 / 0.6), logf(3)])
        let loss = head.loss(logits, targets: targets)
        let entropy = -(0.2 * logf(0.2) + 0.5 * logf(0.5) + 0.3 * logf(0.3) + 0.4 * logf(0.4) + 0.6 * logf(0.6) + 0.75 * logf(0.75) + 0.25 * logf(0.25))
        #expect(abs(loss.value - entropy / 3) < 1e-6)
        #expect(loss.dLogits.values.allSatisfy { abs($0) < 1e-6 })
    }
}
