import AfterwordTensors
import TestSupport
import Testing

struct NarrowAttentionTests {
    private func layer(_ width: Int, heads: Int, precision: NarrowPrecision, random: inout SeededGenerator) -> NarrowSelfAttention {
        func linear(_ weight: Matrix) -> NarrowLinear {
            let bias = [Float](repeating: 0, count: weight.rows)
            return precision == .int8 ? NarrowLinear(weight: QuantizedMatrix(quantizing: weight), bias: bias) : NarrowLinear(rounding: weight, bias: bias)
        }
        let scale = 2 / Float(width).squareRoot()
        return NarrowSelfAttention(projection: linear(random.matrix(3 * width, width, scale: scale)), output: linear(random.matrix(width, width, scale: scale)), heads: heads)
    }

    private func context(
        _ layer: NarrowSelfAttention, _ x: Matrix, lengths: [Int], projected: inout [UInt16], on instructions: InstructionSet
    ) -> [Float] {
        var rows = NarrowRows(capacity: x.rows, width: x.columns, precision: layer.projection.precision)
        rows.fill(rows: x.rows, with: x.values, on: instructions)
        projected = [UInt16](repeating: 0x7FC0, count: x.rows * 3 * x.columns)
        var context = [Float](repeating: .nan, count: x.rows * x.columns)
        var scratch = [Float](repeating: .nan, count: layer.scratchCount(length: lengths.max() ?? 0))
        layer.attend(&rows, lengths: lengths[...], projected: &projected, scratch: &scratch, into: &context, on: instructions)
        return context
    }

    @Test(arguments: InstructionSet.available, [(1, 2, 8), (2, 3, 20), (5, 3, 16), (17, 2, 32), (33, 2, 34), (64, 2, 64), (70, 1, 100), (130, 4, 32)])
    func `attention in bfloat16 is softmax(q · kᵀ / √D) · v`(instructions: InstructionSet, shape: (length: Int, heads: Int, d: Int)) {
        var random = SeededGenerator(seed: 41)
        let (length, heads, d) = shape, c = heads * d
        let layer = layer(c, heads: heads, precision: .bfloat16, random: &random), x = random.matrix(length + 4, c)
        var projected: [UInt16] = []
        let found = context(layer, x, lengths: [4, length], projected: &projected, on: instructions)
        let values = projected.map { Double(Float(bitPattern: UInt32($0) << 16)) }
        let ones = [Double](repeating: 1, count: heads * (4 + length) * max(4, length))
        let expected = Reference.attention(values, lengths: [4, length], heads: heads, mask: ones)
        #expect(found.count == expected.count)
        var largest = 0.0
        for (found, expected) in zip(found, expected) { largest = max(largest, abs(Double(found) - expected)) }
        #expect(largest < 1e-2)
    }

    @Test(arguments: InstructionSet.available, NarrowPrecision.allCases)
    func `a sequence's context is the same bits beside others`(instructions: InstructionSet, precision: NarrowPrecision) {
        var random = SeededGenerator(seed: 42)
        let layer = layer(64, heads: 2, precision: precision, random: &random), x = random.matrix(61, 64)
        var projected: [UInt16] = []
        let together = context(layer, x, lengths: [3, 40, 1, 17], projected: &projected, on: instructions)
        var row = 0
        for length in [3, 40, 1, 17] {
            let alone = context(layer, x.rows(row..<row + length), lengths: [length], projected: &projected, on: instructions)
            #expect(alone[...] == together[row * 64..<(row + length) * 64])
            row += length
        }
    }

    @Test(arguments: InstructionSet.available)
    func `scores far apart give all the weight to the largest`(instructions: InstructionSet) {
        var random = SeededGenerator(seed: 43)
        let layer = layer(32, heads: 1, precision: .bfloat16, random: &random)
        var projected: [UInt16] = []
        var x = random.matrix(19, 32)
        for i in x.values.indices { x.values[i] *= 1000 }
        let found = context(layer, x, lengths: [19], projected: &projected, on: instructions)
        let values = Set((0..<19).map { row in projected[row * 96 + 64..<row * 96 + 96].map { Float(bitPattern: UInt32($0) << 16) } })
        for row in 0..<19 { #expect(values.contains(Array(found[row * 32..<(row + 1) * 32]))) }
    }
}
