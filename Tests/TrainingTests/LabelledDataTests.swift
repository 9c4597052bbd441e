import AfterwordProcessors
import AfterwordTraining
import Foundation
import TestSupport
import Testing

@Suite struct LabelledDataTests {
    private typealias Data = LabelledData<Moderator.Gold>

    private func read(_ content: String) throws -> Data {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "data.jsonl")
            try content.write(to: file, atomically: true, encoding: .utf8)
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
        ("{\"text\":\"secret\"", "not JSON"), ("hello", "not JSON"), ("{\"labels\":[]}", "\"text\" is missing"), ("{\"text\":\"secret\"}", "\"labels\" is missing"),
        ("{\"text\":null,\"labels\":[]}", "\"text\" is null"), ("{\"text\":\"secret\",\"labels\":[\"a\",7]}", "\"labels.[1]\" is not of type String"),
    ])
    func `a line that is not what is expected is refused by its number, without its text`(line: String, reason: String) {
        #expect(refused("{\"text\":\"fine\",\"labels\":[]}\n\n" + line) == "data.jsonl:3: " + reason)
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
