import AfterwordBundledModel
import AfterwordPipeline
import AfterwordTensors
import Foundation
import TestSupport
import Testing

@Suite struct ModelTests {
    @Test func `the built-in model written to a directory and loaded again is the same model`() throws {
        let bundled = try Model.bundled()
        try withTemporaryFolder { folder in
            try bundled.files.write(to: folder.path)
            let loaded = try Model(directory: folder.path)
            #expect(loaded.identity == bundled.identity)
            #expect(loaded.heads == bundled.heads)
        }
    }

    @Test func `texts that mean the same lie closer than texts that do not`() throws {
        let model = try Model.bundled()
        let vectors = model.embeddings(of: ["he bakes bread", "a man is making a loaf", "the election was close", ""])
        func cosine(_ a: Int, _ b: Int) -> Float { zip(vectors[row: a], vectors[row: b]).reduce(0) { $0 + $1.0 * $1.1 } }
        #expect(abs(cosine(0, 0) - 1) < 1e-5)
        #expect(cosine(0, 1) > cosine(0, 2) + 0.2)
        #expect(cosine(3, 3) == 0)
    }

    @Test(arguments: ["config.json", "vocab.txt", "model.safetensors"])
    func `a directory without one of its files is refused by name`(file: String) throws {
        let regions = ModelFiles.bundled.regions.filter { $0.key != file && !$0.key.hasPrefix("heads/") }
        let error = #expect(throws: ModelError.self) { try Model(files: ModelFiles(name: "broken", regions: regions)) }
        #expect(error?.description.hasPrefix("broken: no \(file)") == true)
    }

    @Test func `a vocabulary larger than the encoder's is refused`() throws {
        var regions = ModelFiles.bundled.regions
        let vocabulary = try #require(regions["vocab.txt"])
        let bytes = vocabulary.withUnsafeBytes(in: 0..<vocabulary.count) { Array($0) }
        regions["vocab.txt"] = ByteRegion(bytes + Array("zzqqxx\n".utf8))
        let error = #expect(throws: ModelError.self) { try Model(files: ModelFiles(name: "broken", regions: regions)) }
        #expect(error?.description == "vocab.txt has 30523 pieces, config.json asks 30522")
    }

    @Test func `a folder that is not there is refused by its path`() {
        let error = #expect(throws: ModelError.self) { try Model(directory: "no/such/folder") }
        #expect(error?.description == "no/such/folder: no such model directory")
    }

    @Test func `a head the model does not have is named, with those it has`() throws {
        let error = #expect(throws: ModelError.self) { try Model.bundled().head("weather") }
        #expect(error?.description.contains("no head \"weather\"") == true)
    }
}
