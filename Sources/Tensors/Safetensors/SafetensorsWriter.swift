internal import Foundation

extension Safetensors {
    /// A tensor to be written.
    public enum Content: Sendable {
        /// 32-bit floats of any shape.
        case floats([Float], shape: [Int])
        /// int8 rows; their scales become a second tensor, `<name>.scale`.
        case quantized(QuantizedMatrix)
    }

    /// Writes a file that appears whole or not at all; equal input gives equal bytes.
    /// - Throws: `TensorError.unwritable`.
    public static func write(_ tensors: [String: Content], metadata: [String: String] = [:], to path: String) throws(TensorError) {
        let bytes = serialized(tensors, metadata: metadata)
        let temporary = path + ".\(getpid()).part"
        func failure(_ code: Int32) -> TensorError { .unwritable(file: path, reason: String(cString: strerror(code))) }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(errno) }
        var code: Int32 = 0
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { code = errno; return }
                written += count
            }
        }
        if code == 0, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(temporary, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(temporary)
            throw failure(code)
        }
    }

    /// The bytes of a file: names in order, wide elements first so that each tensor is aligned, data on a 64-byte boundary.
    public static func serialized(_ tensors: [String: Content], metadata: [String: String] = [:]) -> [UInt8] {
        let parts = tensors.flatMap { Self.parts(of: $1, name: $0) }.sorted { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
        precondition(Set(parts.map(\.name)).count == parts.count, "a tensor's name is not that of another's scales")
        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            members.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for part in parts {
            let shape = part.shape.map(String.init).joined(separator: ",")
            members.append("\(quoted(part.name)):{\"dtype\":\"\(part.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(offset + part.bytes)]}")
            offset += part.bytes
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (64 - (8 + header.count) % 64) % 64))
        var file: [UInt8] = []
        file.reserveCapacity(8 + header.count + offset)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(contentsOf: header)
        for part in parts { part.append(to: &file) }
        return file
    }

    private struct Part {
        let name: String
        let type: ElementType
        let shape: [Int]
        let floats: [Float]
        let integers: [Int8]

        var bytes: Int { floats.count * 4 + integers.count }

        func append(to file: inout [UInt8]) {
            #if _endian(little)
            floats.withUnsafeBytes { file.append(contentsOf: $0) }
            #else
            for value in floats { withUnsafeBytes(of: value.bitPattern.littleEndian) { file.append(contentsOf: $0) } }
            #endif
            integers.withUnsafeBytes { file.append(contentsOf: $0) }
        }
    }

    private static func parts(of content: Content, name: String) -> [Part] {
        switch content {
        case .floats(let values, let shape):
            precondition(shape.reduce(1, *) == values.count, "\(name): a shape has as many elements as the tensor")
            return [Part(name: name, type: .float32, shape: shape, floats: values, integers: [])]
        case .quantized(let matrix):
            return [
                Part(name: name, type: .int8, shape: [matrix.rows, matrix.columns], floats: [], integers: matrix.values),
                Part(name: name + ".scale", type: .float32, shape: [matrix.rows], floats: matrix.scales, integers: []),
            ]
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
