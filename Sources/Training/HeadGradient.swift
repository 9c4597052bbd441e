package import AfterwordHeads
package import AfterwordTensors

/// The loss of a batch and its gradient by a head's parameters.
package struct HeadGradient {
    package var loss: Float
    /// Like the head's layers: (outputs, inputs) and (outputs) each.
    package var layers: [Dense]
    /// (N, F), where it was asked for.
    package var dFeatures: Matrix?

    /// - Parameters:
    ///   - features: (N, F).
    ///   - targets: (N, K).
    ///   - weights: (K), how much a positive of each label counts.
    ///   - dropout: of the hidden layer's values.
    ///   - withFeatures: asks for the gradient by the features too, for an encoder that is trained as well.
    package init(
        of head: Head, features: Matrix, targets: Matrix, weights: [Float], dropout: Dropout = .none, withFeatures: Bool = false, product: inout Product
    ) {
        var inputs = [features] // of each layer
        var beforeGELU: [Matrix] = []
        for layer in head.layers.dropLast() {
            let x = layer.forward(inputs[inputs.count - 1], product: &product)
            var activated = x
            Gelu.forward(x.values, rows: x.rows, width: x.columns, into: &activated.values, threads: product.threads)
            dropout.apply(to: &activated.values, rows: activated.rows, width: activated.columns, threads: product.threads)
            beforeGELU.append(x)
            inputs.append(activated)
        }
        guard let last = head.layers.last else { preconditionFailure("a head has a layer") }
        let loss = head.loss(last.forward(inputs[inputs.count - 1], product: &product), targets: targets, weights: weights)
        self.loss = loss.value
        var dY = loss.dLogits // (N, outputs) of the layer in hand
        layers = head.layers
        for index in head.layers.indices.reversed() {
            let layer = head.layers[index]
            var gradient = Dense(weight: Matrix(rows: layer.weight.rows, columns: layer.weight.columns), bias: layer.bias.map { _ in 0 })
            product(.init(dY).transposed, .init(inputs[index]), into: &gradient.weight.values)
            Sums.addColumns(of: dY.values, rows: dY.rows, to: &gradient.bias, threads: product.threads)
            layers[index] = gradient
            guard index > 0 || withFeatures else { break }
            var dX = Matrix(rows: dY.rows, columns: layer.weight.columns)
            product(.init(dY), .init(layer.weight), into: &dX.values)
            dY = dX
            guard index > 0 else { break }
            dropout.apply(to: &dY.values, rows: dY.rows, width: dY.columns, threads: product.threads)
            var unused = [Float](repeating: 0, count: dY.columns)
            Gelu.backward(&dY.values, x: beforeGELU[index - 1].values, rows: dY.rows, bias: &unused, threads: product.threads)
        }
        if withFeatures { dFeatures = dY }
    }
}

extension Dense {
    /// (N, inputs) → (N, outputs), by the products of training.
    fileprivate func forward(_ x: Matrix, product: inout Product) -> Matrix {
        var y = Matrix(rows: x.rows, columns: weight.rows)
        product(.init(x), .init(weight).transposed, bias: bias, into: &y.values)
        return y
    }
}
