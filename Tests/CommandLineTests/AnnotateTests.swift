import Foundation
import TestSupport
import Testing

@Suite struct AnnotateTests {
    private func annotate(_ arguments: String..., input: String = "") throws -> Program.Outcome {
        try Program.afterword.run(["annotate"] + arguments, input: Data(input.utf8))
    }

    private func object(_ data: Data) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func rawWords(_ data: Data) throws -> [String] {
        try #require(object(data)["words"] as? [[String: Any]]).compactMap { $0["raw"] as? String }
    }

    @Test(arguments: ["sample.srt", "sample.vtt", "sample.txt", "one-line.txt", "whisper.json", "assemblyai.json"])
    func `every format gives back its words, one by one, with every field of a result`(fixture: String) throws {
        let outcome = try annotate(Fixtures.url("transcripts/\(fixture)").path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let result = try object(outcome.output)
        #expect(Set(result.keys).isSuperset(of: ["afterword", "source", "text", "words", "punctuation", "topics", "moderation", "summary", "chapters", "errors"]))
        #expect((result["errors"] as? [Any])?.isEmpty == true)
        let words = try #require(result["words"] as? [[String: Any]])
        #expect(words.count > 100)
        #expect(result["text"] as? String == words.compactMap { $0["text"] as? String }.joined(separator: " "))
        let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        for word in words { #expect(letters(word["raw"] as? String ?? "") == letters(word["text"] as? String ?? "?")) }
    }

    @Test func `plain text comes back word for word`() throws {
        let text = "so the the CAT sat -- on  3.5 mats\n\nand U.S.A. won http://a.b/c?d=e naïve 世界 😀 end"
        #expect(try rawWords(annotate("-", input: text).output) == text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    @Test func `the result is the same bytes with one thread and with two`() throws {
        let path = Fixtures.url("transcripts/sample.srt").path
        #expect(try annotate(path, "--threads", "1").output == annotate(path, "--threads", "2").output)
    }

    @Test func `a style that the model doesn't know is refused before anything is read`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "style-\(UUID().uuidString)"), turns = folder.appending(path: "turns.jsonl").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(String(repeating: "{\"text\": \"We had one. It was hot, you know?\"}\n", count: 20).utf8).write(to: URL(filePath: turns))
        let tuned = try Program.afterword.run(["fine-tune", "--processor", "punctuation", "--train", turns, "--dev", turns, "--epochs", "1",
            "--model", Fixtures.url("golden/tiny-bert").path, "--output", folder.path])
        #expect(tuned.status == 0, "\(tuned.errors)")
        let path = Fixtures.url("transcripts/sample.srt").path, outcome = try annotate(path, "--style", "light", "--model", folder.path)
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("--style: this model was not trained in the style light; it knows standard"), "\(outcome.errors)")
        let built = try ["light", "standard", "verbatim"].map { try annotate(path, "--style", $0, "--processors", "punctuation", "--format", "text").text }
        #expect(Set(built).count == 3, "the built-in model knows all three")
    }

    @Test func `a precision is one of three, and each gives every word`() throws {
        let path = Fixtures.url("transcripts/sample.srt").path
        let words = try rawWords(annotate(path).output)
        for precision in ["float32", "bfloat16", "int8"] { #expect(try rawWords(annotate(path, "--precision", precision).output) == words) }
        let wrong = try annotate(path, "--precision", "int4")
        #expect(wrong.status == 64 && wrong.errors.contains("int4"))
    }

    @Test(arguments: [("json", "{"), ("text", ""), ("markdown", "#"), ("srt", "1\n00:00:"), ("vtt", "WEBVTT"), ("html", "<!doctype html>")])
    func `every output format starts as it should`(format: String, start: String) throws {
        let outcome = try annotate(Fixtures.url("transcripts/sample.srt").path, "--format", format)
        #expect(outcome.status == 0)
        #expect(outcome.text.hasPrefix(start) && outcome.text.hasSuffix("\n") && outcome.text.count > 500)
    }

    @Test func `only what was asked for is in the result`() throws {
        let result = try object(annotate(Fixtures.url("transcripts/sample.srt").path, "--processors", "chapters,topics").output)
        #expect(result["chapters"] != nil && result["topics"] != nil)
        #expect(result["punctuation"] == nil && result["summary"] == nil && result["moderation"] == nil)
    }

    @Test func `captions of a text without times are refused as bad input`() throws {
        let outcome = try annotate("-", "--format", "srt", input: "hello there")
        #expect(outcome.status == 65)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("word 0 has no times"))
    }

    @Test func `each kind of failure has its exit code`() throws {
        #expect(try annotate("no-such-file.srt").status == 66)
        #expect(try annotate(Fixtures.repository.path).status == 66)
        #expect(try annotate("-", input: " \n ").status == 65)
        #expect(try annotate("-", "--from", "whisper", input: "{\"segments\": 3}").status == 65)
        #expect(try annotate("-", "--format", "docx", input: "hello").status == 64)
        #expect(try annotate("-", "--processors", "weather", input: "hello").status == 64)
        #expect(try annotate("-", "--marks", ",x", input: "hello").status == 64)
        #expect(try annotate("-", "--model", "no-such-model", input: "hello").status == 69)
        #expect(try annotate("-", "--processors", " ,", input: "hello").status == 64)
        #expect(try annotate("-", "--topics", "", input: "hello").status == 64)
        #expect(try annotate("-", "--threads", "-1", input: "hello").errors.contains("--threads is from 1 to 1024, not -1"))
        #expect(try annotate("-", "--output", "no-such-folder/x/out.json", input: "hello").status == 74)
    }

    @Test func `what stands in the way of the output is said in the system's words, before the work`() throws {
        try withTemporaryFolder { folder in
            let talk = Fixtures.url("transcripts/sample.srt").path, file = folder.appending(path: "file").path
            try Data().write(to: URL(filePath: file))
            for output in [file + "/", file + "/out.json"] {
                let outcome = try annotate(talk, "--output", output)
                #expect(outcome.status == 74)
                #expect(outcome.errors.hasPrefix("afterword: \(file)") && !outcome.errors.contains("Error Domain"), "\(outcome.errors)")
            }
            let data = Fixtures.url("training/intent.dev.jsonl").path
            let trained = try Program.afterword.run(["fine-tune", "--processor", "intent", "--train", data, "--dev", data, "--output", file + "/model"])
            #expect(trained.status == 74 && trained.errors == "afterword: \(file)/model: cannot be written to: file is no directory\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
        }
    }

    @Test func `one input that is missing stops all before any is written`() throws {
        try withTemporaryFolder { folder in
            let outcome = try annotate(Fixtures.url("transcripts/sample.srt").path, "missing.srt", "--output", folder.path + "/")
            #expect(outcome.status == 66 && outcome.errors == "afterword: missing.srt: no such file\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test(arguments: [("annotate", "<&-"), ("annotate --jsonl", "<&-"), ("annotate", "< /"), ("annotate --jsonl", "< /"), ("annotate", "<<< hello >&-")])
    func `standard streams that are closed or no files are errors, not crashes`(verb: String, redirection: String) throws {
        let shell = Program(URL(filePath: "/bin/bash"))
        let outcome = try shell.run(["-c", "'\(Program.afterword.url.path)' \(verb) --processors punctuation \(redirection)"])
        #expect(outcome.status == 74)
        #expect(outcome.errors.hasPrefix("afterword: standard ") && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }

    @Test func `a device is written into, not replaced`() throws {
        try withTemporaryFolder { folder in
            let link = folder.appending(path: "null")
            try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "/dev/null")
            #expect(try annotate("-", "--output", link.path, "--processors", "punctuation", input: "hello").status == 0)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "/dev/null")
        }
    }

    @Test func `an error names the file and never what was said`() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "talk.json")
            try Data("{\"words\": [{\"text\": \"secret\", \"start\": \"sesame\"}]}".utf8).write(to: file)
            let outcome = try annotate(file.path)
            #expect(outcome.status == 65)
            #expect(outcome.errors.contains("talk.json:1"))
            #expect(!outcome.errors.contains("secret") && !outcome.errors.contains("sesame"))
        }
    }

    @Test func `files are written whole beside each other, and nothing else is left`() throws {
        try withTemporaryFolder { folder in
            let out = folder.appending(path: "out")
            let outcome = try annotate(
                Fixtures.url("transcripts/sample.srt").path, Fixtures.url("transcripts/whisper.json").path, "--output", out.path, "--format", "text")
            #expect(outcome.status == 0 && outcome.output.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: out.path).sorted() == ["sample.txt", "whisper.txt"])
        }
    }

    @Test func `two inputs that would be one output are refused before anything is written`() throws {
        try withTemporaryFolder { folder in
            let outcome = try annotate(
                Fixtures.url("transcripts/sample.srt").path, Fixtures.url("transcripts/sample.vtt").path, "--output", folder.path + "/")
            #expect(outcome.status == 64)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test func `a bad file leaves no output, whole or half`() throws {
        try withTemporaryFolder { folder in
            let outcome = try annotate("-", "--output", folder.appending(path: "out.json").path, input: "")
            #expect(outcome.status == 65)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test func `the command still works when it is moved elsewhere`() throws {
        try withTemporaryFolder { folder in
            let moved = folder.appending(path: "moved")
            try FileManager.default.copyItem(at: Program.afterword.url, to: moved)
            let outcome = try Program(moved).run(["annotate", "--format", "text"], input: Data("hello how are you".utf8), in: folder)
            #expect(outcome.status == 0)
            #expect(outcome.text.lowercased().hasPrefix("hello"))
        }
    }

    @Test func `the user's own spellings win`() throws {
        try withTemporaryFolder { folder in
            let spellings = folder.appending(path: "spellings.txt")
            try Data("McDonald\nafterWord\n".utf8).write(to: spellings)
            let outcome = try annotate("-", "--format", "text", "--spellings", spellings.path, input: "we gave mcdonald the afterword yesterday")
            #expect(outcome.text.contains("McDonald") && outcome.text.contains("afterWord"))
        }
    }
}
