package import AfterwordHeads
package import AfterwordTensors
internal import Foundation

/// The loss of a batch and its gradient by a head's parameters.
package struct HeadGradient {
    package var loss: Float
    /// Like the head's layers: (outputs, inputs) and (outputs) each.
    package var layers: [Dense]

    /// - Parameters:
    ///   - features: (N, F).
    ///   - targets: (N, K).
    ///   - weights: (K), how much a positive of each label counts.
    ///   - keep: (N, width) of a hidden layer: what each of its values is multiplied by, 0 where it is dropped. Empty without dropout.
    package init(of head: Head, features: Matrix, targets: Matrix, weights: [Float], keep: [Float] = []) {
        var inputs = [features] // of each layer
        var beforeGELU: [Matrix] = []
        for layer in head.layers.dropLast() {
            var x = layer(inputs[inputs.count - 1])
            beforeGELU.append(x)
            x.applyGELU()
            x.multiply(by: keep)
            inputs.append(x)
        }
        guard let last = head.layers.last else { preconditionFailure("a head has a layer") }
        let loss = head.loss(last(inputs[inputs.count - 1]), targets: targets, weights: weights)
        self.loss = loss.value
        var dY = loss.dLogits // (N, outputs) of the layer in hand
        layers = head.layers
        for index in head.layers.indices.reversed() {
            layers[index] = Dense(weight: BLAS.product(dY, transposed: true, inputs[index]), bias: dY.columnSums)
            guard index > 0 else { break }
            dY = BLAS.product(dY, head.layers[index].weight)
            dY.multiply(by: keep)
            dY.multiplyByGELUDerivative(at: beforeGELU[index - 1])
        }
    }
}

extension Matrix {
    /// The sum of each column.
    var columnSums: [Float] {
        var sums = [Float](repeating: 0, count: columns)
        values.withUnsafeBufferPointer { values in
            for row in 0..<rows { for column in 0..<columns { sums[column] += values[row * columns + column] } }
        }
        return sums
    }

    /// Multiplies value by value; does nothing for an empty factor.
    mutating func multiply(by factors: [Float]) {
        for index in factors.indices { values[index] *= factors[index] }
    }

    /// Multiplies by GELU's derivative where its input was `x`.
    mutating func multiplyByGELUDerivative(at x: Matrix) {
        for index in values.indices {
            let x = x.values[index]
            values[index] *= 0.5 * (1 + erff(x * 0.707106781)) + x * 0.398942280 * expf(-0.5 * x * x)
        }
    }
}
