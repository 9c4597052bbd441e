import Foundation
import TestSupport
import Testing

@Suite struct JSONLinesTests {
    private func run(_ lines: [String]) throws -> (status: Int32, records: [[String: Any]], errors: String) {
        let outcome = try Program.afterword.run(["annotate", "--jsonl", "--processors", "punctuation"], input: Data(lines.joined(separator: "\n").utf8))
        let records = try outcome.text.split(separator: "\n").map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
        return (outcome.status, records, outcome.errors)
    }

    @Test func `a record a line comes out in order, bad ones as errors in their place`() throws {
        let (status, records, errors) = try run([
            #"{"id": 7, "text": "hello how are you"}"#,
            "this is not json",
            #"{"id": "b", "words": [{"text": "good", "start": 0, "end": 400, "speaker": "Ann"}, {"text": "morning", "start": 400, "end": 900, "speaker": "Ann"}]}"#,
            #"{"id": "empty", "text": "  "}"#,
            "",
            #"{"id": "last", "text": "bye"}"#,
        ])
        #expect(status == 0 && errors.isEmpty)
        #expect(records.count == 5)
        #expect(records[0]["id"] as? Int == 7 && records[0]["punctuation"] != nil)
        #expect(records[1]["id"] is NSNull && (records[1]["error"] as? [String: Any])?["code"] as? Int == 65)
        #expect((records[2]["words"] as? [[String: Any]])?.map { $0["start"] as? Int } == [0, 400])
        #expect(records[3]["id"] as? String == "empty" && records[3]["error"] != nil)
        #expect(records[4]["id"] as? String == "last")
    }

    @Test func `SIGTERM finishes the record in hand and exits with 143`() throws {
        let process = Process()
        process.executableURL = Program.afterword.url
        process.arguments = ["annotate", "--jsonl", "--processors", "punctuation"]
        let input = Pipe(), output = Pipe()
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("{\"id\": 1, \"text\": \"hello there\"}\n".utf8))
        var answer = Data()
        while !answer.contains(UInt8(ascii: "\n")) { answer += output.fileHandleForReading.availableData }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 143)
        #expect(answer.starts(with: Data("{\"id\":1,".utf8)))
    }
}
