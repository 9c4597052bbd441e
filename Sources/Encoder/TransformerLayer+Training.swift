internal import AfterwordTensors

// The passes of ``TransformerLayer`` over plain weights: they change with every step, so nothing is laid out beforehand.
extension EncoderWeights.Layer {
    /// y, the states of layer `index + 1`, of those of layer `index`.
    func forward(
        _ x: [Float], layer index: Int, of pass: TrainingTape.Pass, tape: inout TrainingTape.Layer, workspace: inout TrainingTape.Workspace,
        product: inout Product, into y: inout [Float]
    ) {
        let rows = pass.rows, threads = product.threads
        projection.forward(x, rows: rows, product: &product, into: &tape.projected)
        pass.attention.forward(
            tape.projected, lengths: pass.sequences.lengths, dropout: pass.dropouts.at(.probabilities, layer: index), into: &tape.context,
            logSums: &tape.logSums, threads: threads)
        attentionOutput.forward(tape.context, rows: rows, product: &product, into: &workspace.branch)
        LayerNorm(attentionNorm, epsilon: pass.epsilon).forward(
            x, rows: rows, adding: workspace.branch, dropout: pass.dropouts.at(.attention, layer: index), into: &tape.attended, record: &tape.attentionNorm,
            threads: threads)
        up.forward(tape.attended, rows: rows, product: &product, into: &tape.hidden)
        Gelu.forward(tape.hidden, rows: rows, width: up.bias.columns, into: &tape.activated, threads: threads)
        down.forward(tape.activated, rows: rows, product: &product, into: &workspace.branch)
        LayerNorm(outputNorm, epsilon: pass.epsilon).forward(
            tape.attended, rows: rows, adding: workspace.branch, dropout: pass.dropouts.at(.feedForward, layer: index), into: &y, record: &tape.outputNorm,
            threads: threads)
    }

    /// Turns the gradient by y, `dX`, into that by x, and adds those of the layer's parameters to `gradient`.
    func backward(
        _ dX: inout [Float], x: [Float], layer index: Int, of pass: TrainingTape.Pass, tape: TrainingTape.Layer, workspace: inout TrainingTape.Workspace,
        product: inout Product, into gradient: inout EncoderWeights.Layer
    ) {
        let rows = pass.rows, threads = product.threads
        LayerNorm(outputNorm, epsilon: pass.epsilon).backward(
            &dX, rows: rows, record: tape.outputNorm, dropout: pass.dropouts.at(.feedForward, layer: index), residual: &workspace.branch,
            gain: &gradient.outputNorm.gain.values, bias: &gradient.outputNorm.bias.values, threads: threads)
        down.backward(workspace.branch, of: tape.activated, rows: rows, product: &product, into: &gradient.down, dX: &workspace.dHidden)
        Gelu.backward(&workspace.dHidden, x: tape.hidden, rows: rows, bias: &gradient.up.bias.values, threads: threads)
        up.backward(workspace.dHidden, of: tape.attended, rows: rows, product: &product, into: &gradient.up, hasBias: true, dX: &dX, accumulating: true)
        LayerNorm(attentionNorm, epsilon: pass.epsilon).backward(
            &dX, rows: rows, record: tape.attentionNorm, dropout: pass.dropouts.at(.attention, layer: index), residual: &workspace.branch,
            gain: &gradient.attentionNorm.gain.values, bias: &gradient.attentionNorm.bias.values, threads: threads)
        attentionOutput.backward(workspace.branch, of: tape.context, rows: rows, product: &product, into: &gradient.attentionOutput, dX: &workspace.dContext)
        pass.attention.backward(
            workspace.dContext, projected: tape.projected, context: tape.context, logSums: tape.logSums, lengths: pass.sequences.lengths,
            dropout: pass.dropouts.at(.probabilities, layer: index), into: &workspace.dProjected, threads: threads)
        let projection = self.projection, size = query.weight.values.count, width = query.bias.columns
        var dProjection = EncoderWeights.Dense(
            weight: Matrix(rows: 3 * width, columns: query.weight.columns), bias: Matrix(rows: 1, columns: 3 * width))
        projection.backward(workspace.dProjected, of: x, rows: rows, product: &product, into: &dProjection, dX: &dX, accumulating: true)
        for (part, place) in [\EncoderWeights.Layer.query, \.key, \.value].enumerated() {
            gradient[keyPath: place].weight.values.add(dProjection.weight.values[part * size..<(part + 1) * size])
            gradient[keyPath: place].bias.values.add(dProjection.bias.values[part * width..<(part + 1) * width])
        }
    }

    /// Query, key and value in one layer, (3C, C).
    private var projection: EncoderWeights.Dense {
        EncoderWeights.Dense(
            weight: Matrix(
                rows: 3 * query.weight.rows, columns: query.weight.columns, values: query.weight.values + key.weight.values + value.weight.values),
            bias: Matrix(rows: 1, columns: 3 * query.weight.rows, values: query.bias.values + key.bias.values + value.bias.values))
    }
}

extension EncoderWeights.Dense {
    /// y (R, outputs) of x (R, inputs).
    func forward(_ x: [Float], rows: Int, product: inout Product, into y: inout [Float]) {
        product(.init(x, rows: rows, columns: weight.columns), .init(weight).transposed, bias: bias.values, into: &y)
    }

    /// Adds the gradient of the layer's parameters to `gradient`, and puts that of its input into `dX`, or adds it there.
    ///
    /// - Parameter hasBias: the bias's gradient is there already.
    func backward(
        _ dY: [Float], of x: [Float], rows: Int, product: inout Product, into gradient: inout EncoderWeights.Dense, hasBias: Bool = false, dX: inout [Float],
        accumulating: Bool = false
    ) {
        if !hasBias { Sums.addColumns(of: dY, rows: rows, to: &gradient.bias.values, threads: product.threads) }
        let dY = Product.Operand(dY, rows: rows, columns: weight.rows)
        product(dY.transposed, .init(x, rows: rows, columns: weight.columns), accumulating: true, into: &gradient.weight.values)
        product(dY, .init(weight), accumulating: accumulating, into: &dX)
    }
}
