internal import Foundation

/// The sizes of a BERT-family encoder, as in Hugging Face's `config.json`.
public struct EncoderConfiguration: Sendable, Equatable {
    /// V
    public let vocabularySize: Int
    /// C
    public let hiddenSize: Int
    public let layerCount: Int
    /// H
    public let headCount: Int
    /// F, the width inside a feed-forward layer.
    public let intermediateSize: Int
    /// P, the longest sequence, `[CLS]` and `[SEP]` included.
    public let positionCount: Int
    public let typeCount: Int
    public let layerNormEpsilon: Float

    /// - Throws: ``EncoderError`` `.unsupported` or `.outOfRange`, for the file `config.json`.
    public init(
        vocabularySize: Int, hiddenSize: Int, layerCount: Int, headCount: Int, intermediateSize: Int, positionCount: Int = 512, typeCount: Int = 2,
        layerNormEpsilon: Float = 1e-12
    ) throws(EncoderError) {
        func check(_ key: String, _ value: Int, _ range: ClosedRange<Int>) throws(EncoderError) {
            guard range.contains(value) else { throw .outOfRange(key: key, value: value, allowed: range) }
        }
        try check("vocab_size", vocabularySize, 1...4_000_000)
        try check("hidden_size", hiddenSize, 1...16_384)
        try check("num_hidden_layers", layerCount, 1...256)
        try check("num_attention_heads", headCount, 1...1_024)
        try check("intermediate_size", intermediateSize, 1...131_072)
        try check("max_position_embeddings", positionCount, 8...65_536)
        try check("type_vocab_size", typeCount, 1...1_024)
        guard hiddenSize % headCount == 0 else {
            throw .unsupported(key: "hidden_size", found: "\(hiddenSize)", expected: "a multiple of num_attention_heads, \(headCount)")
        }
        guard layerNormEpsilon > 0, layerNormEpsilon < 1 else {
            throw .unsupported(key: "layer_norm_eps", found: "\(layerNormEpsilon)", expected: "a number between 0 and 1")
        }
        self.vocabularySize = vocabularySize
        self.hiddenSize = hiddenSize
        self.layerCount = layerCount
        self.headCount = headCount
        self.intermediateSize = intermediateSize
        self.positionCount = positionCount
        self.typeCount = typeCount
        self.layerNormEpsilon = layerNormEpsilon
    }

    /// Reads the bytes of a `config.json`.
    /// - Throws: ``EncoderError`` `.malformedConfiguration`, `.unsupported` or `.outOfRange`.
    public init(json: [UInt8]) throws(EncoderError) {
        let file: File
        do { file = try JSONDecoder().decode(File.self, from: Data(json)) } catch let error as DecodingError {
            throw .malformedConfiguration(reason: Self.reason(error))
        } catch { throw .malformedConfiguration(reason: "it is not JSON") }
        try Self.require("model_type", file.model_type ?? "bert", among: ["bert"])
        try Self.require("hidden_act", file.hidden_act ?? "gelu", among: ["gelu", "gelu_python"])
        try Self.require("position_embedding_type", file.position_embedding_type ?? "absolute", among: ["absolute"])
        if file.is_decoder == true { throw .unsupported(key: "is_decoder", found: "true", expected: "false") }
        try self.init(
            vocabularySize: file.vocab_size, hiddenSize: file.hidden_size, layerCount: file.num_hidden_layers, headCount: file.num_attention_heads,
            intermediateSize: file.intermediate_size, positionCount: file.max_position_embeddings ?? 512, typeCount: file.type_vocab_size ?? 2,
            layerNormEpsilon: Float(file.layer_norm_eps ?? 1e-12))
    }

    /// The bytes of a `config.json` that Hugging Face's libraries read too.
    public func json() -> [UInt8] {
        """
        {
          "architectures": ["BertModel"],
          "model_type": "bert",
          "vocab_size": \(vocabularySize),
          "hidden_size": \(hiddenSize),
          "num_hidden_layers": \(layerCount),
          "num_attention_heads": \(headCount),
          "intermediate_size": \(intermediateSize),
          "max_position_embeddings": \(positionCount),
          "type_vocab_size": \(typeCount),
          "layer_norm_eps": \(layerNormEpsilon),
          "hidden_act": "gelu",
          "position_embedding_type": "absolute",
          "pad_token_id": 0
        }

        """.utf8.map { $0 }
    }

    // Hugging Face's keys, in its spelling.
    private struct File: Decodable {
        var model_type: String?
        var hidden_act: String?
        var position_embedding_type: String?
        var is_decoder: Bool?
        var vocab_size: Int
        var hidden_size: Int
        var num_hidden_layers: Int
        var num_attention_heads: Int
        var intermediate_size: Int
        var max_position_embeddings: Int?
        var type_vocab_size: Int?
        var layer_norm_eps: Double?
    }

    private static func require(_ key: String, _ found: String, among allowed: [String]) throws(EncoderError) {
        guard allowed.contains(found) else { throw .unsupported(key: key, found: found, expected: allowed.joined(separator: " or ")) }
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing"
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is not of type \(type)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is not JSON" : "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is out of range"
        @unknown default: "it is not JSON"
        }
    }
}
