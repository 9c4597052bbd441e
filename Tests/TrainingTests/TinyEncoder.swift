import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import AfterwordTraining
import Foundation
import TestSupport

let goldenFolder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/golden").standardized

/// A checkpoint that gradients are taken of.
struct Checkpoint {
    let configuration: EncoderConfiguration
    let weights: EncoderWeights
    let encoder: TransformerEncoder

    /// Two layers, 32 channels, 4 heads: fixtures/golden/encoder.py makes it.
    static func tiny() throws -> Checkpoint { try Checkpoint(goldenFolder.appending(path: "tiny-bert").path) }

    init(_ folder: String) throws {
        configuration = try EncoderConfiguration(json: [UInt8](Data(contentsOf: URL(filePath: folder + "/config.json"))))
        weights = try EncoderWeights(Safetensors(contentsOf: folder + "/model.safetensors"), for: configuration)
        encoder = TransformerEncoder(configuration: configuration, weights: weights)
    }

    /// Random ids of the tiny vocabulary's words.
    static func ids(_ count: Int, seed: UInt64) -> [Int32] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Int32.random(in: 104..<220, using: &random) }
    }

    /// A head on two layers and their neighbours, with random weights.
    func head(_ groups: [LabelGroup], hidden: Int = 0, offsets: [Int] = [0], seed: UInt64 = 3) -> Head {
        var head = Head(
            untrained: "hand", groups: groups, features: SpanFeatures(layers: [1, configuration.layerCount], offsets: offsets), hidden: hidden, for: encoder)
        var random = SeededGenerator(seed: seed)
        for index in head.layers.indices {
            for i in head.layers[index].weight.values.indices { head.layers[index].weight.values[i] = Float.random(in: -0.3...0.3, using: &random) }
            for i in head.layers[index].bias.indices { head.layers[index].bias[i] = Float.random(in: -0.3...0.3, using: &random) }
        }
        return head
    }
}
