/// The rows of an embedding, (V, C), each read when it is asked for: a table of tens of thousands may stay in the file that it is mapped from.
package struct EmbeddingTable: Sendable {
    package let rows, columns: Int
    private let storage: Storage

    private enum Storage {
        case matrix(Matrix)
        case floats(Safetensors, Safetensors.Tensor)
        case integers(Safetensors, Safetensors.Tensor, scales: [Float])
    }

    package init(_ matrix: Matrix) {
        (rows, columns, storage) = (matrix.rows, matrix.columns, .matrix(matrix))
    }

    /// A tensor (V, C) of a file; one of 16-bit floats is converted at once.
    /// - Throws: ``TensorError`` as ``Safetensors/floats(_:shape:)``.
    package init(_ file: Safetensors, _ name: String) throws(TensorError) {
        let tensor = try file.tensor(name)
        switch tensor.type {
        case .int8: storage = .integers(file, tensor, scales: try file.scales(of: name))
        #if _endian(little)
        case .float32: storage = .floats(file, tensor)
        #endif
        default: storage = .matrix(try file.matrix(name))
        }
        (rows, columns) = (tensor.shape.first ?? 0, tensor.shape.last ?? 0)
    }

    /// x (N, C) becomes the rows of `ids`.
    package func gather(_ ids: [Int32], into x: inout [Float]) {
        precondition(x.count >= ids.count * columns, "x has room for \(ids.count) rows")
        for id in ids { precondition(id >= 0 && id < rows, "token id \(id) is outside the vocabulary of \(rows)") }
        let width = columns
        x.withUnsafeMutableBufferPointer { x in
            switch storage {
            case .matrix(let matrix):
                matrix.values.withUnsafeBufferPointer { values in
                    for (row, id) in ids.enumerated() {
                        for c in 0..<width { x[row * width + c] = values[Int(id) * width + c] }
                    }
                }
            case .floats(let file, let tensor):
                file.withBytes(of: tensor) { bytes in
                    for (row, id) in ids.enumerated() {
                        for c in 0..<width { x[row * width + c] = bytes.loadUnaligned(fromByteOffset: (Int(id) * width + c) * 4, as: Float.self) }
                    }
                }
            case .integers(let file, let tensor, let scales):
                file.withBytes(of: tensor) { bytes in
                    let values = bytes.assumingMemoryBound(to: Int8.self)
                    for (row, id) in ids.enumerated() {
                        let scale = scales[Int(id)]
                        for c in 0..<width { x[row * width + c] = Float(values[Int(id) * width + c]) * scale }
                    }
                }
            }
        }
    }
}
