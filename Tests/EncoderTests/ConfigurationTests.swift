import AfterwordEncoder
import AfterwordTensors
import Foundation
import Testing

struct ConfigurationTests {
    private let sizes = #""vocab_size":200,"hidden_size":32,"num_hidden_layers":2,"num_attention_heads":4,"intermediate_size":64"#

    private func configuration(_ json: String) throws(EncoderError) -> EncoderConfiguration { try EncoderConfiguration(json: Array(json.utf8)) }

    @Test func `Hugging Face's keys are read, with its defaults`() throws {
        let found = try configuration("{\(sizes),\"architectures\":[\"BertModel\"],\"unheard_of\":{}}")
        #expect(found == (try EncoderConfiguration(vocabularySize: 200, hiddenSize: 32, layerCount: 2, headCount: 4, intermediateSize: 64)))
        #expect(found.positionCount == 512 && found.typeCount == 2 && found.layerNormEpsilon == 1e-12)
        #expect(try EncoderConfiguration(json: found.json()) == found)
    }

    @Test(arguments: [
        ("\"model_type\":\"t5\"", EncoderError.unsupported(key: "model_type", found: "t5", expected: "bert")),
        ("\"hidden_act\":\"relu\"", .unsupported(key: "hidden_act", found: "relu", expected: "gelu or gelu_python")),
        ("\"position_embedding_type\":\"relative_key\"", .unsupported(key: "position_embedding_type", found: "relative_key", expected: "absolute")),
        ("\"is_decoder\":true", .unsupported(key: "is_decoder", found: "true", expected: "false")),
        ("\"layer_norm_eps\":0", .unsupported(key: "layer_norm_eps", found: "0.0", expected: "a number between 0 and 1")),
        ("\"max_position_embeddings\":4", .outOfRange(key: "max_position_embeddings", value: 4, allowed: 8...65_536)),
    ])
    func `another kind of model is refused with its key`(member: String, expected: EncoderError) {
        #expect(throws: expected) { try configuration("{\(sizes),\(member)}") }
    }

    @Test(arguments: [
        ("32", "33", EncoderError.unsupported(key: "hidden_size", found: "33", expected: "a multiple of num_attention_heads, 4")),
        ("\"vocab_size\":200", "\"vocab_size\":-1", .outOfRange(key: "vocab_size", value: -1, allowed: 1...4_000_000)),
        ("\"num_attention_heads\":4", "\"num_attention_heads\":0", .outOfRange(key: "num_attention_heads", value: 0, allowed: 1...1_024)),
        ("\"num_hidden_layers\":2", "\"num_hidden_layers\":100000", .outOfRange(key: "num_hidden_layers", value: 100_000, allowed: 1...256)),
        ("\"vocab_size\":200,", "", .malformedConfiguration(reason: "vocab_size is missing")),
        ("\"vocab_size\":200", "\"vocab_size\":\"200\"", .malformedConfiguration(reason: "vocab_size is not of type Int")),
        ("\"vocab_size\":200", "\"vocab_size\":1e99", .malformedConfiguration(reason: "it is not JSON")),
    ])
    func `sizes that can't be are refused`(part: String, replacement: String, expected: EncoderError) {
        #expect(throws: expected) { try configuration("{\(sizes.replacingOccurrences(of: part, with: replacement))}") }
    }

    @Test(arguments: ["", "[]", "{", "null", "\u{0}"])
    func `what isn't a JSON object is refused`(text: String) throws {
        let error = #expect(throws: EncoderError.self) { try configuration(text) }
        guard case .malformedConfiguration = try #require(error) else { throw try #require(error) }
    }
}
