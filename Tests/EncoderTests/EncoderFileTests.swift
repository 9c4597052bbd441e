import AfterwordEncoder
import AfterwordTensors
import Foundation
import Testing

/// An encoder that is laid out from a file, beside one from weights in memory.
struct EncoderFileTests {
    private func configuration() throws -> EncoderConfiguration {
        try EncoderConfiguration(vocabularySize: 220, hiddenSize: 32, layerCount: 2, headCount: 4, intermediateSize: 72, positionCount: 64)
    }

    private func file(_ tensors: [String: Safetensors.Content]) throws -> Safetensors {
        try Safetensors(ByteRegion(Safetensors.serialized(tensors)), file: "model.safetensors")
    }

    private func tiny() throws -> EncoderWeights {
        try EncoderWeights(Safetensors(contentsOf: golden("tiny-bert/model.safetensors").path), for: configuration())
    }

    @Test(arguments: InferencePrecision.allCases, [false, true])
    func `a file gives the same states as its weights`(precision: InferencePrecision, quantized: Bool) throws {
        let configuration = try configuration(), file = try file(tiny().tensors(of: configuration, quantized: quantized))
        let weights = try EncoderWeights(file, for: configuration)
        let expected = TransformerEncoder(configuration: configuration, weights: weights, precision: precision)
        let found = try TransformerEncoder(file, for: configuration, precision: precision)
        let tokens = Model.randomTokens(200, seed: 5)
        #expect(found.states(of: tokens, layers: [0, 1, 2]).layers == expected.states(of: tokens, layers: [0, 1, 2]).layers)
        #expect((found.fingerprint == expected.fingerprint) == !quantized, "8-bit weights count as they are stored")
    }

    @Test func `one changed value or scale of 8-bit weights changes the fingerprint`() throws {
        let configuration = try configuration(), tensors = try tiny().tensors(of: configuration, quantized: true)
        func fingerprint(_ tensors: [String: Safetensors.Content]) throws -> String { try TransformerEncoder(file(tensors), for: configuration).fingerprint }
        var seen: Set = [try fingerprint(tensors)]
        for (name, content) in tensors {
            guard case .quantized(let matrix) = content else { continue }
            var values = matrix.values, scales = matrix.scales
            values[values.count - 1] ^= 1
            scales[0] = scales[0].nextUp
            for changed in [(values, matrix.scales), (matrix.values, scales)] {
                let other = QuantizedMatrix(rows: matrix.rows, columns: matrix.columns, values: changed.0, scales: changed.1)
                #expect(seen.insert(try fingerprint(tensors.merging([name: .quantized(other)]) { $1 })).inserted, "\(name)")
            }
        }
        #expect(seen.count > 20)
    }

    @Test func `a scale that isn't a number is named`() throws {
        let configuration = try configuration(), name = "encoder.layer.0.output.dense.weight"
        var tensors = try tiny().tensors(of: configuration, quantized: true)
        tensors[name] = .quantized(QuantizedMatrix(rows: 32, columns: 72, values: [Int8](repeating: 1, count: 32 * 72), scales: [Float](repeating: .infinity, count: 32)))
        #expect(throws: EncoderError.notFinite(file: "model.safetensors", tensor: name)) { try TransformerEncoder(file(tensors), for: configuration) }
    }
}
