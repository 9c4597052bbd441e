internal import AfterwordTensors

/// How the inner units of each feed-forward layer go together on some text: their activations' second moments, with those of a constant 1 behind them.
package struct InnerMoments: Sendable {
    /// F + 1
    package let size: Int
    /// (F + 1, F + 1) a layer, means over the tokens.
    package let layers: [[Double]]

    /// Takes the batches through the encoder, one after the other.
    package init(of weights: EncoderWeights, configuration: EncoderConfiguration, on batches: [PackedSequences], threads: Int) {
        let inner = configuration.intermediateSize, size = inner + 1
        self.size = size
        var layers = weights.layers.map { _ in [Double](repeating: 0, count: size * size) }
        var tape = TrainingTape(for: configuration), product = Product(precision: .float32, threads: threads)
        var batch = [Float](repeating: 0, count: inner * inner) // a batch is summed in 32 bits, batches in 64
        for sequences in batches {
            weights.forward(sequences, configuration: configuration, tape: &tape, product: &product)
            for index in layers.indices {
                let activated = Product.Operand(tape.layers[index].activated, rows: sequences.rows, columns: inner)
                product(activated.transposed, activated, into: &batch)
                layers[index].add(batch, width: inner, sums: tape.layers[index].activated.columnSums(rows: sequences.rows, width: inner), rows: sequences.rows)
            }
        }
        let rows = max(1, batches.reduce(0) { $0 + $1.rows })
        self.layers = layers.map { $0.map { $0 / Double(rows) } }
    }
}

extension [Double] {
    /// Adds a batch's products (F, F), and its sums (F) as the products with the constant.
    fileprivate mutating func add(_ products: [Float], width: Int, sums: [Double], rows: Int) {
        let size = width + 1
        for row in 0..<width {
            for column in 0..<width { self[row * size + column] += Double(products[row * width + column]) }
            self[row * size + width] += sums[row]
            self[width * size + row] += sums[row]
        }
        self[width * size + width] += Double(rows)
    }
}

extension [Float] {
    fileprivate func columnSums(rows: Int, width: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        for row in 0..<rows {
            for column in 0..<width { sums[column] += Double(self[row * width + column]) }
        }
        return sums
    }
}
