internal import CKernels

/// Multi-head self-attention over packed sequences, each attending to itself only.
package struct SelfAttention: Sendable {
    /// Query, key and value in one product: (3C, C).
    package let projection: Linear
    /// (C, C)
    package let output: Linear
    /// H
    package let heads: Int

    package init(projection: Linear, output: Linear, heads: Int) {
        precondition(projection.outputs == 3 * projection.inputs && output.inputs == projection.inputs, "query, key and value are as wide as the input")
        precondition(heads > 0 && projection.inputs % heads == 0, "the width is a multiple of the heads")
        self.projection = projection
        self.output = output
        self.heads = heads
    }

    /// Floats of `scratch` that sequences up to `length` need.
    package func scratchCount(length: Int) -> Int { aw_attend_scratch(length, projection.inputs / heads) }

    /// y (rows, C) of x (rows, C), where `lengths` cuts the rows into sequences.
    ///
    /// `projected` holds (rows, 3C), `context` (rows, C).
    package func forward(
        _ x: [Float], lengths: ArraySlice<Int>, projected: inout [Float], context: inout [Float], scratch: inout [Float], into y: inout [Float],
        on instructions: InstructionSet = .best
    ) {
        let width = projection.inputs
        let rows = lengths.reduce(0, +)
        precondition(context.count >= rows * width && scratch.count >= scratchCount(length: lengths.max() ?? 0), "scratch has room for the sequences")
        projection.forward(x[...], rows: rows, into: &projected, on: instructions)
        projected.withUnsafeBufferPointer { projected in
            context.withUnsafeMutableBufferPointer { context in
                scratch.withUnsafeMutableBufferPointer { scratch in
                    guard let projected = projected.baseAddress, let context = context.baseAddress else { return }
                    var row = 0
                    for length in lengths {
                        aw_attend(
                            instructions.kernel, projected + row * 3 * width, length, heads, 0, heads, width / heads, Dropout.none.kernel, 0, context + row * width, nil,
                            scratch.baseAddress)
                        row += length
                    }
                }
            }
        }
        output.forward(context[...], rows: rows, into: &y, on: instructions)
    }
}
