import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import Foundation
import TestSupport
import Testing

@Suite struct HeadFileTests {
    private let encoder: TransformerEncoder
    private let head: Head
    private let json, tensors: [UInt8]

    init() throws {
        encoder = try HandHead.tinyEncoder()
        head = HandHead.fitting(encoder)
        let files = head.files()
        json = try #require(files["heads/mixed.json"]).array
        tensors = try #require(files["heads/mixed.safetensors"]).array
    }

    private func read(json: [UInt8]? = nil, tensors: [UInt8]? = nil) throws(HeadError) -> Head {
        try Head(json: json ?? self.json, tensors: ByteRegion(tensors ?? self.tensors), file: "mixed", encoder: encoder)
    }

    /// The description with something else in it.
    private func edited(_ edit: (inout [String: Any]) -> Void) throws -> [UInt8] {
        var object = try #require(JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
        edit(&object)
        return try [UInt8](JSONSerialization.data(withJSONObject: object))
    }

    private func edited(group: Int = 0, _ edit: (inout [String: Any]) -> Void) throws -> [UInt8] {
        try edited { (object: inout [String: Any]) in
            var groups = object["groups"] as? [[String: Any]] ?? []
            edit(&groups[group])
            object["groups"] = groups
        }
    }

    @Test func `a written head reads as the same head`() throws {
        #expect(try read() == head)
        #expect(head.files().keys.sorted() == ["heads/mixed.json", "heads/mixed.safetensors"])
        #expect(head.files().mapValues(\.array) == head.files().mapValues(\.array), "the same bytes every time")
        let untrained = Head(untrained: "plain", groups: HandHead.groups, features: SpanFeatures(layers: [2]), for: encoder)
        let files = untrained.files()
        let again = try Head(
            json: #require(files["heads/plain.json"]).array, tensors: #require(files["heads/plain.safetensors"]), file: "plain", encoder: encoder)
        #expect(again == untrained)
    }

    @Test func `a quantized head is near the head, and written again it is the same`() throws {
        let files = head.files(quantized: true)
        let bytes = try #require(files["heads/mixed.safetensors"]).array
        #expect(bytes.count < tensors.count / 2)
        let quantized = try read(tensors: bytes)
        for (layer, exact) in zip(quantized.layers, head.layers) {
            #expect(layer.bias == exact.bias)
            for row in 0..<layer.weight.rows {
                let half = exact.weight[row: row].reduce(0) { max($0, abs($1)) } / 127 / 2 // of a step
                #expect(zip(layer.weight[row: row], exact.weight[row: row]).allSatisfy { abs($0 - $1) <= half * 1.001 })
            }
        }
        #expect(quantized.layers != head.layers)
    }

    @Test func `a description that is not JSON, or lacks or mistypes a field, is refused`() throws {
        func refused(_ json: [UInt8], _ reason: String) {
            #expect(throws: HeadError.malformed(file: "mixed.json", reason: reason)) { try read(json: json) }
        }
        refused(Array("{".utf8), "is not JSON")
        refused([], "is not JSON")
        refused([0xFF, 0xFE], "is not JSON")
        refused(try edited { $0["encoder"] = nil }, "encoder is missing")
        refused(try edited { $0["layers"] = "two" }, "layers is of another type")
        refused(try edited { $0["format"] = 2 }, "format is 2, this version reads 1")
        refused(try edited { $0["layers"] = 3 }, "layers is 3, expected 1 or 2")
        refused(try edited { $0["layers"] = -1 }, "layers is -1, expected 1 or 2")
        refused(try edited { $0["groups"] = [Any]() }, "a group has no labels")
        refused(try edited { $0["features"] = ["layers": [3], "offsets": [0]] }, "features.layers are from 0 to 2")
        refused(try edited { $0["features"] = ["layers": [-1], "offsets": [0]] }, "features.layers are from 0 to 2")
        refused(try edited { $0["features"] = ["layers": [Int](), "offsets": [0]] }, "features name no layer or no offset")
        refused(try edited { $0["features"] = ["layers": [1, 2], "offsets": [0, 65]] }, "features.offsets are from -64 to 64")
    }

    @Test func `labels are there once, each with a threshold`() throws {
        func refused(_ json: [UInt8], _ reason: String) {
            #expect(throws: HeadError.malformed(file: "mixed.json", reason: reason)) { try read(json: json) }
        }
        refused(try edited(group: 0) { $0["labels"] = ["a", "b", "a"] }, "a group names a label twice")
        refused(try edited(group: 0) { $0["labels"] = ["a", "b"] }, "a group has not one threshold a label")
        refused(try edited(group: 1) { ($0["labels"], $0["thresholds"]) = ([String](), [Double]()) }, "a group has no labels")
    }

    @Test(arguments: [-0.01, 1.01, 1e30, -1e30]) func `a threshold is a probability`(threshold: Double) throws {
        let json = try edited(group: 1) { $0["thresholds"] = [0.5, threshold] }
        #expect(throws: HeadError.thresholdOutOfRange(file: "mixed.json", label: "y", threshold: Float(threshold))) { try read(json: json) }
        #expect(try read(json: edited(group: 1) { $0["thresholds"] = [0, 1] }).groups[1].thresholds == [0, 1])
    }

    @Test func `a threshold that is no number, or more than one holds, is refused`() throws {
        for (text, reason) in [("NaN", "is not JSON"), ("1e999", "is not JSON"), ("\"nan\"", "groups.Index 1.thresholds.Index 0 is of another type")] {
            let broken = String(decoding: json, as: UTF8.self).replacingOccurrences(of: "0.25", with: text)
            #expect(throws: HeadError.malformed(file: "mixed.json", reason: reason)) { try read(json: Array(broken.utf8)) }
        }
    }

    @Test(arguments: ["", ".", "..", ".mixed", "../mixed", "a/b", "mixed/", "/mixed", "Mixed", "mixed ", "mixed\0", "mi\nxed"])
    func `a head is called as its files are`(name: String) throws {
        let expected = HeadError.wrongName(file: "mixed.json", name: name, expected: "mixed")
        #expect(throws: expected) { try read(json: edited { $0["name"] = name }) }
        #expect(!expected.description.contains("\n"))
    }

    @Test func `a name that no file can have is none, even where the file's path has it`() throws {
        let json = try edited { $0["name"] = ".mixed" }
        #expect(throws: HeadError.wrongName(file: "heads/.mixed.json", name: ".mixed", expected: ".mixed")) {
            try Head(json: json, tensors: ByteRegion(tensors), file: "heads/.mixed", encoder: encoder)
        }
        #expect(try Head(json: self.json, tensors: ByteRegion(tensors), file: "heads/mixed", encoder: encoder) == head)
        #expect(Head.isName("intent") && Head.isName("Absicht für alle") && !Head.isName(String(repeating: "a", count: 201)))
    }

