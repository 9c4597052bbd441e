internal import CKernels

/// Scaled dot-product attention of training, softmax(q · kᵀ / √D) · v in every head, over packed sequences that each attend to themselves only.
///
/// Probabilities are never stored: the way back computes them again from one logarithm a query.
///
/// - Source: Dao et al., "FlashAttention", 2022, for the way back.
package struct Attention: Sendable {
    /// H and C.
    package let heads, width: Int

    package init(heads: Int, width: Int) {
        precondition(heads > 0 && width % heads == 0, "the width is a multiple of the heads")
        self.heads = heads
        self.width = width
    }

    /// `context` (rows, C) of `projected` (rows, 3C), whose rows are query, key and value of all heads; `lengths` cuts the rows into sequences.
    ///
    /// Dropout falls on the probabilities. `logSums` (rows · H) receives, sequence after sequence, the logarithm of each query's sum of exponents, (H, length).
    package func forward(
        _ projected: [Float], lengths: [Int], dropout: Dropout = .none, into context: inout [Float], logSums: inout [Float], threads: Int,
        on instructions: InstructionSet = .best
    ) {
        check(lengths, projected, context, logSums)
        let d = width / heads, scratchCount = aw_attend_scratch(lengths.max() ?? 0, d)
        func run(_ projected: UnsafePointer<Float>, _ context: UnsafeMutablePointer<Float>, _ logSums: UnsafeMutablePointer<Float>) {
            forEachTask(lengths, threads: threads, scratchCount: scratchCount) { row, length, part, scratch in
                aw_attend(
                    instructions.kernel, projected + row * 3 * width, length, heads, part.lowerBound, part.count, d, dropout.kernel, UInt64(row * heads),
                    context + row * width, logSums + row * heads, scratch)
            }
        }
        run(projected, &context, &logSums)
    }

    /// `dProjected` (rows, 3C) from the gradient of the context and what the forward pass was given and gave.
    package func backward(
        _ dContext: [Float], projected: [Float], context: [Float], logSums: [Float], lengths: [Int], dropout: Dropout = .none, into dProjected: inout [Float],
        threads: Int, on instructions: InstructionSet = .best
    ) {
        check(lengths, projected, context, logSums)
        check(lengths, dProjected, dContext, logSums)
        let d = width / heads, scratchCount = aw_attend_backward_scratch(lengths.max() ?? 0, d)
        func run(
            _ dContext: UnsafePointer<Float>, _ projected: UnsafePointer<Float>, _ context: UnsafePointer<Float>, _ logSums: UnsafePointer<Float>,
            _ dProjected: UnsafeMutablePointer<Float>
        ) {
            forEachTask(lengths, threads: threads, scratchCount: scratchCount) { row, length, part, scratch in
                aw_attend_backward(
                    instructions.kernel, projected + row * 3 * width, context + row * width, dContext + row * width, logSums + row * heads, length, heads,
                    part.lowerBound, part.count, d, dropout.kernel, UInt64(row * heads), dProjected + row * 3 * width, scratch)
            }
        }
        run(dContext, projected, context, logSums, &dProjected)
    }

    private func check(_ lengths: [Int], _ projected: [Float], _ context: [Float], _ logSums: [Float]) {
        let rows = lengths.reduce(0, +)
        precondition(
            lengths.allSatisfy { $0 >= 0 } && projected.count >= rows * 3 * width && context.count >= rows * width && logSums.count >= rows * heads,
            "projected, context and their sums have \(rows) rows")
    }

    // Whole sequences where there are enough of them to keep the threads busy, single heads where there are few.
    private func forEachTask(
        _ lengths: [Int], threads: Int, scratchCount: Int,
        _ body: (_ row: Int, _ length: Int, _ heads: Range<Int>, _ scratch: UnsafeMutablePointer<Float>) -> Void
    ) {
        let parts = threads == 1 || lengths.count >= 8 * threads ? 1 : heads
        var row = 0
        let rows = lengths.map { length in
            defer { row += length }
            return row
        }
        Threads.share(lengths.count * parts, threads: threads) { next in
            var scratch = [Float](repeating: 0, count: scratchCount)
            while let task = next() {
                let sequence = task / parts, part = task % parts
                body(rows[sequence], lengths[sequence], part * heads / parts..<(part + 1) * heads / parts, &scratch)
            }
        }
    }
}
