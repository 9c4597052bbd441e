internal import CKernels

/// A linear layer, y = activation(x · Wᵀ + b), with its weight laid out for the kernel.
///
/// A row of y depends on the same row of x only, bit for bit.
public struct Linear: Sendable {
    /// K, the width of y.
    public let outputs: Int
    /// C, the width of x.
    public let inputs: Int
    private let panels: AlignedArray<Float>
    private let bias: [Float]

    package enum Activation: Sendable { case identity, gelu }

    /// From a weight (K, C) and a bias of K values.
    public init(weight: Matrix, bias: [Float]) {
        precondition(bias.count == weight.rows, "a bias has one value an output")
        outputs = weight.rows
        inputs = weight.columns
        self.bias = bias
        let rows = weight.rows, columns = weight.columns
        panels = AlignedArray(repeating: 0, count: aw_packed_count(rows, columns)) { panels in
            weight.values.withUnsafeBufferPointer { weight in
                aw_pack(weight.baseAddress, rows, columns, panels.baseAddress)
            }
        }
    }

    /// y (N, K) of x (N, C).
    public func callAsFunction(_ x: Matrix) -> Matrix { self(x, activation: .identity) }

    package func callAsFunction(_ x: Matrix, activation: Activation) -> Matrix {
        precondition(x.columns == inputs, "a linear layer of \(inputs) inputs was given \(x.columns)")
        var y = Matrix(rows: x.rows, columns: outputs)
        forward(x.values[...], rows: x.rows, activation: activation, into: &y.values)
        return y
    }

    /// The first `rows` rows of y from those of x.
    package func forward(
        _ x: ArraySlice<Float>, rows: Int, activation: Activation = .identity, into y: inout [Float], on instructions: InstructionSet = .best
    ) {
        precondition(x.count >= rows * inputs && y.count >= rows * outputs, "x and y have room for \(rows) rows")
        x.withUnsafeBufferPointer { x in
            panels.withUnsafeBufferPointer { panels in
                bias.withUnsafeBufferPointer { bias in
                    y.withUnsafeMutableBufferPointer { y in
                        aw_linear(
                            instructions.kernel, x.baseAddress, rows, inputs, panels.baseAddress, bias.baseAddress, outputs,
                            activation == .gelu ? AW_GELU : AW_IDENTITY, y.baseAddress)
                    }
                }
            }
        }
    }
}
