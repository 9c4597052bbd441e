import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordTensors
import AfterwordTokenization
import Foundation
import TestSupport
import Testing

@Suite struct PrunedModelTests {
    private let texts = ["the model reads this and that", "and more of it, turn by turn", "some of the people came to see it"]

    /// The tiny model of two layers, with a head on each.
    private func model() throws -> ModelFiles {
        let tiny = try ModelFiles(directory: Fixtures.url("golden/tiny-bert").path)
        let configuration = try Model(files: tiny).encoder.configuration
        let groups = [LabelGroup(name: "kind", kind: .independent, labels: ["a", "b"], thresholds: [0.5, 0.5])]
        let heads = [("low", [1]), ("high", [1, 2])].map { name, layers in
            Head(
                name: name, groups: groups, features: SpanFeatures(layers: layers),
                layers: [Dense(weight: Matrix(rows: 2, columns: layers.count * configuration.hiddenSize, repeating: 0.1), bias: [0, 0])], encoder: "")
        }
        return try tiny.replacing(tiny.weights(for: configuration), of: configuration, heads: heads, quantized: false)
    }

    @Test func `layers go from the top with the heads that read them, and what is below stays as it was`() throws {
        let files = try model().pruned(layers: 1), smaller = try Model(files: files, precision: .float32), whole = try Model(files: model(), precision: .float32)
        #expect(smaller.encoder.configuration.layerCount == 1)
        #expect(smaller.heads.keys.sorted() == ["low"])
        #expect(try smaller.head("low").encoder == smaller.encoder.fingerprint && smaller.encoder.fingerprint != whole.encoder.fingerprint)
        let tokens = whole.tokenizer.tokens(of: texts[0].split(separator: " ").map(String.init))
        #expect(smaller.encoder.states(of: tokens, layers: [1]).layers[1] == whole.encoder.states(of: tokens, layers: [1]).layers[1])
    }

    @Test func `inner units go and every head stays, bound to the new encoder`() throws {
        let files = try model().pruned(innerUnits: 24, on: texts, threads: 2), smaller = try Model(files: files)
        #expect(smaller.encoder.configuration.intermediateSize == 24 && smaller.encoder.configuration.layerCount == 2)
        #expect(smaller.heads.keys.sorted() == ["high", "low"])
        #expect(smaller.heads.values.allSatisfy { $0.encoder == smaller.encoder.fingerprint })
        let again = try model().pruned(innerUnits: 24, on: texts, threads: 1)
        #expect(try again.bytes("model.safetensors") == files.bytes("model.safetensors"))
    }

    @Test func `both at once, and a model as large as before is the same model`() throws {
        let smaller = try Model(files: model().pruned(layers: 1, innerUnits: 10, on: texts)).encoder.configuration
        #expect(smaller.layerCount == 1 && smaller.intermediateSize == 10)
        let whole = try Model(files: model()), same = try Model(files: model().pruned(layers: 2, innerUnits: 72))
        #expect(same.encoder.fingerprint == whole.encoder.fingerprint && same.heads == whole.heads)
    }

    @Test func `a long text is read here and there`() throws {
        let long = (0..<3000).map { "turn \($0) " + texts[$0 % 3] } // more than 400 windows of 62 tokens
        #expect(try Model(files: model().pruned(innerUnits: 50, on: long)).encoder.configuration.intermediateSize == 50)
    }

    @Test func `sizes that cannot be and text without words are refused`() throws {
        let files = try model()
        func message(_ body: () throws -> ModelFiles) throws -> String { try #require(throws: ModelError.self) { try body() }.description }
        #expect(try message { try files.pruned(layers: 3) } == "layers of a pruned model: 3, this one has 2 and 1 must stay")
        #expect(try message { try files.pruned(layers: 0) } == "layers of a pruned model: 0, this one has 2 and 1 must stay")
        #expect(try message { try files.pruned(innerUnits: 73, on: texts) } == "inner units of a pruned model: 73, this one has 72 and 1 must stay")
        #expect(try message { try files.pruned(innerUnits: 30, on: ["", " "]) } == "no text to choose inner units by: the files given have no word")
    }
}
