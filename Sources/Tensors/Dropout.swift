package import CKernels

/// Sets a part of the values to 0 and scales the others up, so that the mean stays.
///
/// Which values are kept follows from the key, the row's number and the column alone: the way back makes the same choice, and no mask is stored.
///
/// - Source: Srivastava et al. 2014.
package struct Dropout: Sendable, Equatable {
    /// A random number, another one for every layer and step.
    package var key: UInt64
    /// The part that becomes 0: from 0 up to, not including, 1.
    package var rate: Float

    /// Keeps everything.
    package static let none = Dropout(key: 0, rate: 0)

    package init(key: UInt64, rate: Float) {
        precondition(rate >= 0 && rate < 1, "a dropout rate is at least 0 and below 1")
        self.key = key
        self.rate = rate
    }

    /// The first `rows` rows of x (rows, width) in place; the same call takes the gradient back.
    package func apply(to x: inout [Float], rows: Int, width: Int, firstRow: Int = 0, threads: Int, on instructions: InstructionSet = .best) {
        guard rate > 0, rows > 0 else { return }
        precondition(x.count >= rows * width, "x has \(rows) rows")
        func run(_ x: UnsafeMutablePointer<Float>) {
            RowBlocks.forEach(of: rows, threads: threads) { _, block in
                let start = x + block.lowerBound * width
                aw_drop(instructions.kernel, start, block.count, width, kernel, UInt64(firstRow + block.lowerBound), start)
            }
        }
        run(&x)
    }

    package var kernel: aw_dropout { aw_dropout(key: key, rate: rate) }
}
