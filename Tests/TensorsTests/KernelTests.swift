import AfterwordTensors
import Foundation
import TestSupport
import Testing

/// Each kernel against plain arithmetic in double precision, on every instruction set this machine has.
struct KernelTests {
    @Test(arguments: InstructionSet.available, [(1, 1, 1), (6, 64, 64), (7, 65, 63), (13, 100, 385), (5, 192, 1000), (97, 16, 32)])
    func `a linear layer is x · Wᵀ + b at every shape`(instructions: InstructionSet, shape: (rows: Int, outputs: Int, inputs: Int)) {
        var random = SeededGenerator(seed: 1)
        let x = random.matrix(shape.rows, shape.inputs), weight = random.matrix(shape.outputs, shape.inputs)
        let bias = random.matrix(1, shape.outputs).values
        var y = [Float](repeating: .nan, count: shape.rows * shape.outputs)
        var activated = y
        let linear = Linear(weight: weight, bias: bias)
        linear.forward(x.values[...], rows: shape.rows, into: &y, on: instructions)
        linear.forward(x.values[...], rows: shape.rows, activation: .gelu, into: &activated, on: instructions)
        for row in 0..<shape.rows {
            for output in 0..<shape.outputs {
                let expected = zip(x[row: row], weight[row: output]).reduce(Double(bias[output])) { $0 + Double($1.0) * Double($1.1) }
                #expect(abs(Double(y[row * shape.outputs + output]) - expected) < 2e-5 * Double(shape.inputs).squareRoot())
                #expect(abs(Double(activated[row * shape.outputs + output]) - gelu(expected)) < 3e-5 * Double(shape.inputs).squareRoot())
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func `a row of a linear layer is the same bits alone and among others`(instructions: InstructionSet) {
        var random = SeededGenerator(seed: 2)
        let x = random.matrix(50, 400), linear = Linear(weight: random.matrix(130, 400), bias: random.matrix(1, 130).values)
        var together = [Float](repeating: 0, count: 50 * 130)
        linear.forward(x.values[...], rows: 50, activation: .gelu, into: &together, on: instructions)
        for row in 0..<50 {
            var alone = [Float](repeating: 0, count: 130)
            linear.forward(x[row: row], rows: 1, activation: .gelu, into: &alone, on: instructions)
            #expect(alone[...] == together[row * 130..<(row + 1) * 130])
        }
    }

    @Test(arguments: InstructionSet.available)
    func `GELU is x · Φ(x) within 1e-6`(instructions: InstructionSet) {
        let x = (-80_000...80_000).map { Float($0) / 8_000 } + [-1e30, -.infinity, 1e30, .infinity, -0.0, 1e-38]
        var y = x
        Gelu.forward(&y, on: instructions)
        for (x, y) in zip(x, y) {
            let expected = x == -.infinity ? 0 : gelu(Double(x))
            #expect(y == Float(expected) || abs(Double(y) - expected) < 1e-6, "GELU(\(x))")
        }
    }

    @Test(arguments: InstructionSet.available, [1, 15, 16, 17, 32, 100, 384])
    func `layer normalisation gives mean 0 and variance 1, also far from 0`(instructions: InstructionSet, width: Int) {
        var random = SeededGenerator(seed: 3)
        let residual = random.matrix(3, width)
        var x = random.matrix(4, width).values.map { $0 + 1000 }
        let input = x, gain = random.matrix(1, width).values, bias = random.matrix(1, width).values
        LayerNorm(gain: gain, bias: bias, epsilon: 1e-5).forward(&x, from: 1, rows: 3, adding: residual.values, on: instructions)
        #expect(x[..<width] == input[..<width])
        for row in 1..<4 {
            let sums = (0..<width).map { Double(input[row * width + $0] + residual[row - 1, $0]) }
            let mean = sums.reduce(0, +) / Double(width)
            let variance = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
            for c in 0..<width {
                let expected = (sums[c] - mean) / (variance + 1e-5).squareRoot() * Double(gain[c]) + Double(bias[c])
                #expect(abs(Double(x[row * width + c]) - expected) < 2e-3)
            }
        }
    }

    @Test(arguments: InstructionSet.available, [(1, 2, 8), (5, 3, 16), (6, 1, 32), (17, 2, 33), (64, 2, 64), (70, 1, 100), (130, 4, 32)])
    func `attention is softmax(q · kᵀ / √D) · v`(instructions: InstructionSet, shape: (length: Int, heads: Int, d: Int)) {
        var random = SeededGenerator(seed: 4)
        let (length, heads, d) = shape, c = heads * d
        let identity = Matrix(rows: c, columns: c, values: (0..<c * c).map { $0 / c == $0 % c ? 1 : 0 })
        let projection = random.matrix(3 * c, c, scale: 2 / Float(c).squareRoot())
        let attention = SelfAttention(
            projection: Linear(weight: projection, bias: [Float](repeating: 0, count: 3 * c)),
            output: Linear(weight: identity, bias: [Float](repeating: 0, count: c)), heads: heads)
        let x = random.matrix(length + 4, c)
        var projected = [Float](repeating: .nan, count: x.rows * 3 * c), context = [Float](repeating: .nan, count: x.rows * c), y = context
        var scratch = [Float](repeating: .nan, count: attention.scratchCount(length: max(4, length)))
        attention.forward(
            x.values, lengths: [4, length], projected: &projected, context: &context, scratch: &scratch, into: &y, on: instructions)
        for t in 0..<length {
            for head in 0..<heads {
                func part(_ row: Int, _ kind: Int) -> [Double] {
                    (0..<d).map { Double(projected[(4 + row) * 3 * c + kind * c + head * d + $0]) }
                }
                let query = part(t, 0)
                let scores = (0..<length).map { key in zip(query, part(key, 1)).reduce(0) { $0 + $1.0 * $1.1 } / Double(d).squareRoot() }
                let top = scores.max() ?? 0
                let weights = scores.map { exp($0 - top) }
                let total = weights.reduce(0, +)
                var expected = [Double](repeating: 0, count: d)
                for (key, weight) in weights.enumerated() {
                    let value = part(key, 2)
                    for i in 0..<d { expected[i] += weight / total * value[i] }
                }
                for i in 0..<d { #expect(abs(Double(y[(4 + t) * c + head * d + i]) - expected[i]) < 1e-5) }
            }
        }
    }

    @Test func `BLAS multiplies and adds in all four orders`() {
        var random = SeededGenerator(seed: 5)
        let a = random.matrix(3, 5), b = random.matrix(5, 4), sum = random.matrix(3, 4)
        let expected = (0..<12).map { i in (0..<5).reduce(0) { $0 + a[i / 4, $1] * b[$1, i % 4] } }
        func transposed(_ m: Matrix) -> Matrix {
            Matrix(rows: m.columns, columns: m.rows, values: (0..<m.values.count).map { m[$0 % m.rows, $0 / m.rows] })
        }
        for (left, leftTransposed) in [(a, false), (transposed(a), true)] {
            for (right, rightTransposed) in [(b, false), (transposed(b), true)] {
                let product = BLAS.product(left, transposed: leftTransposed, right, transposed: rightTransposed)
                let added = BLAS.product(left, transposed: leftTransposed, right, transposed: rightTransposed, accumulating: sum)
                for i in 0..<12 {
                    #expect(abs(product.values[i] - expected[i]) < 1e-5)
                    #expect(abs(added.values[i] - expected[i] - sum.values[i]) < 1e-5)
                }
            }
        }
        #expect(!BLAS.core.isEmpty)
    }

    private func gelu(_ x: Double) -> Double { x * 0.5 * erfc(-x / 2.0.squareRoot()) }
}
