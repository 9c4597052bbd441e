package import AfterwordTensors

/// The parameters of an encoder as Hugging Face stores them: what is loaded, trained and saved.
public struct EncoderWeights: Sendable, Equatable {
    package struct Norm: Sendable, Equatable {
        /// (1, C) each.
        package var gain, bias: Matrix
    }

    package struct Dense: Sendable, Equatable {
        /// (outputs, inputs)
        package var weight: Matrix
        /// (1, outputs)
        package var bias: Matrix
    }

    package struct Layer: Sendable, Equatable {
        package var query, key, value, attentionOutput: Dense
        package var attentionNorm: Norm
        package var up, down: Dense
        package var outputNorm: Norm
    }

    /// (V, C), (P, C) and (types, C).
    package var words, positions, types: Matrix
    package var embeddingsNorm: Norm
    package var layers: [Layer]

    /// Every matrix empty: what a file's values are put into.
    package init(layerCount: Int) {
        let empty = Matrix(rows: 0, columns: 0)
        let norm = Norm(gain: empty, bias: empty), dense = Dense(weight: empty, bias: empty)
        words = empty
        positions = empty
        types = empty
        embeddingsNorm = norm
        let layer = Layer(
            query: dense, key: dense, value: dense, attentionOutput: dense, attentionNorm: norm, up: dense, down: dense, outputNorm: norm)
        layers = Array(repeating: layer, count: layerCount)
    }

    /// Zeros in the shapes a configuration asks for: a place for gradients.
    package init(zerosFor configuration: EncoderConfiguration) {
        self.init(layerCount: configuration.layerCount)
        for parameter in Parameter.all(of: configuration) { self[keyPath: parameter.place] = Matrix(rows: parameter.rows, columns: parameter.columns) }
    }
}