    @Test func `a head of another encoder is refused`() throws {
        let foreign = HandHead.mixed(encoder: "0123")
        let json = try #require(foreign.files()["heads/mixed.json"]).array
        let expected = HeadError.foreignEncoder(file: "mixed.json", found: "0123", expected: encoder.fingerprint)
        #expect(throws: expected) { try read(json: json) }
        #expect(expected.description.hasPrefix("mixed.json: trained on encoder 0123"))
    }

    @Test func `weights of another shape, missing ones and none at all are refused`() throws {
        let narrow = HandHead.mixed(encoder: encoder.fingerprint, inputs: 127, hidden: 6)
        #expect(throws: HeadError.tensors(.wrongShape(file: "mixed.safetensors", tensor: "layers.0.weight", expected: [6, 128], found: [6, 127]))) {
            try read(tensors: #require(narrow.files()["heads/mixed.safetensors"]).array)
        }
        let shallow = HandHead.mixed(encoder: encoder.fingerprint, inputs: 128)
        #expect(throws: HeadError.tensors(.missingTensor(file: "mixed.safetensors", tensor: "layers.1.weight"))) {
            try read(tensors: #require(shallow.files()["heads/mixed.safetensors"]).array)
        }
        #expect(throws: HeadError.tensors(.missingTensor(file: "mixed.safetensors", tensor: "layers.0.bias"))) {
            try read(tensors: Safetensors.serialized([:]))
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func `a weight that is not a number is refused`(value: Float) throws {
        for place in 0..<4 {
            var broken = head
            if place < 2 { broken.layers[place].weight.values[3] = value } else { broken.layers[place - 2].bias[1] = value }
            #expect(throws: HeadError.malformed(file: "mixed.safetensors", reason: "a weight is infinite or not a number")) {
                try read(tensors: #require(broken.files()["heads/mixed.safetensors"]).array)
            }
        }
    }

    @Test func `files cut off anywhere are refused, never a crash`() throws {
        for length in 0..<json.count - 2 { #expect(throws: HeadError.self) { try read(json: Array(json.prefix(length))) } }
        for length in stride(from: 0, to: tensors.count, by: 7) { #expect(throws: HeadError.self) { try read(tensors: Array(tensors.prefix(length))) } }
    }

    @Test func `files with any byte changed are read or refused, never a crash`() throws {
        var random = SeededGenerator(seed: 9)
        for _ in 0..<2000 {
            var (json, tensors) = (json, tensors)
            json[Int.random(in: json.indices, using: &random)] = UInt8.random(in: 32...126, using: &random)
            tensors[Int.random(in: 0..<300, using: &random)] = UInt8.random(in: 0...255, using: &random)
            _ = try? read(json: json)
            _ = try? read(tensors: tensors)
        }
    }
}
