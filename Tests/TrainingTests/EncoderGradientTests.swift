import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import AfterwordTokenization
import AfterwordTraining
import Foundation
import TestSupport
import Testing

/// Gradients of whole encoders, against central differences.
@Suite struct EncoderGradientTests {
    private let checkpoint: Checkpoint
    private let sequences: PackedSequences
    private let spans: PackedSpans
    /// (R, C) each, a random functional of the states of layers 0 and 2: the loss is its product with them.
    private let functional: [[Float]]

    init() throws {
        checkpoint = try Checkpoint.tiny()
        var sequences = PackedSequences(classToken: 101, separatorToken: 102)
        var spans = PackedSpans()
        for (index, length) in [3, 9, 1].enumerated() {
            let first = sequences.append(Checkpoint.ids(length, seed: UInt64(index + 1)))
            spans.append([0..<length, 0..<1], firstRow: first)
        }
        self.sequences = sequences
        self.spans = spans
        var random = SeededGenerator(seed: 5)
        let count = sequences.rows * checkpoint.configuration.hiddenSize
        functional = (0...2).map { layer in layer == 1 ? [] : (0..<count).map { _ in Float.random(in: -1...1, using: &random) } }
    }

    private func loss(_ weights: EncoderWeights, dropouts: LayerDropouts, tape: inout TrainingTape, product: inout Product) -> Double {
        weights.forward(sequences, configuration: checkpoint.configuration, dropouts: dropouts, tape: &tape, product: &product)
        return zip(functional, tape.states).reduce(0) { sum, layer in sum + zip(layer.0, layer.1).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    }

    @Test(arguments: [LayerDropouts.none, LayerDropouts(rate: 0.2, key: 77)])
    func `every parameter's gradient is what central differences say, with and without dropout`(dropouts: LayerDropouts) {
        var tape = TrainingTape(for: checkpoint.configuration), product = Product(precision: .float32)
        _ = loss(checkpoint.weights, dropouts: dropouts, tape: &tape, product: &product)
        var gradient = EncoderWeights(zerosFor: checkpoint.configuration)
        checkpoint.weights.backward(functional, configuration: checkpoint.configuration, tape: &tape, product: &product, into: &gradient)
        var random = SeededGenerator(seed: 9)
        for parameter in Parameter.all(of: checkpoint.configuration) {
            let found = gradient[keyPath: parameter.place].values
            // Along a random direction and along the gradient itself: single values drown in the rounding of the sum.
            for direction in [found.map { _ in Float.random(in: -1...1, using: &random) }, found] {
                let length = direction.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                guard length > 0 else { continue }
                let step = 2e-3
                func moved(_ sign: Double) -> Double {
                    var weights = checkpoint.weights
                    weights.update(parameter) { values in
                        for index in values.indices { values[index] += Float(sign * step * Double(direction[index]) / length) }
                    }
                    return loss(weights, dropouts: dropouts, tape: &tape, product: &product)
                }
                let slope = (moved(1) - moved(-1)) / (2 * step)
                let expected = zip(direction, found).reduce(0) { $0 + Double($1.0) * Double($1.1) } / length
                let size = found.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
                #expect(abs(slope - expected) < 0.02 * size + 0.02, "\(parameter.name): \(slope), not \(expected)")
            }
        }
    }

    @Test func `training without dropout sees the states of inference`() {
        var tape = TrainingTape(for: checkpoint.configuration), product = Product(precision: .float32)
        checkpoint.weights.forward(sequences, configuration: checkpoint.configuration, tape: &tape, product: &product)
        let ids = Checkpoint.ids(9, seed: 2)
        let states = checkpoint.encoder.states(of: Tokens(ids: ids, offsets: Array(0...9)), layers: [0, 1, 2])
        let width = checkpoint.configuration.hiddenSize, first = 5 + 1
        for layer in 0...2 {
            let trained = tape.states[layer][first * width..<(first + 9) * width]
            #expect(zip(trained, states.layers[layer]?.matrix.values ?? []).allSatisfy { abs($0 - $1) < 1e-5 }, "layer \(layer)")
        }
    }

    @Test func `states and gradients are the same bits on one, two and three threads`() {
        func run(_ threads: Int) -> (states: [[Float]], gradient: EncoderWeights) {
            var tape = TrainingTape(for: checkpoint.configuration), product = Product(precision: .best, threads: threads)
            checkpoint.weights.forward(
                sequences, configuration: checkpoint.configuration, dropouts: LayerDropouts(rate: 0.1, key: 3), tape: &tape, product: &product)
            var gradient = EncoderWeights(zerosFor: checkpoint.configuration)
            checkpoint.weights.backward(functional, configuration: checkpoint.configuration, tape: &tape, product: &product, into: &gradient)
            return (tape.states, gradient)
        }
        let one = run(1)
        for threads in 2...3 {
            let other = run(threads)
            #expect(other.states == one.states)
            #expect(other.gradient == one.gradient)
        }
    }

    @Test func `layers below the lowest that trains have no gradient, those above the same one`() {
        var tape = TrainingTape(for: checkpoint.configuration), product = Product(precision: .float32)
        _ = loss(checkpoint.weights, dropouts: .none, tape: &tape, product: &product)
        var all = EncoderWeights(zerosFor: checkpoint.configuration), upper = all
        checkpoint.weights.backward(functional, configuration: checkpoint.configuration, tape: &tape, product: &product, into: &all)
        checkpoint.weights.backward(functional, configuration: checkpoint.configuration, lowest: 2, tape: &tape, product: &product, into: &upper)
        #expect(upper.layers[1] == all.layers[1])
        #expect(upper.layers[0] == EncoderWeights(zerosFor: checkpoint.configuration).layers[0])
        #expect(upper.words.values.allSatisfy { $0 == 0 } && all.words.values.contains { $0 != 0 })
    }

    @Test func `features of packed spans are those of each text by itself, and their gradient is what central differences say`() {
        let features = SpanFeatures(layers: [0, 2], offsets: [-1, 0, 1]), width = checkpoint.configuration.hiddenSize
        var tape = TrainingTape(for: checkpoint.configuration), product = Product(precision: .float32)
        checkpoint.weights.forward(sequences, configuration: checkpoint.configuration, tape: &tape, product: &product)
        let packed = features.forward(tape.states, width: width, of: spans)
        let ids = Checkpoint.ids(9, seed: 2)
        let states = checkpoint.encoder.states(of: Tokens(ids: ids, offsets: Array(0...9)), layers: [0, 2])
        let alone = features.matrix(states, spans: [0..<9, 0..<1], range: 0..<2)
        #expect(zip(packed.values[2 * packed.columns..<4 * packed.columns], alone.values).allSatisfy { abs($0 - $1) < 1e-5 })

        var random = SeededGenerator(seed: 11)
        let weights = Matrix(rows: packed.rows, columns: packed.columns, values: packed.values.map { _ in Float.random(in: -1...1, using: &random) })
        var dStates = tape.states.map { [Float](repeating: 0, count: $0.count) }
        features.backward(weights, times: 2, width: width, of: spans, into: &dStates)
        func value(_ states: [[Float]]) -> Float { 2 * zip(features.forward(states, width: width, of: spans).values, weights.values).reduce(0) { $0 + $1.0 * $1.1 } }
        for layer in [0, 2] {
            for index in stride(from: 0, to: sequences.rows * width, by: 13) {
                var up = tape.states, down = tape.states
                up[layer][index] += 0.5
                down[layer][index] -= 0.5
                #expect(abs(value(up) - value(down) - dStates[layer][index]) < 2e-3, "layer \(layer), value \(index)")
            }
        }
    }
}
