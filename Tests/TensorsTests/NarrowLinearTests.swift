import AfterwordTensors
import Foundation
import TestSupport
import Testing

/// Products of 8-bit integers and of bfloat16, on every instruction set this machine has.
struct NarrowLinearTests {
    /// Rows of integers in 0 ..< 256 less `zero`, with both ends in each block: they are quantised as they are, with scale 1.
    private func integers(_ rows: Int, _ columns: Int, zero: Int, random: inout SeededGenerator) -> Matrix {
        var x = Matrix(rows: rows, columns: columns)
        for row in 0..<rows {
            for column in 0..<columns { x[row, column] = Float(Int.random(in: 0...255, using: &random) - zero) }
            for start in stride(from: 0, to: columns, by: NarrowRows.block) {
                x[row, start] = Float(-zero)
                x[row, min(columns, start + NarrowRows.block) - 1] = Float(255 - zero)
            }
        }
        return x
    }

    private func weight(_ rows: Int, _ columns: Int, scale: Float = 1, random: inout SeededGenerator, values: ClosedRange<Int8> = -128...127) -> QuantizedMatrix {
        QuantizedMatrix(
            rows: rows, columns: columns, values: (0..<rows * columns).map { _ in Int8.random(in: values, using: &random) },
            scales: [Float](repeating: scale, count: rows))
    }

    private func product(_ linear: NarrowLinear, _ x: Matrix, on instructions: InstructionSet) -> [Float] {
        var rows = NarrowRows(capacity: x.rows, width: x.columns, precision: linear.precision)
        rows.fill(rows: x.rows, with: x.values, on: instructions)
        var y = [Float](repeating: .nan, count: x.rows * linear.outputs)
        var scratch = [Float](repeating: .nan, count: linear.scratchCount)
        linear.forward(&rows, rows: x.rows, scratch: &scratch, into: &y, on: instructions)
        return y
    }

    @Test(arguments: InstructionSet.available, [(1, 2), (64, 64), (65, 63), (3, 7), (100, 386), (130, 384), (192, 1000), (16, 33)])
    func `sums of 8-bit products are exact for every number of rows`(instructions: InstructionSet, shape: (outputs: Int, inputs: Int)) {
        var random = SeededGenerator(seed: 31)
        let weight = weight(shape.outputs, shape.inputs, random: &random)
        let linear = NarrowLinear(weight: weight, bias: [Float](repeating: 0, count: shape.outputs))
        for rows in 1...13 {
            let x = integers(rows, shape.inputs, zero: rows * 19, random: &random)
            let y = product(linear, x, on: instructions)
            var exact = true
            for row in 0..<rows {
                for output in 0..<shape.outputs {
                    let expected = (0..<shape.inputs).reduce(0) { $0 + Int(x[row, $1]) * Int(weight.values[output * shape.inputs + $1]) }
                    exact = exact && y[row * shape.outputs + output] == Float(expected)
                }
            }
            #expect(exact, "\(rows) rows")
        }
    }

    @Test(arguments: InstructionSet.available)
    func `the largest products neither saturate nor overflow`(instructions: InstructionSet) {
        for value: Int8 in [-128, 127] {
            let weight = QuantizedMatrix(rows: 2, columns: 384, values: [Int8](repeating: value, count: 768), scales: [1, 1])
            let x = Matrix(rows: 6, columns: 384, repeating: 255)
            #expect(product(NarrowLinear(weight: weight, bias: [0, 1]), x, on: instructions) == (0..<12).map { Float(384 * 255 * Int(value) + $0 % 2) })
        }
    }

