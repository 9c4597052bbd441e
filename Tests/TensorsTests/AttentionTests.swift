import AfterwordTensors
import Foundation
import TestSupport
import Testing

struct AttentionTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        var lengths: [Int], heads: Int, d: Int
        var testDescription: String { "\(lengths), \(heads) × \(d)" }
    }

    static let shapes = [
        Shape(lengths: [1], heads: 2, d: 8), Shape(lengths: [2, 15], heads: 3, d: 8), Shape(lengths: [16, 17], heads: 2, d: 32), Shape(lengths: [63], heads: 1, d: 64),
        Shape(lengths: [65, 0, 3], heads: 2, d: 32), Shape(lengths: [130], heads: 1, d: 32), Shape(lengths: [49], heads: 2, d: 20), Shape(lengths: [97], heads: 1, d: 64),
    ]

    /// A pass forward and back over random values.
    struct Pass {
        let projected, dContext: Matrix
        var context, logSums, dProjected: [Float]

        init(_ shape: Shape, dropout: Dropout = .none, scale: Float = 1, threads: Int = 1, on instructions: InstructionSet = .best) {
            var random = SeededGenerator(seed: 21)
            let rows = shape.lengths.reduce(0, +), width = shape.heads * shape.d
            let attention = Attention(heads: shape.heads, width: width)
            projected = random.matrix(rows, 3 * width, scale: scale)
            dContext = random.matrix(rows, width)
            context = [Float](repeating: .nan, count: rows * width)
            logSums = [Float](repeating: .nan, count: rows * shape.heads)
            dProjected = [Float](repeating: .nan, count: rows * 3 * width)
            attention.forward(projected.values, lengths: shape.lengths, dropout: dropout, into: &context, logSums: &logSums, threads: threads, on: instructions)
            attention.backward(
                dContext.values, projected: projected.values, context: context, logSums: logSums, lengths: shape.lengths, dropout: dropout, into: &dProjected,
                threads: threads, on: instructions)
        }
    }

    @Test(arguments: InstructionSet.available, shapes)
    func `gradients of queries, keys and values are the slopes of the output, with and without dropout`(instructions: InstructionSet, shape: Shape) {
        let rows = shape.lengths.reduce(0, +), width = shape.heads * shape.d, longest = shape.lengths.max() ?? 0
        for dropout in [Dropout.none, Dropout(key: 7, rate: 0.3)] {
            let pass = Pass(shape, dropout: dropout, scale: 1.5, on: instructions)
            let mask = Reference.mask(dropout, rows: rows * shape.heads, width: longest)
            func function(_ x: [Double]) -> [Double] { Reference.attention(x, lengths: shape.lengths, heads: shape.heads, mask: mask) }
            for (found, expected) in zip(pass.context, function(pass.projected.doubles)) { #expect(abs(Double(found) - expected) < 1e-5) }
            var random = SeededGenerator(seed: 22)
            for kind in 0..<3 { // query, key, value
                let direction = random.matrix(rows, 3 * width).doubles.enumerated().map { $0 / width % 3 == kind ? $1 : 0 }
                let expected = Reference.slope(of: function, weights: pass.dContext.values, at: pass.projected.doubles, along: direction)
                #expect(abs(Reference.dot(pass.dProjected, direction) - expected) < 1e-5 * Double(rows * width).squareRoot(), "kind \(kind), dropout \(dropout.rate)")
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func `two keys share a query's weight as a logistic function does`(instructions: InstructionSet) {
        // D = 1, q = (2, 0), k = (1, 0), v = (3, -1): the first query gives the first key 1 / (1 + e⁻²), the second query each a half.
        let projected: [Float] = [2, 1, 3, 0, 0, -1], attention = Attention(heads: 1, width: 1)
        var context: [Float] = [0, 0], logSums: [Float] = [0, 0], dProjected = [Float](repeating: .nan, count: 6)
        attention.forward(projected, lengths: [2], into: &context, logSums: &logSums, threads: 1, on: instructions)
        let p = 1 / (1 + exp(-2.0)), slope = p * (1 - p) * 4 // of the first context in the difference of its scores: values differ by 4
        func expect(_ found: [Float], _ expected: [Double]) {
            for (found, expected) in zip(found, expected) { #expect(abs(Double(found) - expected) < 1e-6) }
        }
        expect(context, [4 * p - 1, 1])
        expect(logSums, [log(exp(2.0) + 1), log(2)])
        attention.backward([1, 0], projected: projected, context: context, logSums: logSums, lengths: [2], into: &dProjected, threads: 1, on: instructions)
        expect(dProjected, [slope, 2 * slope, p, 0, -2 * slope, 1 - p])
    }

    @Test(arguments: InstructionSet.available)
    func `without dropout the context is the same bits as in inference`(instructions: InstructionSet) {
        let rows = 42, width = 64
        let identity = Matrix(rows: width, columns: width, values: (0..<width * width).map { $0 / width == $0 % width ? 1 : 0 })
        var random = SeededGenerator(seed: 23)
        let weight = random.matrix(3 * width, width, scale: 0.25)
        let layer = SelfAttention(
            projection: Linear(weight: weight, bias: [Float](repeating: 0, count: 3 * width)), output: Linear(weight: identity, bias: [Float](repeating: 0, count: width)), heads: 2)
        var projected = [Float](repeating: 0, count: rows * 3 * width), context = [Float](repeating: 0, count: rows * width), y = context
        var scratch = [Float](repeating: 0, count: layer.scratchCount(length: 37))
        layer.forward(random.matrix(rows, width).values, lengths: [37, 5], projected: &projected, context: &context, scratch: &scratch, into: &y, on: instructions)
        var trained = [Float](repeating: 0, count: rows * width), logSums = [Float](repeating: 0, count: rows * 2)
        Attention(heads: 2, width: width).forward(projected, lengths: [37, 5], into: &trained, logSums: &logSums, threads: 1, on: instructions)
        #expect(trained == context)
    }

    @Test(arguments: [[130], [40, 1, 0, 65, 33], [Int](repeating: 7, count: 30)])
    func `the number of threads changes no bit`(lengths: [Int]) {
        let shape = Shape(lengths: lengths, heads: 3, d: 32), dropout = Dropout(key: 3, rate: 0.1)
        let one = Pass(shape, dropout: dropout, threads: 1)
        for threads in [2, 3] {
            let several = Pass(shape, dropout: dropout, threads: threads)
            #expect(several.context == one.context && several.logSums == one.logSums && several.dProjected == one.dProjected)
        }
    }

    @Test(arguments: InstructionSet.available)
    func `very unequal scores give finite gradients`(instructions: InstructionSet) {
        let pass = Pass(Shape(lengths: [70], heads: 1, d: 32), scale: 200, on: instructions)
        #expect(pass.logSums.contains { abs($0) > 1000 })
        #expect((pass.context + pass.logSums + pass.dProjected).allSatisfy { $0.isFinite })
    }
}
