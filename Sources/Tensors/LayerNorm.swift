internal import CKernels

/// Layer normalisation: each row to mean 0 and variance 1, then times a gain, plus a bias.
package struct LayerNorm: Sendable {
    /// (C) values each.
    package var gain, bias: [Float]
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

    /// The same for rows that are as many and as wide as those of `narrow`, which they are also written to, row `first` to row `first`.
    package func forward(
        _ x: inout [Float], from first: Int = 0, rows: Int, adding residual: [Float], into narrow: inout NarrowRows, on instructions: InstructionSet = .best
    ) {
        let width = gain.count
        precondition(x.count >= (first + rows) * width && residual.count >= rows * width && narrow.width == width, "x and residual have \(rows) rows")
        x.withUnsafeMutableBufferPointer { x in
            residual.withUnsafeBufferPointer { residual in
                gain.withUnsafeBufferPointer { gain in
                    bias.withUnsafeBufferPointer { bias in
                        narrow.withKernel(from: first, rows: rows) { narrow in
                            aw_layer_norm_narrow(
                                instructions.kernel, x.baseAddress.map { $0 + first * width }, residual.baseAddress, rows, width, gain.baseAddress, bias.baseAddress,
                                epsilon, narrow)
                        }
                    }
                }
            }
        }
    }

    /// What the way back needs of a forward pass.
    package struct Record: Sendable {
        /// (rows, C): the rows before gain and bias.
        package var normalized: [Float]
        /// (rows) values: 1 / standard deviation.
        package var scales: [Float]

        package init(rows: Int, width: Int) {
            normalized = [Float](repeating: 0, count: rows * width)
            scales = [Float](repeating: 0, count: rows)
        }
    }

    /// y = LayerNorm(x + dropout(residual)) for `rows` rows of each; without dropout the same bits as in inference.
    package func forward(
        _ x: [Float], rows: Int, adding residual: [Float]? = nil, dropout: Dropout = .none, firstRow: Int = 0, into y: inout [Float], record: inout Record,
        threads: Int, on instructions: InstructionSet = .best
    ) {
        let width = gain.count
        precondition(x.count >= rows * width && y.count >= rows * width && residual.map { $0.count >= rows * width } ?? true, "x, residual and y have \(rows) rows")
        precondition(record.normalized.count >= rows * width && record.scales.count >= rows, "the record has \(rows) rows")
        func run(_ x: UnsafePointer<Float>, _ residual: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>, _ normalized: UnsafeMutablePointer<Float>, _ scales: UnsafeMutablePointer<Float>) {
            RowBlocks.forEach(of: rows, threads: threads) { _, block in
                let row = block.lowerBound, start = row * width
                aw_layer_norm_train(
                    instructions.kernel, x + start, residual.map { $0 + start }, dropout.kernel, UInt64(firstRow + row), block.count, width, gain, bias, epsilon,
                    y + start, normalized + start, scales + row)
            }
        }
        run(x, residual, &y, &record.normalized, &record.scales)
    }

    /// The gradient of y becomes that of x, which without dropout is also the residual's; adds to `dGain` and `dBias` (C).
    package func backward(
        _ gradient: inout [Float], rows: Int, record: Record, gain dGain: inout [Float], bias dBias: inout [Float], threads: Int, on instructions: InstructionSet = .best
    ) {
        propagate(&gradient, rows: rows, record: record, dropout: .none, firstRow: 0, residual: nil, gain: &dGain, bias: &dBias, threads: threads, on: instructions)
    }

    /// The gradient of y becomes that of x, and `dResidual` that of the residual before dropout; adds to `dGain` and `dBias` (C).
    package func backward(
        _ gradient: inout [Float], rows: Int, record: Record, dropout: Dropout, firstRow: Int = 0, residual dResidual: inout [Float],
        gain dGain: inout [Float], bias dBias: inout [Float], threads: Int, on instructions: InstructionSet = .best
    ) {
        precondition(dResidual.count >= rows * gain.count, "the residual has \(rows) rows")
        propagate(&gradient, rows: rows, record: record, dropout: dropout, firstRow: firstRow, residual: &dResidual, gain: &dGain, bias: &dBias, threads: threads, on: instructions)
    }

    private func propagate(
        _ gradient: inout [Float], rows: Int, record: Record, dropout: Dropout, firstRow: Int, residual dResidual: UnsafeMutablePointer<Float>?,
        gain dGain: inout [Float], bias dBias: inout [Float], threads: Int, on instructions: InstructionSet
    ) {
        let width = gain.count
        precondition(gradient.count >= rows * width && record.normalized.count >= rows * width && record.scales.count >= rows, "gradient and record have \(rows) rows")
        precondition(dGain.count == width && dBias.count == width, "gain and bias have \(width) values")
        var sums = [Float](repeating: 0, count: 2 * width) // of the gain, then of the bias
        func run(_ gradient: UnsafeMutablePointer<Float>, _ normalized: UnsafePointer<Float>, _ scales: UnsafePointer<Float>) {
            RowBlocks.sum(&sums, of: rows, threads: threads) { block, sums in
                let row = block.lowerBound, start = row * width
                aw_layer_norm_backward(
                    instructions.kernel, gradient + start, normalized + start, scales + row, dropout.kernel, UInt64(firstRow + row), block.count, width, gain,
                    gradient + start, dResidual.map { $0 + start }, sums, sums + width)
            }
        }
        run(&gradient, record.normalized, record.scales)
        for c in 0..<width {
            dGain[c] += sums[c]
            dBias[c] += sums[width + c]
        }
    }
}
