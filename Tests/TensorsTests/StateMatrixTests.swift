import AfterwordTensors
import TestSupport
import Testing

struct StateMatrixTests {
    private func stored(_ matrix: Matrix, _ precision: Precision, on instructions: InstructionSet = .best) -> StateMatrix {
        let states = StateMatrix(unwritten: matrix.rows, columns: matrix.columns, precision: precision)
        for row in (0..<matrix.rows).reversed() { Array(matrix[row: row]).withUnsafeBufferPointer { states.write($0.baseAddress!, rows: 1, at: row, on: instructions) } }
        return states
    }

    @Test(arguments: InstructionSet.available) func `values in bfloat16 are the nearest there are, whatever wrote them`(instructions: InstructionSet) {
        var random = SeededGenerator(seed: 5)
        for columns in [2, 16, 30, 384] {
            let exact = random.matrix(7, columns, scale: 100), states = stored(exact, .bfloat16, on: instructions)
            for (value, kept) in zip(exact.values, states.matrix.values) {
                let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000), above = Float(bitPattern: (value.bitPattern & 0xFFFF_0000) + 0x1_0000)
                #expect(kept == below || kept == above)
                #expect(abs(kept - value) <= min(abs(below - value), abs(above - value)))
            }
        }
    }

    @Test func `values in 32 bits are as they came`() {
        var random = SeededGenerator(seed: 6)
        let exact = random.matrix(5, 33)
        #expect(stored(exact, .float32).matrix == exact)
        #expect(StateMatrix(exact).matrix == exact)
        #expect(StateMatrix(Matrix(rows: 0, columns: 4)).matrix.rows == 0)
    }

    @Test(arguments: Precision.allCases) func `some rows are those rows, and so are some of them`(precision: Precision) {
        var random = SeededGenerator(seed: 7)
        let states = stored(random.matrix(9, 6), precision)
        #expect(states.rows(2..<8).matrix == states.matrix.rows(2..<8))
        #expect(states.rows(2..<8).rows(1..<3) == states.rows(3..<5))
        #expect(states.rows(4..<4).rows == 0)
        #expect(states.rows(0..<4) != states.rows(1..<5))
    }

    @Test(arguments: Precision.allCases) func `rows add up`(precision: Precision) {
        var random = SeededGenerator(seed: 8)
        let states = stored(random.matrix(4, 6), precision), matrix = states.matrix
        var sums = [Float](repeating: 0, count: 6)
        sums.withUnsafeMutableBufferPointer { sums in
            for row in [1, 3] { states.add(rows: row..<row + 1, to: sums.baseAddress!) }
        }
        #expect(sums == zip(matrix[row: 1], matrix[row: 3]).map(+))
    }

    @Test(arguments: Precision.allCases, InstructionSet.available) func `sums are the same bits wherever they are made`(precision: Precision, instructions: InstructionSet) {
        var random = SeededGenerator(seed: 9)
        for columns in [2, 14, 16, 46, 384] {
            let states = stored(random.matrix(12, columns, scale: 10), precision), matrix = states.rows(1..<12).matrix
            for range in [0..<0, 3..<4, 2..<11] {
                let before = random.matrix(1, columns).values
                var expected = before, sums = before
                for row in range { for c in 0..<columns { expected[c] += matrix[row, c] } }
                sums.withUnsafeMutableBufferPointer { states.rows(1..<12).add(rows: range, to: $0.baseAddress!, on: instructions) }
                #expect(sums == expected)
            }
        }
    }
}
