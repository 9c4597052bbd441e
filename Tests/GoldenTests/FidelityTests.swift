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
            let fidelity = Fidelity(of: narrow.encoder.states(of: documents), to: exact.encoder.states(of: documents))
            #expect(fidelity.tokens >= token && fidelity.tokens <= 1)
            #expect(fidelity.texts >= pooled && fidelity.texts <= 1)
        }
    }
}
