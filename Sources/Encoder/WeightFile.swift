public import AfterwordTensors

extension EncoderWeights {
    /// Takes the encoder's tensors out of a file, converted to fp32.
    /// - Throws: ``EncoderError`` `.wrongShape`, `.notFinite`, `.tensors`.
    public init(_ file: Safetensors, for configuration: EncoderConfiguration) throws(EncoderError) {
        let tensors = try EncoderTensors(file, for: configuration)
        self.init(layerCount: configuration.layerCount)
        for parameter in Parameter.all(of: configuration) { self[keyPath: parameter.place] = try tensors.matrix(parameter.place) }
    }

    /// The tensors of a `model.safetensors`.
    ///
    /// - Parameter quantized: the matrices as int8 with a scale a row, a quarter of the size; biases and norms stay fp32.
    public func tensors(of configuration: EncoderConfiguration, quantized: Bool = false) -> [String: Safetensors.Content] {
        var result: [String: Safetensors.Content] = [:]
        for parameter in Parameter.all(of: configuration) {
            let matrix = self[keyPath: parameter.place]
            result[parameter.name] =
                quantized && parameter.shape.count == 2 ? .quantized(QuantizedMatrix(quantizing: matrix)) : .floats(matrix.values, shape: parameter.shape)
        }
        return result
    }
}
