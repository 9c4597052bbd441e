extension Safetensors {
    /// A tensor's values as 32-bit floats, converted from what is stored.
    ///
    /// int8 rows are multiplied by the scales of the companion `<name>.scale`, one a row. The caller says the shape, so that nothing is allocated for
    /// a tensor of another one.
    /// - Throws: ``TensorError`` `.missingTensor`, `.wrongShape`, `.notNumeric`.
    public func floats(_ name: String, shape: [Int]) throws(TensorError) -> [Float] {
        let tensor = try tensor(name)
        guard tensor.shape == shape else { throw .wrongShape(file: file, tensor: name, expected: shape, found: tensor.shape) }
        switch tensor.type {
        case .float32: return values(of: tensor) { (bits: UInt32) in Float(bitPattern: UInt32(littleEndian: bits)) }
        case .bfloat16: return values(of: tensor) { (bits: UInt16) in Float(bitPattern: UInt32(UInt16(littleEndian: bits)) << 16) }
        case .float16: return values(of: tensor) { (bits: UInt16) in Self.float(half: UInt16(littleEndian: bits)) }
        case .int8: return try quantized(name, tensor).dequantized().values
        case .uint8, .int32, .int64: throw .notNumeric(file: file, tensor: name, type: tensor.type, reason: "integers without a scale")
        }
    }

    /// A tensor of shape (rows, columns) as a matrix.
    /// - Throws: as ``floats(_:shape:)``.
    public func matrix(_ name: String, rows: Int, columns: Int) throws(TensorError) -> Matrix {
        Matrix(rows: rows, columns: columns, values: try floats(name, shape: [rows, columns]))
    }

    /// A tensor of integers of any width.
    /// - Throws: ``TensorError`` `.missingTensor`, `.notNumeric` for floats.
    public func integers(_ name: String) throws(TensorError) -> [Int] {
        let tensor = try tensor(name)
        switch tensor.type {
        case .int8: return values(of: tensor) { (value: Int8) in Int(value) }
        case .uint8: return values(of: tensor) { (value: UInt8) in Int(value) }
        case .int32: return values(of: tensor) { (value: Int32) in Int(Int32(littleEndian: value)) }
        case .int64: return values(of: tensor) { (value: Int64) in Int(Int64(littleEndian: value)) }
        case .float32, .float16, .bfloat16: throw .notNumeric(file: file, tensor: name, type: tensor.type, reason: "integers are asked for")
        }
    }

    /// A tensor of two dimensions, as many rows and columns as it has.
    package func matrix(_ name: String) throws(TensorError) -> Matrix {
        let shape = try tensor(name).shape
        return Matrix(rows: shape.count == 1 ? 1 : shape.first ?? 0, columns: shape.last ?? 0, values: try floats(name, shape: shape))
    }

    /// A tensor of int8 rows as it is; nothing for one of floats.
    package func quantizedMatrix(_ name: String) throws(TensorError) -> QuantizedMatrix? {
        let tensor = try tensor(name)
        return tensor.type == .int8 ? try quantized(name, tensor) : nil
    }

    private func quantized(_ name: String, _ tensor: Tensor) throws(TensorError) -> QuantizedMatrix {
        let scales = try scales(of: name)
        return QuantizedMatrix(
            rows: scales.count, columns: tensor.count / scales.count, values: values(of: tensor) { (value: Int8) in value }, scales: scales)
    }

    /// The scales of a tensor's int8 rows.
    /// - Throws: ``TensorError`` `.missingTensor`, `.wrongShape`, `.notNumeric`.
    package func scales(of name: String) throws(TensorError) -> [Float] {
        let tensor = try tensor(name)
        guard let rows = tensor.shape.first, tensor.count > 0 else {
            throw .notNumeric(file: file, tensor: name, type: tensor.type, reason: "it has no rows")
        }
        let scaleName = name + ".scale"
        guard let scale = tensors[scaleName] else {
            throw .notNumeric(file: file, tensor: name, type: tensor.type, reason: "there is no \(scaleName)")
        }
        guard scale.type == .float32 else {
            throw .notNumeric(file: file, tensor: scaleName, type: scale.type, reason: "scales are F32")
        }
        guard scale.shape == [rows] else {
            throw .wrongShape(file: file, tensor: scaleName, expected: [rows], found: scale.shape)
        }
        return values(of: scale) { (bits: UInt32) in Float(bitPattern: UInt32(littleEndian: bits)) }
    }

    /// Whether every value is a finite number.
    package func isFinite(_ name: String) throws(TensorError) -> Bool {
        let tensor = try tensor(name)
        // By the largest bit pattern, which the compiler vectorises: infinities and NaNs are above every finite one.
        func areFinite(_ values: [Float]) -> Bool {
            values.reduce(into: UInt32(0)) { $0 = max($0, $1.bitPattern & 0x7FFF_FFFF) } < Float.infinity.bitPattern
        }
        switch tensor.type {
        case .int8: return areFinite(try scales(of: name))
        case .float32:
            return withBytes(of: tensor) { bytes in
                var largest: UInt32 = 0
                for i in 0..<tensor.count {
                    largest = max(largest, UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * i, as: UInt32.self)) & 0x7FFF_FFFF)
                }
                return largest < Float.infinity.bitPattern
            }
        default: return areFinite(try floats(name, shape: tensor.shape))
        }
    }

    /// Gives `body` the bytes of an int8 tensor and then those of its scales, or those of its values as 32-bit floats.
    package func withStoredBytes(of name: String, _ body: (UnsafeRawBufferPointer) -> Void) throws(TensorError) {
        let tensor = try tensor(name)
        switch tensor.type {
        case .int8:
            withBytes(of: tensor, body)
            try scales(of: name).withUnsafeBytes(body)
        case .float32: withBytes(of: tensor, body)
        default: try floats(name, shape: tensor.shape).withUnsafeBytes(body)
        }
    }

    private func values<Stored: BitwiseCopyable, Value>(of tensor: Tensor, _ convert: (Stored) -> Value) -> [Value] {
        withBytes(of: tensor) { bytes in
            [Value](unsafeUninitializedCapacity: tensor.count) { values, count in
                for i in 0..<tensor.count {
                    values.initializeElement(at: i, to: convert(bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Stored>.stride, as: Stored.self)))
                }
                count = tensor.count
            }
        }
    }

    // Not Swift's Float16: it doesn't exist on every platform.
    private static func float(half bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 0x1F
        let fraction = UInt32(bits & 0x3FF)
        switch exponent {
        case 0: // zero and subnormals: fraction · 2⁻²⁴
            let magnitude = Float(fraction) * 0x1p-24
            return Float(bitPattern: sign | magnitude.bitPattern)
        case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }
}
