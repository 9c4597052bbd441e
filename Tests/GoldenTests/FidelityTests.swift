import Afterword
import AfterwordBundledModel
import Foundation
import TestSupport
import Testing

/// How near the built-in model's narrow states are to those in 32 bits.
struct FidelityTests {
    @Test(arguments: [(InferencePrecision.bfloat16, 0.9999, 0.9999), (.int8, 0.9990, 0.9970)])
    func `narrow states of sentences and windows point where those in 32 bits do`(precision: InferencePrecision, token: Double, pooled: Double) throws {
        let exact = try Model.bundled(precision: .float32), narrow = try Model.bundled(precision: precision)
        #expect(narrow.identity == exact.identity)
        let transcript = try Transcript(contentsOf: Fixtures.url("transcripts/sample.srt"))
        let tokens = exact.tokenizer.tokens(of: transcript)
        for lengths in [[7, 15, 11, 22, 4, 31], [126]] { // sentences, and windows
            var documents: [Tokens] = [], start = 0
            while start < tokens.count {
                let ids = Array(tokens.ids[start..<min(tokens.count, start + lengths[documents.count % lengths.count])])
                documents.append(Tokens(ids: ids, offsets: Array(0...ids.count)))
                start += ids.count
            }
            var cosines: [Double] = [], ofMeans: [Double] = []
            for (a, b) in zip(exact.encoder.states(of: documents), narrow.encoder.states(of: documents)) {
                let left = try #require(a.layers[6]).matrix, right = try #require(b.layers[6]).matrix
                for row in 0..<left.rows { cosines.append(cosine(left[row: row], right[row: row])) }
                ofMeans.append(cosine(mean(left)[...], mean(right)[...]))
            }
            #expect(cosines.reduce(0, +) / Double(cosines.count) >= token)
            #expect(ofMeans.reduce(0, +) / Double(ofMeans.count) >= pooled)
        }
    }

    private func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        func dot(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
    }

    private func mean(_ matrix: Matrix) -> [Float] { (0..<matrix.columns).map { column in (0..<matrix.rows).reduce(0) { $0 + matrix[$1, column] } / Float(matrix.rows) } }
}
