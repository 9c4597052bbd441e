/// Why tensors could not be read or written.
public enum TensorError: Error, Equatable, Sendable {
    case unreadable(file: String, reason: String)
    case unwritable(file: String, reason: String)
    /// The file ends before its header does.
    case truncated(file: String, bytes: Int, needed: UInt64)
    case headerTooLong(file: String, bytes: UInt64, limit: Int)
    /// What the header should have had at a byte of the file.
    case malformedHeader(file: String, byte: Int, expected: String)
    case duplicateTensor(file: String, tensor: String)
    case unknownElementType(file: String, tensor: String, found: String)
    /// The shape's number of bytes is more than an address can count.
    case shapeTooLarge(file: String, tensor: String)
    /// Offsets outside the `available` bytes of data, or in the wrong order.
    case offsetsOutOfRange(file: String, tensor: String, begin: Int, end: Int, available: Int)
    case misaligned(file: String, tensor: String, begin: Int, alignment: Int)
    case sizeMismatch(file: String, tensor: String, shape: [Int], type: ElementType, expected: Int, found: Int)
    case overlap(file: String, tensor: String, other: String)
    /// Bytes of data, counted from its start, that belong to no tensor.
    case unusedBytes(file: String, begin: Int, end: Int)
    case missingTensor(file: String, tensor: String)
    /// The tensor can't be read as floats: an integer type, or int8 rows without scales.
    case notNumeric(file: String, tensor: String, type: ElementType, reason: String)
    case wrongShape(file: String, tensor: String, expected: [Int], found: [Int])
}

extension TensorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
        case .truncated(let file, let bytes, let needed): "\(file): ends after \(bytes) bytes, its header needs \(needed)"
        case .headerTooLong(let file, let bytes, let limit): "\(file): the header says it is \(bytes) bytes long, more than \(limit): not a safetensors file?"
        case .malformedHeader(let file, let byte, let expected): "\(file): byte \(byte) of the header: expected \(expected)"
        case .duplicateTensor(let file, let tensor): "\(file): \(Self.quoted(tensor)) is there twice"
        case .unknownElementType(let file, let tensor, let found):
            "\(file): \(Self.quoted(tensor)) has elements of type \(Self.quoted(found)); known are \(ElementType.allCases.map(\.rawValue).joined(separator: ", "))"
        case .shapeTooLarge(let file, let tensor): "\(file): the shape of \(Self.quoted(tensor)) is too large for any memory"
        case .offsetsOutOfRange(let file, let tensor, let begin, let end, let available):
            "\(file): \(Self.quoted(tensor)) is at bytes \(begin)..<\(end), the file has \(available)"
        case .misaligned(let file, let tensor, let begin, let alignment):
            "\(file): \(Self.quoted(tensor)) begins at byte \(begin), which is not a multiple of \(alignment)"
        case .sizeMismatch(let file, let tensor, let shape, let type, let expected, let found):
            "\(file): \(Self.quoted(tensor)) is \(Self.text(shape)) of \(type.rawValue), \(expected) bytes, but has \(found)"
        case .overlap(let file, let tensor, let other): "\(file): \(Self.quoted(tensor)) overlaps \(Self.quoted(other))"
        case .unusedBytes(let file, let begin, let end): "\(file): bytes \(begin)..<\(end) of the data belong to no tensor"
        case .missingTensor(let file, let tensor): "\(file): has no tensor \(Self.quoted(tensor))"
        case .notNumeric(let file, let tensor, let type, let reason): "\(file): \(Self.quoted(tensor)) of \(type.rawValue) can't be read as floats: \(reason)"
        case .wrongShape(let file, let tensor, let expected, let found):
            "\(file): \(Self.quoted(tensor)) is \(Self.text(found)), expected \(Self.text(expected))"
        }
    }

    /// "(256, 1024)"
    package static func text(_ shape: [Int]) -> String { "(" + shape.map(String.init).joined(separator: ", ") + ")" }

    // A hostile file chooses its names: no control characters on a terminal, no endless lines.
    private static func quoted(_ name: String) -> String {
        let shown = String(String.UnicodeScalarView(name.unicodeScalars.prefix(120).map { $0.value < 32 || (127..<160).contains($0.value) ? "\u{FFFD}" : $0 }))
        return shown.unicodeScalars.count < name.unicodeScalars.count ? shown + "…" : shown
    }
}
