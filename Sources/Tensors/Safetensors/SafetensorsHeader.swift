/// The JSON header of a safetensors file, read strictly.
///
/// Only the grammar of such headers is accepted: an object of `name: {"dtype", "shape", "data_offsets"}` and `__metadata__` of strings. A general JSON
/// reader would keep one of two equal names, and round 2^63 to a double.
struct SafetensorsHeader {
    struct Entry {
        var name: String
        var type: String
        var shape: [Int]
        var begin, end: Int
    }

    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]

    private let file: String
    private let bytes: UnsafeRawBufferPointer
    private let origin: Int
    private var at = 0

    /// - Parameter origin: where `bytes` begin in the file, for messages.
    init(_ bytes: UnsafeRawBufferPointer, file: String, origin: Int) throws(TensorError) {
        self.bytes = bytes
        self.file = file
        self.origin = origin
        var seen: Set<String> = []
        try object { (header, name) throws(TensorError) in
            guard seen.insert(name).inserted else { throw .duplicateTensor(file: file, tensor: name) }
            if name == "__metadata__" { try header.readMetadata() } else { try header.readEntry(name) }
        }
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
        guard at == bytes.count else { throw malformed("nothing after the closing brace") }
    }

    private mutating func readMetadata() throws(TensorError) {
        try object { (header, key) throws(TensorError) in
            guard header.metadata[key] == nil else { throw header.malformed("metadata keys only once") }
            header.metadata[key] = try header.string()
        }
    }

    private mutating func readEntry(_ name: String) throws(TensorError) {
        var type: String?, shape: [Int]?, offsets: [Int]?
        try object { (header, key) throws(TensorError) in
            switch key {
            case "dtype" where type == nil: type = try header.string()
            case "shape" where shape == nil: shape = try header.integers()
            case "data_offsets" where offsets == nil: offsets = try header.integers()
            default: throw header.malformed("dtype, shape and data_offsets, each once")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else { throw malformed("dtype, shape and two data_offsets") }
        entries.append(Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1]))
    }

    private mutating func object(_ member: (inout Self, String) throws(TensorError) -> Void) throws(TensorError) {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try member(&self, key)
        } while take(",")
        try expect("}")
    }

    private mutating func integers() throws(TensorError) -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var values: [Int] = []
        repeat { values.append(try integer()) } while take(",")
        try expect("]")
        return values
    }

    private mutating func integer() throws(TensorError) -> Int {
        skipSpace()
        let start = at
        var value = 0
        while at < bytes.count, case let digit = bytes[at] &- UInt8(ascii: "0"), digit < 10 {
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = tens.addingReportingOverflow(Int(digit))
            guard !tooLarge, !overflow else { throw malformed("a number below 2^63") }
            value = sum
            at += 1
        }
        guard at > start, at == start + 1 || bytes[start] != UInt8(ascii: "0") else { throw malformed("a non-negative integer") }
        return value
    }

    private mutating func string() throws(TensorError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw malformed("UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw malformed("no control characters in a string")
            default: text.append(byte)
            }
        }
        throw malformed("a closing quote")
    }

    private mutating func escape(into text: inout [UInt8]) throws(TensorError) {
        guard at < bytes.count else { throw malformed("a character after \\") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
                at += 2
                units.append(try codeUnit())
            }
            guard let character = String(validating: units, as: UTF16.self) else { throw malformed("paired surrogates") }
            text.append(contentsOf: character.utf8)
        default: throw malformed("a known escape after \\")
        }
    }

    private mutating func codeUnit() throws(TensorError) -> UInt16 {
        guard at + 4 <= bytes.count, let digits = String(validating: bytes[at..<at + 4], as: UTF8.self),
            digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16)
        else { throw malformed("four hexadecimal digits") }
        at += 4
        return unit
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(TensorError) {
        guard take(character) else { throw malformed("\(character)") }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private func malformed(_ expected: String) -> TensorError { .malformedHeader(file: file, byte: origin + at, expected: expected) }
}
