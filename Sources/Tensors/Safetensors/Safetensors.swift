/// A safetensors file, checked as a whole before any tensor is read.
///
///     let file = try Safetensors(contentsOf: "model/model.safetensors")
///     let weight = try file.matrix("encoder.layer.0.output.dense.weight", rows: 384, columns: 1536)
///
/// - Source: https://huggingface.co/docs/safetensors
public struct Safetensors: Sendable {
    /// One tensor: where it lies and what it is.
    public struct Tensor: Sendable, Equatable {
        public let type: ElementType
        public let shape: [Int]
        /// Its bytes in the file.
        let bytes: Range<Int>

        public var count: Int { bytes.count / type.size }
    }

    /// The file's name, for messages.
    public let file: String
    public let tensors: [String: Tensor]
    public let metadata: [String: String]
    private let region: ByteRegion

    /// The longest header accepted, as in the reference implementation.
    public static let headerLimit = 100_000_000

    /// Opens a file by mapping it.
    /// - Throws: ``TensorError`` of the file or its header.
    public init(contentsOf path: String) throws(TensorError) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        try self.init(ByteRegion(contentsOf: path), file: name)
    }

    /// Reads the header of bytes in memory; the tensors' data stays where it is.
    /// - Throws: ``TensorError`` of the header.
    public init(_ region: ByteRegion, file: String) throws(TensorError) {
        guard region.count >= 8 else { throw .truncated(file: file, bytes: region.count, needed: 8) }
        let length = region.withUnsafeBytes(in: 0..<8) { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= Self.headerLimit else { throw .headerTooLong(file: file, bytes: length, limit: Self.headerLimit) }
        let start = 8 + Int(length)
        guard start <= region.count else { throw .truncated(file: file, bytes: region.count, needed: UInt64(start)) }
        let header = try region.withUnsafeBytes(in: 8..<start) { bytes throws(TensorError) in
            try SafetensorsHeader(bytes, file: file, origin: 8)
        }
        let available = region.count - start
        try Self.checkLayout(header.entries, file: file, available: available)
        var tensors: [String: Tensor] = [:]
        for entry in header.entries {
            tensors[entry.name] = Tensor(
                type: try Self.type(of: entry, file: file), shape: entry.shape, bytes: start + entry.begin..<start + entry.end)
        }
        self.file = file
        self.tensors = tensors
        metadata = header.metadata
        self.region = region
    }

    /// A tensor of this name.
    /// - Throws: `TensorError.missingTensor`.
    public func tensor(_ name: String) throws(TensorError) -> Tensor {
        guard let tensor = tensors[name] else { throw .missingTensor(file: file, tensor: name) }
        return tensor
    }

    /// Gives `body` a tensor's bytes, little-endian and of any alignment.
    package func withBytes<Result>(of tensor: Tensor, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        region.withUnsafeBytes(in: tensor.bytes, body)
    }

    private static func type(of entry: SafetensorsHeader.Entry, file: String) throws(TensorError) -> ElementType {
        guard let type = ElementType(rawValue: entry.type) else { throw .unknownElementType(file: file, tensor: entry.name, found: entry.type) }
        return type
    }

    // Every tensor inside the data, as long as its shape says, and together they fill it without overlap or hole.
    private static func checkLayout(_ entries: [SafetensorsHeader.Entry], file: String, available: Int) throws(TensorError) {
        for entry in entries {
            let type = try type(of: entry, file: file)
            var expected = type.size
            // A shape with a 0 in it is empty, however large its other sizes are.
            for size in entry.shape.contains(0) ? [0] : entry.shape {
                let (product, overflow) = expected.multipliedReportingOverflow(by: size)
                guard !overflow else { throw .shapeTooLarge(file: file, tensor: entry.name) }
                expected = product
            }
            guard entry.begin <= entry.end, entry.end <= available else {
                throw .offsetsOutOfRange(file: file, tensor: entry.name, begin: entry.begin, end: entry.end, available: available)
            }
            guard entry.end - entry.begin == expected else {
                throw .sizeMismatch(
                    file: file, tensor: entry.name, shape: entry.shape, type: type, expected: expected, found: entry.end - entry.begin)
            }
            guard entry.begin % type.size == 0 else {
                throw .misaligned(file: file, tensor: entry.name, begin: entry.begin, alignment: type.size)
            }
        }
        var filled = 0
        var last = ""
        for entry in entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            guard entry.begin >= filled else { throw .overlap(file: file, tensor: entry.name, other: last) }
            guard entry.begin == filled else { throw .unusedBytes(file: file, begin: filled, end: entry.begin) }
            filled = entry.end
            last = entry.name
        }
        guard filled == available else { throw .unusedBytes(file: file, begin: filled, end: available) }
    }
}
