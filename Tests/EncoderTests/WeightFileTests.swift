import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Foundation
import Testing

struct WeightFileTests {
    private func configuration(intermediate: Int = 72) throws -> EncoderConfiguration {
        try EncoderConfiguration(vocabularySize: 220, hiddenSize: 32, layerCount: 2, headCount: 4, intermediateSize: intermediate, positionCount: 64)
    }

    private func tiny() throws -> EncoderWeights {
        try EncoderWeights(Safetensors(contentsOf: golden("tiny-bert/model.safetensors").path), for: configuration())
    }

    private func file(_ tensors: [String: Safetensors.Content]) throws -> Safetensors {
        try Safetensors(ByteRegion(Safetensors.serialized(tensors)), file: "model.safetensors")
    }

    @Test func `weights are written and read back, and keep their fingerprint`() throws {
        let weights = try tiny(), configuration = try configuration()
        let again = try EncoderWeights(file(weights.tensors(of: configuration)), for: configuration)
        #expect(again == weights)
        let fingerprint = TransformerEncoder(configuration: configuration, weights: weights).fingerprint
        #expect(TransformerEncoder(configuration: configuration, weights: again).fingerprint == fingerprint)
        #expect(fingerprint.count == 32 && fingerprint.allSatisfy(\.isHexDigit))
        #expect(fingerprint == "9abc5b5fbf4eb08a279051c3a8cba507")
    }

    @Test func `one changed bit of one parameter changes the fingerprint`() throws {
        let weights = try tiny(), configuration = try configuration()
        var seen: Set = [TransformerEncoder(configuration: configuration, weights: weights).fingerprint]
        for parameter in Parameter.all(of: configuration) {
            var changed = weights
            let last = changed[keyPath: parameter.place].values.count - 1
            changed[keyPath: parameter.place].values[last] = changed[keyPath: parameter.place].values[last].nextUp
            #expect(seen.insert(TransformerEncoder(configuration: configuration, weights: changed).fingerprint).inserted, "\(parameter.name)")
        }
    }

    @Test func `names with the prefix of a model with a head, and the old names of norms, are understood`() throws {
        let weights = try tiny(), configuration = try configuration()
        var renamed: [String: Safetensors.Content] = ["cls.predictions.bias": .floats([1], shape: [1])]
        for (name, content) in weights.tensors(of: configuration) {
            let old = name.replacingOccurrences(of: "LayerNorm.weight", with: "LayerNorm.gamma").replacingOccurrences(of: "LayerNorm.bias", with: "LayerNorm.beta")
            renamed["bert." + old] = content
        }
        #expect(try EncoderWeights(file(renamed), for: configuration) == weights)
    }

    @Test func `a tensor of another shape than config.json asks is named with both shapes`() throws {
        let weights = try tiny(), configuration = try configuration()
        let error = #expect(throws: EncoderError.self) {
            try EncoderWeights(file(weights.tensors(of: configuration)), for: self.configuration(intermediate: 64))
        }
        #expect(error?.description == "model.safetensors: encoder.layer.0.intermediate.dense.weight is (72, 32), config.json asks (64, 32)")
    }

    @Test func `a missing tensor and a weight that isn't a number are named`() throws {
        let weights = try tiny(), configuration = try configuration()
        var tensors = weights.tensors(of: configuration)
        tensors["encoder.layer.1.output.LayerNorm.bias"] = .floats([Float](repeating: .nan, count: 32), shape: [32])
        #expect(throws: EncoderError.notFinite(file: "model.safetensors", tensor: "encoder.layer.1.output.LayerNorm.bias")) {
            try EncoderWeights(file(tensors), for: configuration)
        }
        tensors["encoder.layer.1.output.LayerNorm.bias"] = nil
        #expect(throws: EncoderError.tensors(.missingTensor(file: "model.safetensors", tensor: "encoder.layer.1.output.LayerNorm.bias"))) {
            try EncoderWeights(file(tensors), for: configuration)
        }
    }

    @Test func `int8 storage is a quarter of the size and moves states little`() throws {
        let weights = try tiny(), configuration = try configuration()
        let bytes = Safetensors.serialized(weights.tensors(of: configuration, quantized: true))
        let full = Safetensors.serialized(weights.tensors(of: configuration))
        #expect(bytes.count < full.count / 2)
        let quantized = try EncoderWeights(Safetensors(ByteRegion(bytes), file: "m"), for: configuration)
        let tokens = Model.randomTokens(30, seed: 3)
        func states(_ weights: EncoderWeights) throws -> [Float] {
            try #require(TransformerEncoder(configuration: configuration, weights: weights).states(of: tokens).layers[2]).matrix.values
        }
        let exact = try states(weights), close = try states(quantized)
        let dot = zip(exact, close).reduce(0) { $0 + $1.0 * $1.1 }
        let norms = exact.reduce(0) { $0 + $1 * $1 } * close.reduce(0) { $0 + $1 * $1 }
        #expect(dot / norms.squareRoot() > 0.999)
    }
}
