internal import AfterwordTensors

/// Where an encoder is laid out from: weights in memory, or a file.
protocol EncoderParameters {
    associatedtype Failure: Error

    func matrix(_ place: KeyPath<EncoderWeights, Matrix>) throws(Failure) -> Matrix
    /// As it is stored, where that is in 8 bits.
    func quantized(_ place: KeyPath<EncoderWeights, Matrix>) throws(Failure) -> QuantizedMatrix
    func table(_ place: KeyPath<EncoderWeights, Matrix>) throws(Failure) -> EmbeddingTable
    /// Gives `body` what tells a parameter from another: 8-bit values and then their scales, or 32-bit floats, all little-endian.
    func withStoredBytes(of place: KeyPath<EncoderWeights, Matrix>, _ body: (UnsafeRawBufferPointer) -> Void) throws(Failure)
}

extension EncoderWeights: EncoderParameters {
    func matrix(_ place: KeyPath<EncoderWeights, Matrix>) -> Matrix { self[keyPath: place] }

    func quantized(_ place: KeyPath<EncoderWeights, Matrix>) -> QuantizedMatrix { QuantizedMatrix(quantizing: self[keyPath: place]) }

    func table(_ place: KeyPath<EncoderWeights, Matrix>) -> EmbeddingTable { EmbeddingTable(self[keyPath: place]) }

    func withStoredBytes(of place: KeyPath<EncoderWeights, Matrix>, _ body: (UnsafeRawBufferPointer) -> Void) {
        self[keyPath: place].values.withUnsafeBytes(body)
    }
}

extension EncoderParameters {
    /// Several linear layers of the same input as one.
    func linear(_ places: KeyPath<EncoderWeights, EncoderWeights.Dense>...) throws(Failure) -> Linear {
        var weights: [Matrix] = []
        for place in places { weights.append(try matrix(place.appending(path: \.weight))) }
        return Linear(weight: Matrix(stacking: weights), bias: try biases(places))
    }

    func linear(_ places: KeyPath<EncoderWeights, EncoderWeights.Dense>..., in precision: NarrowPrecision) throws(Failure) -> NarrowLinear {
        let bias = try biases(places)
        switch precision {
        case .bfloat16:
            var weights: [Matrix] = []
            for place in places { weights.append(try matrix(place.appending(path: \.weight))) }
            return NarrowLinear(rounding: Matrix(stacking: weights), bias: bias)
        case .int8:
            var weights: [QuantizedMatrix] = []
            for place in places { weights.append(try quantized(place.appending(path: \.weight))) }
            return NarrowLinear(weight: QuantizedMatrix(stacking: weights), bias: bias)
        }
    }

    func norm(_ place: KeyPath<EncoderWeights, EncoderWeights.Norm>, epsilon: Float) throws(Failure) -> LayerNorm {
        LayerNorm(gain: try matrix(place.appending(path: \.gain)).values, bias: try matrix(place.appending(path: \.bias)).values, epsilon: epsilon)
    }

    private func biases(_ places: [KeyPath<EncoderWeights, EncoderWeights.Dense>]) throws(Failure) -> [Float] {
        var biases: [Float] = []
        for place in places { biases += try matrix(place.appending(path: \.bias)).values }
        return biases
    }
}
