public import AfterwordTensors

extension EncoderWeights {
    /// Takes the encoder's tensors out of a file, converted to fp32; others, such as a pooler's, are left alone.
    /// - Throws: ``EncoderError`` `.wrongShape`, `.notFinite`, `.tensors`.
    public init(_ file: Safetensors, for configuration: EncoderConfiguration) throws(EncoderError) {
        let parameters = Parameter.all(of: configuration)
        var names: [String] = []
        for parameter in parameters { // every shape is checked before the first tensor is read
            guard let name = parameter.namesInFiles.first(where: { file.tensors[$0] != nil }), let tensor = file.tensors[name] else {
                throw .tensors(.missingTensor(file: file.file, tensor: parameter.name))
            }
            guard tensor.shape == parameter.shape else {
                throw .wrongShape(file: file.file, tensor: name, found: tensor.shape, expected: parameter.shape)
            }
            names.append(name)
        }
        self.init(layerCount: configuration.layerCount)
        for (parameter, name) in zip(parameters, names) {
            let values: [Float]
            do { values = try file.floats(name, shape: parameter.shape) } catch { throw .tensors(error) }
            guard Self.areFinite(values) else { throw .notFinite(file: file.file, tensor: name) }
            self[keyPath: parameter.place] = Matrix(rows: parameter.rows, columns: parameter.columns, values: values)
        }
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

    // By the largest bit pattern, which the compiler vectorises: infinities and NaNs are above every finite one.
    private static func areFinite(_ values: [Float]) -> Bool {
        values.reduce(into: UInt32(0)) { $0 = max($0, $1.bitPattern & 0x7FFF_FFFF) } < Float.infinity.bitPattern
    }
}
