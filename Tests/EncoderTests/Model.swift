import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Foundation

let goldenFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../fixtures/golden").standardized

func golden(_ name: String) -> URL { goldenFolder.appendingPathComponent(name) }

func largestDifference(_ left: [Float], _ right: [Float]) -> Float {
    left.count == right.count ? zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) } : .infinity
}

enum Model {
    static func tiny() throws -> TransformerEncoder { try load(golden("tiny-bert")) }

    static func load(_ folder: URL) throws -> TransformerEncoder {
        let configuration = try EncoderConfiguration(json: [UInt8](Data(contentsOf: folder.appendingPathComponent("config.json"))))
        let file = try Safetensors(contentsOf: folder.appendingPathComponent("model.safetensors").path)
        return TransformerEncoder(configuration: configuration, weights: try EncoderWeights(file, for: configuration))
    }

    /// Tokens that are one word each.
    static func tokens(_ ids: [Int32]) -> Tokens { Tokens(ids: ids, offsets: Array(0...ids.count)) }

    /// Ids of the tiny vocabulary, the same for the same seed.
    static func randomTokens(_ count: Int, seed: UInt64) -> Tokens {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return tokens((0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int32(104 + state % 116)
        })
    }
}
