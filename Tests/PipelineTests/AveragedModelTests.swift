import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordTensors
import Foundation
import TestSupport
import Testing

@Suite struct AveragedModelTests {
    /// The tiny model with one head of constant weights, every encoder weight moved by the same step.
    private func model(_ name: String, moved step: Float = 0, head: Float, labels: [String] = ["a", "b"], threshold: Float = 0.5) throws -> ModelFiles {
        let tiny = try ModelFiles(directory: Fixtures.url("golden/tiny-bert").path)
        let configuration = try Model(files: tiny).encoder.configuration
        var weights = try tiny.weights(for: configuration)
        weights.words.values = weights.words.values.map { $0 + step }
        let groups = [LabelGroup(name: "kind", kind: .independent, labels: labels, thresholds: labels.map { _ in threshold })]
        let width = configuration.hiddenSize
        let layer = Dense(weight: Matrix(rows: labels.count, columns: width, repeating: head), bias: labels.map { _ in 2 * head })
        let trained = Head(name: "kind", groups: groups, features: SpanFeatures(layers: [1]), layers: [layer], encoder: "")
        let files = try tiny.replacing(weights, of: configuration, heads: [trained], quantized: false)
        return ModelFiles(name: name, regions: files.regions)
    }

    @Test func `a model averaged with itself is the same model, whatever the shares`() throws {
        let one = try model("one", head: 0.3), mean = try Model(files: .averaged([one, one, one], shares: [3, 0.1, 7]))
        let expected = try Model(files: one)
        #expect(mean.encoder.fingerprint == expected.encoder.fingerprint)
        #expect(mean.heads == expected.heads)
    }

    @Test func `weights, biases and thresholds are means by the models' shares, and heads belong to the new encoder`() throws {
        let first = try model("first", head: 1, threshold: 0.2), second = try model("second", moved: 4, head: 5, threshold: 0.6)
        let files = try ModelFiles.averaged([first, second], shares: [3, 1]), mean = try Model(files: files)
        let configuration = mean.encoder.configuration
        let head = try mean.head("kind")
        #expect(head.layers[0].weight.values.allSatisfy { $0 == 2 })
        #expect(head.layers[0].bias == [4, 4])
        #expect(head.groups[0].thresholds.allSatisfy { abs($0 - 0.3) < 1e-6 })
        #expect(head.encoder == mean.encoder.fingerprint)
        let (before, after) = (try first.weights(for: configuration), try files.weights(for: configuration))
        #expect(zip(before.words.values, after.words.values).allSatisfy { abs($0 + 1 - $1) < 1e-5 })
        #expect(before.layers == after.layers)
        #expect(files.name == "first")
    }

    @Test func `without shares all count alike, in any order`() throws {
        let first = try model("first", head: 1), second = try model("second", moved: 0.5, head: 2)
        let one = try Model(files: .averaged([first, second])), other = try Model(files: .averaged([second, first]))
        #expect(one.encoder.fingerprint == other.encoder.fingerprint)
        #expect(try one.head("kind").layers[0].bias == [3, 3])
    }

    @Test func `a model with other labels or heads is named with its number`() throws {
        let first = try model("out", head: 1)
        let labels = try #require(throws: ModelError.self) { try ModelFiles.averaged([first, first, model("out", head: 1, labels: ["a", "c"])]) }
        #expect(labels.description.hasPrefix("model 3 (out): its head \"kind\" has other labels, features or sizes, unlike model 1"))
        let bare = ModelFiles(name: "bare", regions: first.regions.filter { !$0.key.hasPrefix("heads/") })
        let heads = try #require(throws: ModelError.self) { try ModelFiles.averaged([first, bare]) }
        #expect(heads.description.hasPrefix("model 2 (bare): its heads are none instead of kind"))
    }

    @Test func `a model with another vocabulary or another encoder is refused`() throws {
        let first = try model("first", head: 1)
        var pieces = try first.bytes("vocab.txt")
        pieces[pieces.count - 2] ^= 1
        let other = ModelFiles(name: "other", regions: first.regions.merging(["vocab.txt": ByteRegion(pieces)]) { $1 })
        let vocabulary = try #require(throws: ModelError.self) { try ModelFiles.averaged([first, other]) }
        #expect(vocabulary.description.hasPrefix("model 2 (other): vocab.txt has other pieces"))
        let json = String(decoding: try first.bytes("config.json"), as: UTF8.self).replacing("1e-12", with: "1e-06")
        var regions = first.regions.filter { !$0.key.hasPrefix("heads/") }
        regions["config.json"] = ByteRegion(Array(json.utf8))
        let encoder = try #require(throws: ModelError.self) { try ModelFiles.averaged([first, ModelFiles(name: "other", regions: regions)]) }
        #expect(encoder.description.hasPrefix("model 2 (other): config.json asks another encoder"), "\(encoder)")
    }
}
