internal import CKernels

/// The two linear layers of a transformer block with GELU between them, of narrow weights.
///
/// The hidden values are made, narrowed and used a block at a time, and so never leave the cache; GELU is within 1e-4.
package struct NarrowFeedForward: Sendable {
    /// (F, C) and (C, F).
    package let up, down: NarrowLinear

    package init(up: NarrowLinear, down: NarrowLinear) {
        precondition(up.outputs == down.inputs && up.inputs == down.outputs && up.precision == down.precision, "down undoes the width of up")
        self.up = up
        self.down = down
    }

    /// Floats of `scratch` that `rows` rows need.
    package func scratchCount(rows: Int) -> Int { aw_feed_forward_scratch(up.precision.kernel, up.inputs, rows) }

    /// The first `rows` rows of y (…, C) from those of x from row `first` on.
    package func forward(
        _ x: inout NarrowRows, from first: Int = 0, rows: Int, scratch: inout [Float], into y: inout [Float], on instructions: InstructionSet = .best
    ) {
        precondition(x.width == up.inputs && x.precision == up.precision, "a linear layer of \(up.inputs) inputs was given \(x.width)")
        precondition(y.count >= rows * down.outputs && scratch.count >= scratchCount(rows: rows), "y and scratch have room for \(rows) rows")
        x.withKernel(from: first, rows: rows) { x in
            up.withKernel { up in
                down.withKernel { down in
                    y.withUnsafeMutableBufferPointer { y in
                        scratch.withUnsafeMutableBufferPointer { aw_feed_forward(instructions.kernel, x, rows, up, down, y.baseAddress, $0.baseAddress) }
                    }
                }
            }
        }
    }
}
