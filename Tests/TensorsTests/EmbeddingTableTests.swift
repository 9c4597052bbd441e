import AfterwordTensors
import Foundation
import TestSupport
import Testing

struct EmbeddingTableTests {
    @Test func `rows of a table are those of the matrix, however a file stores it`() throws {
        var random = SeededGenerator(seed: 71)
        let matrix = random.matrix(9, 37), quantized = QuantizedMatrix(quantizing: matrix)
        let file = try Safetensors(
            ByteRegion(Safetensors.serialized(["floats": .floats(matrix.values, shape: [9, 37]), "integers": .quantized(quantized)])), file: "m")
        let ids: [Int32] = [8, 0, 3, 3, 5]
        func rows(_ table: EmbeddingTable) -> [Float] {
            var x = [Float](repeating: .nan, count: ids.count * 37)
            table.gather(ids, into: &x)
            return x
        }
        #expect(rows(EmbeddingTable(matrix)) == ids.flatMap { matrix[row: Int($0)] })
        #expect(try rows(EmbeddingTable(file, "floats")) == rows(EmbeddingTable(matrix)))
        #expect(try rows(EmbeddingTable(file, "integers")) == rows(EmbeddingTable(quantized.dequantized())))
    }

    @Test func `a table of 16-bit floats is converted, one without scales is refused`() throws {
        let header = #"{"half":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]},"bytes":{"dtype":"I8","shape":[2,1],"data_offsets":[8,10]}}"#
        let data: [UInt8] = [0x80, 0x3F, 0, 0xC0, 0, 0, 0x20, 0x41, 1, 2] // 1, -2, 0, 10
        let file = try Safetensors(
            ByteRegion(withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data), file: "m")
        var x: [Float] = [0, 0]
        try EmbeddingTable(file, "half").gather([1], into: &x)
        #expect(x == [0, 10])
        #expect(throws: TensorError.notNumeric(file: "m", tensor: "bytes", type: .int8, reason: "there is no bytes.scale")) {
            try EmbeddingTable(file, "bytes")
        }
        #expect(throws: TensorError.missingTensor(file: "m", tensor: "none")) { try EmbeddingTable(file, "none") }
    }

    @Test func `pages that were forgotten are read again`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).bin").path
        let bytes = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        for region in [try ByteRegion(contentsOf: path), ByteRegion(bytes), ByteRegion([])] {
            region.forgetPages()
            #expect(region.withUnsafeBytes(in: 0..<region.count) { Array($0) } == Array(bytes.prefix(region.count)))
        }
    }
}
