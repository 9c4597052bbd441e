import AfterwordTokenization
import Foundation
import TestSupport
import Testing

@Suite struct GoldenTokensTests {
    struct Case: Decodable {
        let text: String
        let ids: [Int32]
    }

    @Test func `ids are those of Hugging Face's tokenizers, on written and on random text`() throws {
        let tokenizer = try Tokenizer(vocabulary: .bertUncased())
        let lines = try Fixtures.bytes("golden/tokenization.jsonl").split(separator: UInt8(ascii: "\n"))
        #expect(lines.count > 4000)
        for line in lines {
            let golden = try JSONDecoder().decode(Case.self, from: Data(line))
            #expect(tokenizer.ids(of: golden.text) == golden.ids, "\(golden.text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }
}
