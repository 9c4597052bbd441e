import AfterwordTensors
import Foundation
import Testing

struct DropoutTests {
    private func mask(_ dropout: Dropout, rows: Int, width: Int, firstRow: Int = 0, threads: Int = 1, on instructions: InstructionSet = .best) -> [Float] {
        var ones = [Float](repeating: 1, count: rows * width)
        dropout.apply(to: &ones, rows: rows, width: width, firstRow: firstRow, threads: threads, on: instructions)
        return ones
    }

    @Test(arguments: [0.1, 0.5, 0.9] as [Float])
    func `as many values become 0 as the rate says, the others are scaled up`(rate: Float) {
        let rows = 1000, width = 1000, values = mask(Dropout(key: 0x1234_5678_9ABC_DEF0, rate: rate), rows: rows, width: width)
        #expect(Set(values) == [0, 1 / (1 - rate)])
        let dropped = Double(values.count { $0 == 0 }) / Double(values.count), p = Double(rate)
        #expect(abs(dropped - p) < 5 * (p * (1 - p) / Double(values.count)).squareRoot())
    }

    @Test(arguments: [(0, 1), (0, 2), (0, 16), (1, 0), (2, 0), (1, 1), (64, 0)])
    func `a value's fate says nothing about another's, nor about the same place under another key`(offset: (rows: Int, columns: Int)) {
        let rows = 1100, width = 1000, p = 0.1
        let values = mask(Dropout(key: 1, rate: Float(p)), rows: rows, width: width), others = mask(Dropout(key: 2, rate: Float(p)), rows: rows, width: width)
        var pairs = 0, both = 0, crossed = 0
        for row in 0..<rows - offset.rows {
            for column in 0..<width - offset.columns where values[row * width + column] == 0 {
                let other = (row + offset.rows) * width + column + offset.columns
                pairs += 1
                if values[other] == 0 { both += 1 }
                if others[row * width + column] == 0 { crossed += 1 }
            }
        }
        let deviation = (p * (1 - p) / Double(pairs)).squareRoot()
        #expect(abs(Double(both) / Double(pairs) - p) < 5 * deviation)
        #expect(abs(Double(crossed) / Double(pairs) - p) < 5 * deviation)
    }

    @Test(arguments: [1, 15, 16, 17, 100])
    func `the mask depends on key, row and column only`(width: Int) {
        let dropout = Dropout(key: 99, rate: 0.4), all = mask(dropout, rows: 150, width: width)
        for instructions in InstructionSet.available { #expect(mask(dropout, rows: 150, width: width, on: instructions) == all) }
        for threads in [2, 3] { #expect(mask(dropout, rows: 150, width: width, threads: threads) == all) }
        #expect(mask(dropout, rows: 20, width: width, firstRow: 130) == Array(all[(130 * width)...]))
        let wider = mask(dropout, rows: 150, width: width + 3)
        for row in 0..<150 { #expect(wider[row * (width + 3)..<row * (width + 3) + width] == all[row * width..<(row + 1) * width]) }
        #expect(mask(dropout, rows: 20, width: width, firstRow: 1 << 40) != Array(all[..<(20 * width)]))
    }

    @Test func `rate 0 keeps every value`() {
        #expect(mask(.none, rows: 3, width: 5) == [Float](repeating: 1, count: 15))
        #expect(mask(Dropout(key: 8, rate: 0), rows: 3, width: 5) == [Float](repeating: 1, count: 15))
    }
}
