internal import CKernels

/// Multi-head self-attention over packed sequences in bfloat16, each attending to itself only.
package struct NarrowSelfAttention: Sendable {
    /// Query, key and value in one product, (3C, C), and (C, C).
    package let projection, output: NarrowLinear
    /// H
    package let heads: Int

    /// The width of a head is even: bfloat16 are multiplied in pairs.
    package init(projection: NarrowLinear, output: NarrowLinear, heads: Int) {
        precondition(projection.outputs == 3 * projection.inputs && output.inputs == projection.inputs, "query, key and value are as wide as the input")
        precondition(heads > 0 && projection.inputs % (2 * heads) == 0, "the width is an even multiple of the heads")
        self.projection = projection
        self.output = output
        self.heads = heads
    }

    /// Floats of `scratch` that sequences up to `length` need.
    package func scratchCount(length: Int) -> Int { max(projection.scratchCount, aw_attend_narrow_scratch(length, projection.inputs / heads)) }

    /// `context` (rows, C), before the output layer, of x (rows, C), where `lengths` cuts the rows into sequences; `projected` holds (rows, 3C) as bfloat16.
    package func attend(
        _ x: inout NarrowRows, lengths: ArraySlice<Int>, projected: inout [UInt16], scratch: inout [Float], into context: inout [Float],
        on instructions: InstructionSet = .best
    ) {
        let width = projection.inputs
        let rows = lengths.reduce(0, +)
        precondition(context.count >= rows * width && scratch.count >= scratchCount(length: lengths.max() ?? 0), "context and scratch have room for the sequences")
        projection.forward(&x, rows: rows, scratch: &scratch, into: &projected, on: instructions)
        projected.withUnsafeBufferPointer { projected in
            context.withUnsafeMutableBufferPointer { context in
                scratch.withUnsafeMutableBufferPointer { scratch in
                    guard let projected = projected.baseAddress, let context = context.baseAddress else { return }
                    var row = 0
                    for length in lengths {
                        aw_attend_narrow(instructions.kernel, projected + row * 3 * width, length, heads, width / heads, context + row * width, scratch.baseAddress)
                        row += length
                    }
                }
            }
        }
    }
}
