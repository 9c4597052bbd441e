/// The two linear layers of a transformer block with GELU between them.
package struct FeedForward: Sendable {
    /// (F, C) and (C, F).
    package let up, down: Linear

    package init(up: Linear, down: Linear) {
        precondition(up.outputs == down.inputs && up.inputs == down.outputs, "down undoes the width of up")
        self.up = up
        self.down = down
    }

    /// y (rows, C) of x (rows, C); `hidden` is scratch for (rows, F).
    package func forward(_ x: ArraySlice<Float>, rows: Int, hidden: inout [Float], into y: inout [Float], on instructions: InstructionSet = .best) {
        up.forward(x, rows: rows, activation: .gelu, into: &hidden, on: instructions)
        down.forward(hidden[...], rows: rows, into: &y, on: instructions)
    }
}
