import AfterwordProcessors
import AfterwordTraining
import Foundation
import TestSupport
import Testing

@Suite struct LabelledDataTests {
    private typealias Data = LabelledData<Moderator.Gold>

    private func read(_ content: String) throws -> Data { try read(bytes: Array(content.utf8)) }

    private func read(bytes: [UInt8]) throws -> Data {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "data.jsonl")
            try Foundation.Data(bytes).write(to: file)
            return try Data(contentsOf: file.path)
        }
    }

    private func refused(_ content: String) -> String? { (#expect(throws: TrainingError.self) { try read(content) })?.description }

    @Test func `lines keep their numbers, blank ones are passed over`() throws {
        let data = try read("\n{\"text\":\"a b\",\"labels\":[]}\r\n  \t\n{\"labels\":[\"insult\"],\"text\":\"ü\",\"more\":1}")
        #expect(data.name == "data.jsonl")
        #expect(data.lines.map(\.number) == [2, 4])
        #expect(data.lines.map(\.gold) == [.init(text: "a b", labels: []), .init(text: "ü", labels: ["insult"])])
    }

    @Test(arguments: [
        ("{\"text\":\"secret\"", "not JSON"), ("hello", "not JSON"), ("7", "not a JSON object"), ("[]", "not a JSON object"), ("{\"labels\":[]}", "\"text\" is missing"), ("{\"text\":\"secret\"}", "\"labels\" is missing"),
        ("{\"text\":null,\"labels\":[]}", "\"text\" is null"), ("{\"text\":\"secret\",\"labels\":[\"a\",7]}", "\"labels.[1]\" is not of type String"),
    ])
    func `a line that is not what is expected is refused by its number, without its text`(line: String, reason: String) {
        #expect(refused("{\"text\":\"fine\",\"labels\":[]}\n\n" + line) == "data.jsonl:3: " + reason)
    }

    @Test func `a byte-order mark and CR LF are read, the mark with a warning`() throws {
        let data = try read("\u{FEFF}{\"text\":\"a\",\"labels\":[]}\r\n\r\n{\"text\":\"b\",\"labels\":[]}\r\n")
        #expect(data.lines.map(\.gold.text) == ["a", "b"] && data.lines.map(\.number) == [1, 3])
        #expect(data.warnings == ["data.jsonl:1: a byte-order mark was passed over"])
        #expect(try read("{\"text\":\"a\",\"labels\":[]}").warnings.isEmpty)
        #expect(refused("\u{FEFF}") == "data.jsonl: no examples in it")
        #expect(refused("{\"text\":\"a\",\"labels\":[]}\n\u{FEFF}{").map { $0.hasPrefix("data.jsonl:2: ") } == true, "only the start may have one")
    }

    @Test(arguments: [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
    func `bad UTF-8 is refused by its line`(bytes: [UInt8]) throws {
        let good = Array("{\"text\":\"a\",\"labels\":[]}\r\n".utf8)
        let content = good + Array("{\"text\":\"b".utf8) + bytes + Array("\",\"labels\":[]}\n".utf8)
        #expect(throws: TrainingError.malformed(file: "data.jsonl", line: 2, reason: "not UTF-8")) { try read(bytes: content) }
    }

    @Test func `UTF-16 is refused by name`() throws {
        let content = try #require("{\"text\":\"a\",\"labels\":[]}".data(using: .utf16))
        #expect(throws: TrainingError.malformed(file: "data.jsonl", line: 1, reason: "UTF-16, expected UTF-8")) { try read(bytes: Array(content)) }
    }

    @Test(arguments: ["", "\n\n", "  "]) func `a file without examples is refused`(content: String) { #expect(refused(content) == "data.jsonl: no examples in it") }

    @Test func `a file that is not there or is a folder is refused by its path`() throws {
        let missing = #expect(throws: TrainingError.self) { try Data(contentsOf: "no/such/file.jsonl") }
        #expect(missing?.description == "no/such/file.jsonl: cannot be read: no such file")
        try withTemporaryFolder { folder in
            let error = #expect(throws: TrainingError.self) { try Data(contentsOf: folder.path) }
            #expect(error?.description == "\(folder.path): cannot be read: not a readable file")
        }
    }
}
