import AfterwordTensors
import Foundation
import TestSupport
import Testing

/// Files that are broken on purpose: each is refused with its own reason, from the header alone.
struct HostileSafetensorsTests {
    private func file(_ header: String, data: Int = 0) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + [UInt8](repeating: 0, count: data)
    }

    private func error(_ bytes: [UInt8]) -> TensorError? {
        do throws(TensorError) {
            _ = try Safetensors(ByteRegion(bytes), file: "m")
            return nil
        } catch { return error }
    }

    private func entry(_ name: String = "a", type: String = "F32", shape: String = "[1]", offsets: String = "[0,4]") -> String {
        "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
    }

    @Test func `a file shorter than its length field or header is truncated`() {
        #expect(error([]) == .truncated(file: "m", bytes: 0, needed: 8))
        #expect(error([1, 0, 0, 0, 0, 0, 0]) == .truncated(file: "m", bytes: 7, needed: 8))
        #expect(error([9, 0, 0, 0, 0, 0, 0, 0, 123, 125]) == .truncated(file: "m", bytes: 10, needed: 17))
    }

    @Test func `a header over 100 MB is not even looked for`() {
        #expect(error([UInt8](repeating: 255, count: 8)) == .headerTooLong(file: "m", bytes: .max, limit: 100_000_000))
        #expect(error(withUnsafeBytes(of: UInt64(100_000_001).littleEndian, Array.init)) == .headerTooLong(file: "m", bytes: 100_000_001, limit: 100_000_000))
    }

    @Test(arguments: [
        ("", 8, "{"), ("[]", 8, "{"), ("{", 9, "\""), ("{}x", 10, "nothing after the closing brace"), ("{\"a\"}", 12, ":"), ("{\"a\":1}", 13, "{"),
        ("{\"a\":{}}", 15, "dtype, shape and two data_offsets"), ("{\"__metadata__\":{\"a\":1}}", 29, "\""), ("{\"\u{1}\":{}}", 11, "no control characters in a string"),
        ("{\"\\x\":{}}", 12, "a known escape after \\"), ("{\"\\ud800\":{}}", 16, "paired surrogates"), ("{\"\\u12g4\":{}}", 12, "four hexadecimal digits"),
        ("{\"a", 11, "a closing quote"), ("{\"__metadata__\":{\"a\":\"b\",\"a\":\"c\"}}", 37, "metadata keys only once"),
    ])
    func `a header that isn't the JSON of safetensors is refused at its byte`(header: String, byte: Int, expected: String) {
        #expect(error(file(header)) == .malformedHeader(file: "m", byte: byte, expected: expected))
    }

    @Test func `a name that isn't UTF-8 is refused`() {
        let header: [UInt8] = Array("{\"".utf8) + [0xFF] + Array("\":{}}".utf8)
        let bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header
        #expect(error(bytes) == .malformedHeader(file: "m", byte: 12, expected: "UTF-8"))
    }

    @Test(arguments: ["-1", "1.5", "1e3", "01", "\"1\"", "null", "9223372036854775808", "99999999999999999999999999"])
    func `a size that isn't a non-negative integer below 2^63 is refused`(number: String) throws {
        let found = try #require(error(file("{\(entry(shape: "[\(number)]"))}", data: 4)))
        guard case .malformedHeader(file: "m", _, _) = found else { throw found }
    }

    @Test func `keys of a tensor are known and come once`() throws {
        for header in [
            "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":[]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
        ] {
            let found = try #require(error(file(header, data: 4)))
            guard case .malformedHeader(file: "m", _, _) = found else { throw found }
        }
    }

    @Test func `two tensors of one name are refused, whichever way the name is spelled`() {
        #expect(error(file("{\(entry()),\(entry())}", data: 4)) == .duplicateTensor(file: "m", tensor: "a"))
        #expect(error(file("{\(entry()),\(entry("\\u0061"))}", data: 4)) == .duplicateTensor(file: "m", tensor: "a"))
    }

    @Test func `an unknown element type is named`() {
        #expect(error(file("{\(entry(type: "F8_E4M3"))}", data: 4)) == .unknownElementType(file: "m", tensor: "a", found: "F8_E4M3"))
    }

    @Test(arguments: ["[9223372036854775807]", "[4611686018427387904,4]", "[3037000500,3037000500]", "[2147483648,2147483648,2147483648]"])
    func `a shape of more bytes than an address can count is refused`(shape: String) {
        #expect(error(file("{\(entry(shape: shape))}", data: 4)) == .shapeTooLarge(file: "m", tensor: "a"))
    }

    @Test func `offsets outside the data or backwards are refused`() {
        #expect(error(file("{\(entry())}", data: 3)) == .offsetsOutOfRange(file: "m", tensor: "a", begin: 0, end: 4, available: 3))
        #expect(error(file("{\(entry(offsets: "[4,0]"))}", data: 4)) == .offsetsOutOfRange(file: "m", tensor: "a", begin: 4, end: 0, available: 4))
        #expect(
            error(file("{\(entry(offsets: "[9223372036854775803,9223372036854775807]"))}", data: 4))
                == .offsetsOutOfRange(file: "m", tensor: "a", begin: .max - 4, end: .max, available: 4))
    }

    @Test func `a tensor whose bytes don't match its shape is refused`() {
        #expect(
            error(file("{\(entry(shape: "[2]"))}", data: 4)) == .sizeMismatch(file: "m", tensor: "a", shape: [2], type: .float32, expected: 8, found: 4))
        #expect(
            error(file("{\(entry(shape: "[0,9223372036854775807]"))}", data: 4))
                == .sizeMismatch(file: "m", tensor: "a", shape: [0, .max], type: .float32, expected: 0, found: 4))
    }

    @Test func `overlaps, holes and bytes left over are refused`() {
        let b = entry("b", offsets: "[4,8]")
        #expect(error(file("{\(entry()),\(entry("b"))}", data: 4)) == .overlap(file: "m", tensor: "b", other: "a"))
        #expect(error(file("{\(entry(type: "U8", shape: "[5]", offsets: "[0,5]")),\(b)}", data: 8)) == .overlap(file: "m", tensor: "b", other: "a"))
        #expect(error(file("{\(b)}", data: 8)) == .unusedBytes(file: "m", begin: 0, end: 4))
        #expect(error(file("{\(entry())}", data: 6)) == .unusedBytes(file: "m", begin: 4, end: 6))
        #expect(error(file("{}", data: 1)) == .unusedBytes(file: "m", begin: 0, end: 1))
    }

    @Test func `a tensor that begins between its elements' multiples is refused`() {
        let header = "{\(entry(type: "U8", shape: "[2]", offsets: "[0,2]")),\(entry("b", offsets: "[2,6]"))}"
        #expect(error(file(header, data: 6)) == .misaligned(file: "m", tensor: "b", begin: 2, alignment: 4))
    }

    @Test func `a file cut at any byte is refused`() {
        let whole = Safetensors.serialized(["a": .floats([1, 2, 3], shape: [3]), "b": .quantized(QuantizedMatrix(quantizing: Matrix(rows: 1, columns: 3, repeating: 1)))])
        #expect(error(whole) == nil)
        for count in 0..<whole.count { #expect(error(Array(whole[..<count])) != nil, "cut after \(count) bytes") }
    }

    @Test func `20,000 random changes never crash, and what is accepted can be read`() throws {
        let whole = Safetensors.serialized(
            ["weight": .floats([1, 2, 3, 4], shape: [2, 2]), "q": .quantized(QuantizedMatrix(quantizing: Matrix(rows: 2, columns: 3, repeating: 1)))],
            metadata: ["format": "pt"])
        var random = SeededGenerator(seed: 7)
        let alphabet = Array("{}[]\":,0123456789-.\\uaF".utf8)
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[at] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                case 2: bytes.remove(at: at)
                default: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: at)
                }
            }
            guard let file = try? Safetensors(ByteRegion(bytes), file: "m") else { continue }
            for (name, tensor) in file.tensors where tensor.type == .float32 {
                #expect(try file.floats(name, shape: tensor.shape).count == tensor.count)
            }
            for (name, tensor) in file.tensors where tensor.type == .int8 { _ = try? file.floats(name, shape: tensor.shape) }
        }
    }

    @Test func `a message shows no control characters and no endless names`() {
        let message = TensorError.missingTensor(file: "m", tensor: "\u{1B}[2J" + String(repeating: "x", count: 500)).description
        #expect(message.unicodeScalars.allSatisfy { $0.value >= 32 })
        #expect(message.count < 160)
    }
}
