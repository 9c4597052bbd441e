public import AfterwordTensors

/// A linear layer: `x · weightᵀ + bias`.
public struct Dense: Sendable, Equatable {
    /// (outputs, inputs).
    public var weight: Matrix
    /// (outputs).
    public var bias: [Float]

    public init(weight: Matrix, bias: [Float]) {
        precondition(weight.rows == bias.count, "one bias an output")
        self.weight = weight
        self.bias = bias
    }

    /// (N, inputs) → (N, outputs).
    public func callAsFunction(_ x: Matrix) -> Matrix { x.times(transposed: weight, adding: bias) }
}
