internal import CKernels

/// Layer normalisation: each row to mean 0 and variance 1, then times a gain, plus a bias.
package struct LayerNorm: Sendable {
    /// (C) values each.
    package let gain, bias: [Float]
    package let epsilon: Float

    package init(gain: [Float], bias: [Float], epsilon: Float) {
        precondition(gain.count == bias.count, "gain and bias have the same width")
        self.gain = gain
        self.bias = bias
        self.epsilon = epsilon
    }

    /// x = LayerNorm(x + residual) for the `rows` rows from row `first` of x; row 0 of `residual` belongs to row `first`.
    package func forward(
        _ x: inout [Float], from first: Int = 0, rows: Int, adding residual: [Float]? = nil, on instructions: InstructionSet = .best
    ) {
        let width = gain.count
        precondition(x.count >= (first + rows) * width && residual.map { $0.count >= rows * width } ?? true, "x and residual have \(rows) rows")
        x.withUnsafeMutableBufferPointer { x in
            gain.withUnsafeBufferPointer { gain in
                bias.withUnsafeBufferPointer { bias in
                    func run(_ residual: UnsafePointer<Float>?) {
                        aw_layer_norm(instructions.kernel, x.baseAddress.map { $0 + first * width }, residual, rows, width, gain.baseAddress, bias.baseAddress, epsilon)
                    }
                    if let residual { residual.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
                }
            }
        }
    }
}