    @Test(arguments: InstructionSet.available, NarrowPrecision.allCases)
    func `a row of a narrow layer is the same bits alone and among others`(instructions: InstructionSet, precision: NarrowPrecision) {
        var random = SeededGenerator(seed: 32)
        let x = random.matrix(50, 400), weight = random.matrix(130, 400), bias = random.matrix(1, 130).values
        let linear = precision == .int8 ? NarrowLinear(weight: QuantizedMatrix(quantizing: weight), bias: bias) : NarrowLinear(rounding: weight, bias: bias)
        let together = product(linear, x, on: instructions)
        for row in 0..<50 { #expect(product(linear, x.rows(row..<row + 1), on: instructions)[...] == together[row * 130..<(row + 1) * 130]) }
    }

    /// Both precisions at some shapes.
    struct Case: Sendable, CustomTestStringConvertible {
        let precision: NarrowPrecision, rows: Int, outputs: Int, inputs: Int
        var testDescription: String { "\(precision), (\(rows), \(inputs)) to \(outputs)" }

        static func all(_ shapes: [(Int, Int, Int)]) -> [Case] {
            NarrowPrecision.allCases.flatMap { precision in shapes.map { Case(precision: precision, rows: $0.0, outputs: $0.1, inputs: $0.2) } }
        }
    }

    @Test(arguments: InstructionSet.available, Case.all([(1, 1, 1), (7, 65, 63), (13, 100, 385), (97, 16, 32)]))
    func `a narrow layer is x · Wᵀ + b of what its rows and weights stand for`(instructions: InstructionSet, shape: Case) {
        let precision = shape.precision
        var random = SeededGenerator(seed: 33)
        let x = random.matrix(shape.rows, shape.inputs), weight = random.matrix(shape.outputs, shape.inputs), bias = random.matrix(1, shape.outputs).values
        let quantized = QuantizedMatrix(quantizing: weight)
        let linear = precision == .int8 ? NarrowLinear(weight: quantized, bias: bias) : NarrowLinear(rounding: weight, bias: bias)
        var rows = NarrowRows(capacity: shape.rows, width: shape.inputs, precision: precision)
        rows.fill(rows: shape.rows, with: x.values, on: instructions)
        var y = [Float](repeating: .nan, count: shape.rows * shape.outputs), halves = [UInt16](repeating: 0x7FC0, count: y.count)
        var scratch = [Float](repeating: .nan, count: linear.scratchCount)
        linear.forward(&rows, rows: shape.rows, scratch: &scratch, into: &y, on: instructions)
        linear.forward(&rows, rows: shape.rows, scratch: &scratch, into: &halves, on: instructions)
        let factors = precision == .int8 ? quantized.dequantized().values : weight.values.map(Reference.bfloat16)
        for row in 0..<shape.rows {
            let left = rows.values(row: row)
            for output in 0..<shape.outputs {
                let expected = (0..<shape.inputs).reduce(Double(bias[output])) { $0 + Double(left[$1]) * Double(factors[output * shape.inputs + $1]) }
                let found = y[row * shape.outputs + output]
                #expect(abs(Double(found) - expected) < 2e-5 * Double(shape.inputs).squareRoot())
                #expect(Float(bitPattern: UInt32(halves[row * shape.outputs + output]) << 16) == Reference.bfloat16(found))
            }
        }
    }

    @Test(arguments: InstructionSet.available, [1, 15, 16, 17, 383, 384, 385, 1000])
    func `rows are quantised within half a step, to the same integers on every machine`(instructions: InstructionSet, width: Int) {
        var random = SeededGenerator(seed: 34)
        var x = random.matrix(5, width)
        for column in 0..<width {
            x[1, column] = 0
            x[2, column] = abs(x[2, column]) + 3 // 0 is not among them
            x[3, column] *= 1e-35
            x[4, column] *= 1e30
        }
        var rows = NarrowRows(capacity: 6, width: width, precision: .int8), plain = rows
        rows.fill(from: 1, rows: 5, with: x.values, on: instructions)
        plain.fill(from: 1, rows: 5, with: x.values, on: .portable)
        for row in 0..<5 {
            let values = rows.values(row: row + 1)
            #expect(values == plain.values(row: row + 1))
            for start in stride(from: 0, to: width, by: NarrowRows.block) {
                let columns = start..<min(width, start + NarrowRows.block), block = columns.map { x[row, $0] }
                let step = (max(0, block.max() ?? 0) - min(0, block.min() ?? 0)) / 255
                for column in columns { #expect(abs(values[column] - x[row, column]) <= (row == 3 ? 1e-34 : step * 1.001), "row \(row), column \(column)") }
                let error = columns.reduce(0) { $0 + abs(Double(values[$1] - x[row, $1])) } / Double(columns.count)
                if columns.count > 100, row != 3 { #expect(error <= 0.27 * Double(step), "on average a quarter of a step") }
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func `numbers that are not finite stay inside their row`(instructions: InstructionSet) {
        var random = SeededGenerator(seed: 35)
        var x = random.matrix(3, 400)
        let linear = NarrowLinear(weight: weight(10, 400, random: &random), bias: [Float](repeating: 0, count: 10)), before = product(linear, x, on: instructions)
        for value in [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
            x[1, 7] = value
            x[1, 8] = -.greatestFiniteMagnitude
            let after = product(linear, x, on: instructions)
            #expect(after[..<10] == before[..<10] && after[20...] == before[20...])
        }
    }

    @Test(arguments: InstructionSet.available, Case.all([(1, 16, 8), (13, 72, 32), (7, 385, 100), (97, 800, 64)]))
    func `the feed-forward layers are GELU between two products`(instructions: InstructionSet, shape: Case) {
        let precision = shape.precision, width = shape.inputs, hiddenWidth = shape.outputs
        var random = SeededGenerator(seed: 36)
        let x = random.matrix(shape.rows, width)
        let upWeight = random.matrix(hiddenWidth, width, scale: 3 / Float(width).squareRoot()), upBias = random.matrix(1, hiddenWidth).values
        let downWeight = random.matrix(width, hiddenWidth), downBias = random.matrix(1, width).values
        func linear(_ weight: Matrix, _ bias: [Float]) -> NarrowLinear {
            precision == .int8 ? NarrowLinear(weight: QuantizedMatrix(quantizing: weight), bias: bias) : NarrowLinear(rounding: weight, bias: bias)
        }
        let layers = NarrowFeedForward(up: linear(upWeight, upBias), down: linear(downWeight, downBias))
        var rows = NarrowRows(capacity: shape.rows, width: width, precision: precision)
        rows.fill(rows: shape.rows, with: x.values, on: instructions)
        var y = [Float](repeating: .nan, count: shape.rows * width), scratch = [Float](repeating: .nan, count: layers.scratchCount(rows: shape.rows))
        layers.forward(&rows, rows: shape.rows, scratch: &scratch, into: &y, on: instructions)
        var error = 0.0, size = 0.0
        for row in 0..<shape.rows {
            let hidden = (0..<hiddenWidth).map { h in
                Reference.gelu(zip(x[row: row], upWeight[row: h]).reduce(Double(upBias[h])) { $0 + Double($1.0) * Double($1.1) })
            }
            for output in 0..<width {
                let expected = zip(hidden, downWeight[row: output]).reduce(Double(downBias[output])) { $0 + $1.0 * Double($1.1) }
                error += pow(Double(y[row * width + output]) - expected, 2)
                size += expected * expected
            }
        }
        #expect((error / size).squareRoot() < (precision == .int8 ? 0.02 : 0.005))
    }

    @Test(arguments: InstructionSet.available, NarrowPrecision.allCases)
    func `layer normalisation narrows what it makes`(instructions: InstructionSet, precision: NarrowPrecision) {
        var random = SeededGenerator(seed: 37)
        let norm = LayerNorm(gain: random.matrix(1, 390).values, bias: random.matrix(1, 390).values, epsilon: 1e-12)
        var x = random.matrix(9, 390).values, plain = x
        let residual = random.matrix(5, 390).values
        var rows = NarrowRows(capacity: 9, width: 390, precision: precision), after = rows
        norm.forward(&plain, from: 3, rows: 5, adding: residual, on: instructions)
        after.fill(from: 3, rows: 5, with: plain, from: 3, on: instructions)
        norm.forward(&x, from: 3, rows: 5, adding: residual, into: &rows, on: instructions)
        #expect(x == plain)
        for row in 0..<9 { #expect(rows.values(row: row) == after.values(row: row)) }
    }
}
