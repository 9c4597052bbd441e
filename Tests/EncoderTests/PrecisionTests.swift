import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Foundation
import Testing

/// The encoder with narrow factors: near the reference, and as independent of everything around a document.
struct PrecisionTests {
    private func encoder(_ precision: InferencePrecision, headCount: Int = 4) throws -> TransformerEncoder {
        let configuration = try EncoderConfiguration(
            vocabularySize: 220, hiddenSize: 32, layerCount: 2, headCount: headCount, intermediateSize: 72, positionCount: 64)
        let weights = try EncoderWeights(Safetensors(contentsOf: golden("tiny-bert/model.safetensors").path), for: configuration)
        return TransformerEncoder(configuration: configuration, weights: weights, precision: precision)
    }

    private func rounded(_ matrix: Matrix) -> StateMatrix {
        let result = StateMatrix(unwritten: matrix.rows, columns: matrix.columns, precision: .bfloat16)
        matrix.values.withUnsafeBufferPointer { if let values = $0.baseAddress { result.write(values, rows: matrix.rows, at: 0) } }
        return result
    }

    @Test(arguments: [(InferencePrecision.bfloat16, 0.9999), (.int8, 0.998)])
    func `narrow states are near those in 32 bits`(precision: InferencePrecision, cosine: Double) throws {
        let exact = try encoder(.float32), narrow = try encoder(precision)
        #expect(narrow.precision == precision && narrow.fingerprint == exact.fingerprint)
        for count in [1, 2, 15, 62, 200] {
            let tokens = Model.randomTokens(count, seed: UInt64(count))
            let expected = exact.states(of: tokens, layers: [0, 1, 2]).layers, found = narrow.states(of: tokens, layers: [0, 1, 2]).layers
            let embeddings = try #require(expected[0]).matrix
            #expect(found[0] == rounded(embeddings), "embeddings are the same in every precision, then rounded to be kept")
            for layer in 1...2 {
                let a = try #require(expected[layer]).matrix.values.map(Double.init), b = try #require(found[layer]).matrix.values.map(Double.init)
                func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
                #expect(dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot() > cosine, "\(count) tokens, layer \(layer)")
            }
        }
    }

    @Test(arguments: [InferencePrecision.bfloat16, .int8])
    func `batch mates, their order and threads change no bit`(precision: InferencePrecision) throws {
        let encoder = try encoder(precision)
        let documents = [3, 60, 1, 17, 200, 5, 62, 63, 64, 33, 2, 500, 11, 12].enumerated().map { Model.randomTokens($1, seed: UInt64($0 + 1)) }
        let alone = documents.map { encoder.states(of: $0, layers: [0, 1, 2]).layers }
        for threads in [1, 2, 3, 7] {
            #expect(encoder.states(of: documents, layers: [0, 1, 2], threads: threads).map(\.layers) == alone, "\(threads) threads")
        }
        #expect(encoder.states(of: documents.reversed(), layers: [0, 1, 2], threads: 2).reversed().map(\.layers) == alone)
        #expect(encoder.states(of: [], threads: 2).isEmpty && encoder.states(of: Model.tokens([])).layers[2]?.rows == 0)
    }

    @Test func `heads of odd width stay in 32 bits`() throws {
        let exact = try encoder(.float32, headCount: 32), asked = try encoder(.int8, headCount: 32), tokens = Model.randomTokens(9, seed: 1)
        #expect(asked.precision == .float32)
        #expect(asked.states(of: tokens).layers == exact.states(of: tokens).layers)
    }
}
