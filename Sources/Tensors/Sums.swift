internal import CKernels

/// Sums of training in one fixed order: the same bits on any number of threads.
package enum Sums {
    /// Adds the rows of x (rows, F) to `sums` (F): the gradient of a bias.
    package static func addColumns(of x: [Float], rows: Int, to sums: inout [Float], threads: Int, on instructions: InstructionSet = .best) {
        let width = sums.count
        precondition(x.count >= rows * width, "x has \(rows) rows")
        func run(_ x: UnsafePointer<Float>) {
            RowBlocks.sum(&sums, of: rows, threads: threads) { block, sums in
                aw_column_sums(instructions.kernel, x + block.lowerBound * width, block.count, width, sums)
            }
        }
        run(x)
    }

    /// Σ x², the same bits also on every instruction set: the square of a gradient's norm.
    package static func squares(of x: [Float], threads: Int, on instructions: InstructionSet = .best) -> Double {
        let size = 65_536, blocks = (x.count + size - 1) / size
        var parts = [Double](repeating: 0, count: blocks)
        func run(_ x: UnsafePointer<Float>, count: Int, _ parts: UnsafeMutablePointer<Double>) {
            Threads.share(blocks, threads: threads) { next in
                while let block = next() {
                    parts[block] = aw_sum_of_squares(instructions.kernel, x + block * size, min(size, count - block * size))
                }
            }
        }
        run(x, count: x.count, &parts)
        return parts.reduce(0, +)
    }
}
