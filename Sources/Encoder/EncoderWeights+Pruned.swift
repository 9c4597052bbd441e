internal import AfterwordTensors

extension EncoderWeights {
    /// The encoder with fewer inner units in each feed-forward layer: those that stay take over, as well as they can, what the others wrote.
    ///
    /// One after the other, the unit goes whose loss moves the layer's output least once all others have made up for it.
    /// - Parameters:
    ///   - count: the units of a layer that stay, at least 1.
    ///   - moments: of this encoder, on text like that which it will read.
    ///   - threads: work on a layer each.
    /// - Complexity: O(F³) a layer.
    /// - Source: Hassibi and Stork, "Second order derivatives for network pruning: Optimal Brain Surgeon", NIPS 1992, with a layer's squared error as the loss.
    package func pruned(toInner count: Int, by moments: InnerMoments, threads: Int) -> EncoderWeights {
        precondition(moments.layers.count == layers.count && (1..<moments.size).contains(count), "moments are of this encoder, whose units are enough")
        var result = self
        result.layers.withUnsafeMutableBufferPointer { layers in
            nonisolated(unsafe) let layers = layers // each is one thread's
            Threads.forEach(layers.count, threads: threads) { next in
                while let index = next() { layers[index].prune(toInner: count, moments: moments.layers[index]) }
            }
        }
        return result
    }
}

extension EncoderWeights.Layer {
    fileprivate mutating func prune(toInner count: Int, moments: [Double]) {
        var surgery = Surgery(on: down, moments: moments)
        for _ in count..<down.weight.columns { surgery.removeOne() }
        let kept = surgery.kept
        down = surgery.dense(kept)
        up = EncoderWeights.Dense(
            weight: Matrix(rows: count, columns: up.weight.columns, values: kept.flatMap { up.weight[row: $0] }),
            bias: Matrix(rows: 1, columns: count, values: kept.map { up.bias.values[$0] }))
    }
}

/// Takes inputs out of a linear layer and makes the others do their part.
private struct Surgery {
    /// F and C; the layer's bias is the weight of an input of its own, number F, that is always 1.
    private let inputs, outputs: Int
    /// (C, F + 1)
    private var weight: [Double]
    private var inverse: SymmetricInverse
    private var isKept: [Bool]

    /// What is added to the moments' diagonal, by the mean of it: without, units that never fire, or fire together, leave nothing to divide by.
    private static let ridge = 1e-3

    init(on layer: EncoderWeights.Dense, moments: [Double]) {
        (outputs, inputs) = (layer.weight.rows, layer.weight.columns)
        let size = inputs + 1
        weight = (0..<layer.weight.rows).flatMap { row in layer.weight[row: row].map(Double.init) + [Double(layer.bias.values[row])] }
        isKept = Array(repeating: true, count: inputs)
        var moments = moments
        let diagonal = (0..<inputs).map { moments[$0 * size + $0] }
        let ridge = max(Self.ridge * diagonal.reduce(0, +) / Double(inputs), .leastNormalMagnitude)
        for index in 0..<size { moments[index * size + index] += ridge }
        guard let inverse = SymmetricInverse(of: moments, size: size) else { preconditionFailure("moments with a ridge are positive definite") }
        self.inverse = inverse
    }

    /// The inputs that are left, in order.
    var kept: [Int] { isKept.indices.filter { isKept[$0] } }

    mutating func removeOne() {
        let errors = self.errors()
        guard let least = isKept.indices.filter({ isKept[$0] }).min(by: { errors[$0] < errors[$1] }) else { return }
        let size = inputs + 1, row = Array(inverse[row: least]), pivot = inverse[least, least]
        weight.withUnsafeMutableBufferPointer { weight in
            row.withUnsafeBufferPointer { row in
                for output in 0..<outputs {
                    let share = weight[output * size + least] / pivot
                    for input in 0..<size { weight[output * size + input] -= share * row[input] }
                    weight[output * size + least] = 0
                }
            }
        }
        inverse.remove(least)
        isKept[least] = false
    }

    /// The squared error of the output if an input goes and the others make up for it, for each that is left.
    private func errors() -> [Double] {
        let size = inputs + 1
        var squares = [Double](repeating: 0, count: size)
        weight.withUnsafeBufferPointer { weight in
            squares.withUnsafeMutableBufferPointer { squares in
                for output in 0..<outputs {
                    for input in 0..<size { squares[input] += weight[output * size + input] * weight[output * size + input] }
                }
            }
        }
        return (0..<inputs).map { isKept[$0] ? squares[$0] / inverse[$0, $0] : 0 }
    }

    /// The layer on some of its inputs.
    func dense(_ kept: [Int]) -> EncoderWeights.Dense {
        let size = inputs + 1
        func values(_ inputs: [Int]) -> [Float] { (0..<outputs).flatMap { output in inputs.map { Float(weight[output * size + $0]) } } }
        return EncoderWeights.Dense(
            weight: Matrix(rows: outputs, columns: kept.count, values: values(kept)), bias: Matrix(rows: 1, columns: outputs, values: values([inputs])))
    }
}
