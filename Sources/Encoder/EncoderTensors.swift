internal import AfterwordTensors

/// An encoder's tensors in a file, checked as a whole and then read one at a time: what is laid out for inference needs no second copy in memory.
///
/// Others in the file, such as a pooler's, are left alone.
struct EncoderTensors {
    private let file: Safetensors
    /// What each place is called in the file.
    private let names: [KeyPath<EncoderWeights, Matrix>: String]

    /// - Throws: ``EncoderError`` `.wrongShape`, `.notFinite`, `.tensors`.
    init(_ file: Safetensors, for configuration: EncoderConfiguration) throws(EncoderError) {
        self.file = file
        let parameters = Parameter.all(of: configuration)
        var names: [KeyPath<EncoderWeights, Matrix>: String] = [:]
        for parameter in parameters { // every shape is checked before the first value is read
            guard let name = parameter.namesInFiles.first(where: { file.tensors[$0] != nil }), let tensor = file.tensors[name] else {
                throw .tensors(.missingTensor(file: file.file, tensor: parameter.name))
            }
            guard tensor.shape == parameter.shape else {
                throw .wrongShape(file: file.file, tensor: name, found: tensor.shape, expected: parameter.shape)
            }
            names[parameter.place] = name
        }
        self.names = names
        for parameter in parameters {
            let name = self.name(of: parameter.place)
            guard try Self.reading({ () throws(TensorError) in try file.isFinite(name) }) else { throw .notFinite(file: file.file, tensor: name) }
        }
    }

    private func name(of place: KeyPath<EncoderWeights, Matrix>) -> String {
        guard let name = names[place] else { preconditionFailure("every place has a tensor") }
        return name
    }

    private static func reading<Value>(_ body: () throws(TensorError) -> Value) throws(EncoderError) -> Value {
        do { return try body() } catch { throw .tensors(error) }
    }
}

extension EncoderTensors: EncoderParameters {
    func matrix(_ place: KeyPath<EncoderWeights, Matrix>) throws(EncoderError) -> Matrix {
        let name = name(of: place)
        return try Self.reading { () throws(TensorError) in try file.matrix(name) }
    }

    func quantized(_ place: KeyPath<EncoderWeights, Matrix>) throws(EncoderError) -> QuantizedMatrix {
        let name = name(of: place)
        if let stored = try Self.reading({ () throws(TensorError) in try file.quantizedMatrix(name) }) { return stored }
        return QuantizedMatrix(quantizing: try matrix(place))
    }

    func table(_ place: KeyPath<EncoderWeights, Matrix>) throws(EncoderError) -> EmbeddingTable {
        let name = name(of: place)
        return try Self.reading { () throws(TensorError) in try EmbeddingTable(file, name) }
    }

    func withStoredBytes(of place: KeyPath<EncoderWeights, Matrix>, _ body: (UnsafeRawBufferPointer) -> Void) throws(EncoderError) {
        let name = name(of: place)
        try Self.reading { () throws(TensorError) in try file.withStoredBytes(of: name, body) }
    }
}
