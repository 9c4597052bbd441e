import AfterwordTensors
import Foundation
import TestSupport
import Testing

struct SafetensorsTests {
    private func bytes(_ header: String, _ data: [UInt8]) -> ByteRegion {
        ByteRegion(withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data)
    }

    @Test func `what is written is read back, metadata too`() throws {
        var random = SeededGenerator(seed: 1)
        let a = random.matrix(7, 5), b = random.matrix(3, 40)
        let quantized = QuantizedMatrix(quantizing: b)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("safetensors-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("model.safetensors").path
        let metadata = ["format": "pt", "quote \" and \\": "line\nbreak \u{1} é"]
        try Safetensors.write(["a": .floats(a.values, shape: [7, 5]), "b": .quantized(quantized), "s": .floats([4], shape: [])], metadata: metadata, to: path)
        let file = try Safetensors(contentsOf: path)
        #expect(file.file == "model.safetensors")
        #expect(file.metadata == metadata)
        #expect(try file.matrix("a", rows: 7, columns: 5) == a)
        #expect(try file.matrix("b", rows: 3, columns: 40) == quantized.dequantized())
        #expect(try file.floats("s", shape: []) == [4])
        #expect(try file.integers("b") == quantized.values.map(Int.init))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model.safetensors"])
    }

    @Test func `equal tensors give equal bytes, wide elements first and on a 64-byte boundary`() throws {
        let quantized = QuantizedMatrix(quantizing: Matrix(rows: 1, columns: 3, repeating: 2))
        let bytes = Safetensors.serialized(["z": .floats([1], shape: [1]), "a": .quantized(quantized)], metadata: ["b": "1", "a": "2"])
        for _ in 0..<5 {
            #expect(Safetensors.serialized(["a": .quantized(quantized), "z": .floats([1], shape: [1])], metadata: ["a": "2", "b": "1"]) == bytes)
        }
        let length = Int(bytes[0]) + Int(bytes[1]) << 8
        #expect((8 + length) % 64 == 0)
        #expect(Array(bytes[(8 + length + 8)...]) == [127, 127, 127])
    }

    @Test func `half and bfloat16 values are exact in fp32`() throws {
        let halves: [(UInt16, Float)] = [
            (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24), (0x03FF, 0x1.FF8p-15), (0x0400, 0x1p-14), (0x8000, -0.0), (0x7C00, .infinity), (0x3555, 0.33325195),
        ]
        let data = halves.flatMap { [UInt8($0.0 & 255), UInt8($0.0 >> 8)] }
        let file = try Safetensors(bytes("{\"h\":{\"dtype\":\"F16\",\"shape\":[9],\"data_offsets\":[0,18]}}", data), file: "m")
        #expect(try file.floats("h", shape: [9]).map(\.bitPattern) == halves.map(\.1.bitPattern))
        let brain = try Safetensors(bytes("{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", [0x80, 0x3F, 0x49, 0xC0]), file: "m")
        #expect(try brain.floats("b", shape: [2]) == [1, -3.140625])
    }

    @Test func `integers of every width are read, but not as floats without a scale`() throws {
        let header = """
            {"i":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"j":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},
            "k":{"dtype":"U8","shape":[1],"data_offsets":[12,13]},"l":{"dtype":"I8","shape":[1,1],"data_offsets":[13,14]}}
            """
        let file = try Safetensors(bytes(header, [254, 255, 255, 255, 255, 255, 255, 255, 3, 0, 0, 0, 200, 200]), file: "m")
        #expect(try ["i", "j", "k", "l"].map { try file.integers($0) } == [[-2], [3], [200], [-56]])
        #expect(throws: TensorError.notNumeric(file: "m", tensor: "i", type: .int64, reason: "integers without a scale")) { try file.floats("i", shape: [1]) }
        #expect(throws: TensorError.notNumeric(file: "m", tensor: "l", type: .int8, reason: "there is no l.scale")) { try file.floats("l", shape: [1, 1]) }
    }

    @Test func `a tensor of another shape than asked for, or none, is an error with both shapes`() throws {
        let file = try Safetensors(ByteRegion(Safetensors.serialized(["a": .floats([1, 2], shape: [2])])), file: "m.safetensors")
        #expect(throws: TensorError.wrongShape(file: "m.safetensors", tensor: "a", expected: [1, 2], found: [2])) { try file.matrix("a", rows: 1, columns: 2) }
        #expect(throws: TensorError.missingTensor(file: "m.safetensors", tensor: "b")) { try file.floats("b", shape: [2]) }
        #expect(TensorError.wrongShape(file: "m", tensor: "a", expected: [1, 2], found: [2]).description == "m: a is (2), expected (1, 2)")
    }

    @Test func `a file that can't be opened says why`() {
        #expect(throws: TensorError.unreadable(file: "/nowhere/at/all", reason: "No such file or directory")) { try Safetensors(contentsOf: "/nowhere/at/all") }
        #expect(throws: TensorError.unreadable(file: "/", reason: "not a regular file")) { try Safetensors(contentsOf: "/") }
        #expect(throws: TensorError.unwritable(file: "/nowhere/x", reason: "No such file or directory")) { try Safetensors.write([:], to: "/nowhere/x") }
    }

    @Test func `int8 rows are at most half a step of their largest value away`() {
        var random = SeededGenerator(seed: 3)
        var matrix = random.matrix(20, 33, scale: 3)
        for column in 0..<33 { matrix[4, column] = 0 }
        let quantized = QuantizedMatrix(quantizing: matrix)
        let back = quantized.dequantized()
        for row in 0..<20 {
            let largest = matrix[row: row].map(abs).max() ?? 0
            #expect(quantized.scales[row] == largest / 127)
            for column in 0..<33 { #expect(abs(back[row, column] - matrix[row, column]) <= largest / 254 * 1.0001) }
        }
        #expect(QuantizedMatrix(quantizing: back).values == quantized.values)
    }
}
