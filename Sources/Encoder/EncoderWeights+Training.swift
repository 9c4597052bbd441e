package import AfterwordTensors

extension EncoderWeights {
    /// The states of packed sequences, kept on the tape with all that the way back needs; without dropout the states of inference.
    package func forward(
        _ sequences: PackedSequences, configuration: EncoderConfiguration, dropouts: LayerDropouts = .none, tape: inout TrainingTape, product: inout Product
    ) {
        tape.reserve(sequences.rows, for: configuration)
        (tape.pass.sequences, tape.pass.dropouts) = (sequences, dropouts)
        embeddings(configuration).forward(
            sequences.ids, lengths: sequences.lengths, into: &tape.states[0], record: &tape.embeddings, threads: product.threads)
        dropouts.at(.embeddings).apply(to: &tape.states[0], rows: sequences.rows, width: configuration.hiddenSize, threads: product.threads)
        for (index, layer) in layers.enumerated() {
            layer.forward(
                tape.states[index], layer: index, of: tape.pass, tape: &tape.layers[index], workspace: &tape.workspace, product: &product,
                into: &tape.states[index + 1])
        }
    }

    /// Adds the gradient of a loss by every parameter to `gradient`.
    ///
    /// - Parameters:
    ///   - dStates: the loss's gradient by the states of each layer, (R, C) each, or empty where it does not depend on them.
    ///   - lowest: the lowest layer that trains, from 1; 0 trains the embeddings too. Nothing is computed below it.
    package func backward(
        _ dStates: [[Float]], configuration: EncoderConfiguration, lowest: Int = 0, tape: inout TrainingTape, product: inout Product,
        into gradient: inout EncoderWeights
    ) {
        let rows = tape.pass.rows, width = configuration.hiddenSize
        var dX = [Float](repeating: 0, count: rows * width)
        for index in layers.indices.map({ $0 + 1 }).reversed() where index >= lowest {
            dX.add(dStates[index])
            layers[index - 1].backward(
                &dX, x: tape.states[index - 1], layer: index - 1, of: tape.pass, tape: tape.layers[index - 1], workspace: &tape.workspace, product: &product,
                into: &gradient.layers[index - 1])
        }
        guard lowest == 0 else { return }
        dX.add(dStates[0])
        tape.pass.dropouts.at(.embeddings).apply(to: &dX, rows: rows, width: width, threads: product.threads)
        var dType = [Float](repeating: 0, count: width)
        embeddings(configuration).backward(
            &dX, ids: tape.pass.sequences.ids, lengths: tape.pass.sequences.lengths, record: tape.embeddings, words: &gradient.words.values,
            positions: &gradient.positions.values, type: &dType, gain: &gradient.embeddingsNorm.gain.values, bias: &gradient.embeddingsNorm.bias.values,
            threads: product.threads)
        for column in dType.indices { gradient.types.values[column] += dType[column] }
    }

    private func embeddings(_ configuration: EncoderConfiguration) -> Embeddings {
        Embeddings(
            words: EmbeddingTable(words), positions: positions, type: Array(types[row: 0]), norm: LayerNorm(embeddingsNorm, epsilon: configuration.layerNormEpsilon))
    }

    /// Changes one parameter in place.
    package mutating func update<Failure: Error>(_ parameter: Parameter, _ body: (inout [Float]) throws(Failure) -> Void) throws(Failure) {
        // A key path through an array reads a copy and writes it back: the matrix is taken out first, or changing it would copy it.
        var matrix = self[keyPath: parameter.place]
        self[keyPath: parameter.place] = Matrix(rows: 0, columns: 0)
        defer { self[keyPath: parameter.place] = matrix }
        try body(&matrix.values)
    }
}

extension [Float] {
    /// Adds another array, value by value; an empty one is nothing.
    package mutating func add(_ other: [Float], times factor: Float = 1) { add(other[...], times: factor) }

    package mutating func add(_ other: ArraySlice<Float>, times factor: Float = 1) {
        precondition(other.isEmpty || other.count == count, "\(other.count) values are added to \(count)")
        withUnsafeMutableBufferPointer { sum in
            other.withUnsafeBufferPointer { other in
                for index in other.indices { sum[index] += factor * other[index] }
            }
        }
    }
}
