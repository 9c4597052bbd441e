import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import Foundation
import TestSupport

/// Heads with seeded weights, and the small encoder they can be made for.
enum HandHead {
    static let groups = [
        LabelGroup(name: "one", kind: .exclusive, labels: ["a", "b", "c"]),
        LabelGroup(name: "any", kind: .independent, labels: ["x", "y"], thresholds: [0.25, 0.75]),
    ]

    /// A head of both kinds of groups on `inputs` features.
    static func mixed(encoder: String, features: SpanFeatures = SpanFeatures(layers: [0]), inputs: Int = 4, hidden: Int = 0) -> Head {
        var random = SeededGenerator(seed: 5)
        func layer(_ outputs: Int, _ inputs: Int) -> Dense {
            Dense(
                weight: Matrix(rows: outputs, columns: inputs, values: (0..<outputs * inputs).map { _ in Float.random(in: -1...1, using: &random) }),
                bias: (0..<outputs).map { _ in Float.random(in: -1...1, using: &random) })
        }
        let layers = hidden > 0 ? [layer(hidden, inputs), layer(5, hidden)] : [layer(5, inputs)]
        return Head(name: "mixed", groups: groups, features: features, layers: layers, encoder: encoder)
    }

    static func tinyEncoder() throws -> TransformerEncoder {
        let configuration = try EncoderConfiguration(json: Fixtures.bytes("golden/tiny-bert/config.json"))
        let file = try Safetensors(contentsOf: Fixtures.url("golden/tiny-bert/model.safetensors").path)
        return TransformerEncoder(configuration: configuration, weights: try EncoderWeights(file, for: configuration))
    }

    /// A head of two layers for the small encoder.
    static func fitting(_ encoder: TransformerEncoder) -> Head {
        mixed(encoder: encoder.fingerprint, features: SpanFeatures(layers: [1, 2], offsets: [-1, 0]), inputs: 128, hidden: 6)
    }
}

extension ByteRegion {
    var array: [UInt8] { withUnsafeBytes(in: 0..<count) { Array($0) } }
}
