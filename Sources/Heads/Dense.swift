public import AfterwordTensors
internal import Synchronization

/// A linear layer: `x · weightᵀ + bias`.
public struct Dense: Sendable {
    /// (outputs, inputs).
    public var weight: Matrix { didSet { packed = Packed() } }
    /// (outputs).
    public var bias: [Float] { didSet { packed = Packed() } }
    private var packed = Packed()

    public init(weight: Matrix, bias: [Float]) {
        precondition(weight.rows == bias.count, "one bias an output")
        self.weight = weight
        self.bias = bias
    }

    /// (N, inputs) → (N, outputs).
    public func callAsFunction(_ x: Matrix) -> Matrix { x.times(transposed: weight, adding: bias) }

    /// Laid out for the kernel: once, when it is first asked for, since training changes weights that nobody asks for so, and serving asks again and again.
    var linear: Linear { packed.linear { Linear(weight: weight, bias: bias) } }

    /// Shared by all copies of a layer that has not changed since.
    private final class Packed: Sendable {
        private let made = Mutex<Linear?>(nil)

        func linear(_ make: () -> Linear) -> Linear {
            made.withLock { made in
                let linear = made ?? make()
                made = linear
                return linear
            }
        }
    }
}

extension Dense: Equatable {
    public static func == (left: Dense, right: Dense) -> Bool { left.weight == right.weight && left.bias == right.bias }
}
