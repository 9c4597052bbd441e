import Afterword
import Foundation
import TestSupport
import Testing

@Suite struct ModelVerbTests {
    @Test func `a head trained from the command line is used by annotate and measured by evaluate`() throws {
        try withTemporaryFolder { folder in
            let model = folder.appending(path: "model").path, dev = Fixtures.url("training/intent.dev.jsonl").path
            let trained = try Program.afterword.run([
                "fine-tune", "--processor", "intent", "--train", Fixtures.url("training/intent.train.jsonl").path, "--dev", dev, "--output", model,
            ])
            #expect(trained.status == 0, "\(trained.errors)")
            #expect(trained.text.contains("complaint"))

            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let report = try decoder.decode(TrainingReport.self, from: Data(contentsOf: URL(filePath: model).appending(path: "report.json")))
            #expect(report.head == "intent" && report.training.seed == 1 && report.spans.train == 66)
            #expect(report.epochs.count >= report.bestEpoch && report.dev.groups[0].labels.map(\.label) == ["booking", "complaint", "question"])
            #expect(trained.text.contains(String(format: "macro F1 %.1f", report.dev.groups[0].macroF1 * 100)), "the table says the same")

            let annotated = try Program.afterword.run(
                ["annotate", "--jsonl", "--model", model, "--processors", "intent"], input: Data(#"{"id": 1, "text": "could i get a table for four tomorrow"}"#.utf8))
            #expect(annotated.text.contains(#""label":"booking""#))

            let evaluated = try Program.afterword.run(["evaluate", "--processor", "intent", dev, "--model", model, "--json"])
            let measured = try #require(JSONSerialization.jsonObject(with: evaluated.output) as? [String: Any])
            let groups = try #require((measured["labels"] as? [String: Any])?["groups"] as? [[String: Any]])
            #expect(try #require(groups[0]["accuracy"] as? Double) > 0.85)
        }
    }

    @Test func `the same seed trains the same bytes`() throws {
        try withTemporaryFolder { folder in
            let weights = try ["a", "b"].map { name in
                let output = folder.appending(path: name)
                let outcome = try Program.afterword.run([
                    "fine-tune", "--processor", "intent", "--train", Fixtures.url("training/intent.train.jsonl").path,
                    "--dev", Fixtures.url("training/intent.dev.jsonl").path, "--output", output.path, "--hidden", "16", "--epochs", "2", "--threads", name == "a" ? "1" : "2",
                ])
                #expect(outcome.status == 0)
                return try Data(contentsOf: output.appending(path: "heads/intent.safetensors"))
            }
            #expect(weights[0] == weights[1])
        }
    }

    @Test(arguments: ["bookin=0.9", "booking=2", "high"]) func `a precision floor names a label and is from 0 to 1`(floor: String) throws {
        let data = Fixtures.url("training/intent.train.jsonl").path
        let outcome = try Program.afterword.run(["fine-tune", "--processor", "intent", "--train", data, "--dev", data, "--output", "nowhere", "--precision-floor", floor])
        #expect(outcome.status == 64 && outcome.errors.contains("--precision-floor \(floor): expected a number from 0 to 1"), "\(outcome.errors)")
    }

    @Test func `a line that is wrong is named, with the file`() throws {
        try withTemporaryFolder { folder in
            let good = Fixtures.url("training/intent.train.jsonl").path, bad = folder.appending(path: "bad.jsonl")
            for (line, expected) in [
                (#"{"text": "hi"#, "bad.jsonl:2: not JSON"), (#"{"label": "booking"}"#, "bad.jsonl:2: \"text\" is missing"),
                (#"{"text": "please book it", "label": "bookin"}"#, "bad.jsonl:2: label \"bookin\" is not in the label set (did you mean \"booking\"?)"),
                (#"{"text": " ", "label": "booking"}"#, "bad.jsonl:2: the text has no words"),
            ] {
                try Data("{\"text\": \"book a room\", \"label\": \"booking\"}\n\(line)\n".utf8).write(to: bad)
                let outcome = try Program.afterword.run(["fine-tune", "--processor", "intent", "--train", good, "--dev", bad.path, "--output", folder.appending(path: "m").path])
                #expect(outcome.status == 65)
                #expect(outcome.errors.contains(expected), "\(outcome.errors)")
                #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "m").path))
            }
        }
    }

    @Test(arguments: ["a/b", "../x", ".hidden", "", "a,b", "words", "errors", " x"]) func `a name that files or results cannot have is a usage error`(name: String) throws {
        let data = Fixtures.url("training/intent.dev.jsonl").path
        let outcome = try Program.afterword.run(["fine-tune", "--processor", name, "--train", data, "--dev", data, "--output", "nowhere"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--processor \(name): a name is"))
    }

    @Test func `a model can be written out smaller and inspected`() throws {
        try withTemporaryFolder { folder in
            let tiny = Fixtures.url("golden/tiny-bert").path, output = folder.appending(path: "int8").path
            let quantized = try Program.afterword.run(["model", "quantize", tiny, "--output", output])
            #expect(quantized.status == 0, "\(quantized.errors)")
            let inspected = try Program.afterword.run(["model", "inspect", output])
            #expect(inspected.status == 0 && inspected.text.contains("layers"))
        }
    }

    @Test func `models are averaged into one that can be inspected, and one alone is a usage error`() throws {
        try withTemporaryFolder { folder in
            let tiny = Fixtures.url("golden/tiny-bert").path, output = folder.appending(path: "mean").path
            let mean = try Program.afterword.run(["model", "average", tiny, tiny, "--shares", "2", "1", "--output", output])
            #expect(mean.status == 0, "\(mean.errors)")
            func fingerprint(_ directory: String) throws -> Substring? {
                try Program.afterword.run(["model", "inspect", directory]).text.split(separator: "\n").first { $0.hasPrefix("fingerprint") }
            }
            let own = try #require(try fingerprint(tiny))
            #expect(try fingerprint(output) == own)
            for wrong in [[tiny], [tiny, tiny, "--shares", "1"], [tiny, tiny, "--shares", "1", "0"]] {
                let outcome = try Program.afterword.run(["model", "average"] + wrong + ["--output", folder.appending(path: "none").path])
                #expect(outcome.status == 64, "\(wrong)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "none").path))
        }
    }

    @Test func `a model is pruned by what it does on a transcript`() throws {
        try withTemporaryFolder { folder in
            let tiny = Fixtures.url("golden/tiny-bert").path, output = folder.appending(path: "small").path
            let talk = Fixtures.url("transcripts/sample.srt").path, lines = Fixtures.url("training/intent.train.jsonl").path
            let pruned = try Program.afterword.run(["model", "prune", tiny, "--layers", "1", "--inner-units", "24", "--on", talk, lines, "--output", output])
            #expect(pruned.status == 0, "\(pruned.errors)")
            #expect(try Program.afterword.run(["model", "inspect", output]).text.contains("1 layers, 32 wide, 4 heads, feed-forward 24"))
            let wordless = folder.appending(path: "empty.jsonl")
            try Data("{\"text\": \" \"}\n".utf8).write(to: wordless)
            let broken = folder.appending(path: "broken.jsonl")
            try Data("{\"text\": \"a\"}\n{\"text\": \"b\n".utf8).write(to: broken)
            for (arguments, status, message) in [
                ([], 64, "say what stays"), (["--inner-units", "9"], 64, "--inner-units and --on go together"), (["--layers", "1", "--on", talk], 64, "go together"),
                (["--layers", "3"], 64, "layers of a pruned model: 3, this one has 2"), (["--inner-units", "9", "--on", wordless.path], 65, "have no word"),
                (["--inner-units", "9", "--on", folder.appending(path: "none.srt").path], 66, "no such file"),
                (["--inner-units", "9", "--on", broken.path], 65, "broken.jsonl:2: not JSON"),
            ] {
                let outcome = try Program.afterword.run(["model", "prune", tiny] + arguments + ["--output", folder.appending(path: "none").path])
                #expect(outcome.status == status && outcome.errors.contains(message), "\(arguments): \(outcome.status) \(outcome.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "none").path))
        }
    }

    @Test func `labelled data that is a folder is missing, as any input`() throws {
        let outcome = try Program.afterword.run(["evaluate", "--processor", "punctuation", Fixtures.repository.path])
        #expect(outcome.status == 66 && outcome.errors.contains("is a directory, not a file"))
    }

    @Test func `a folder that is no model is refused with 69 and what is missing`() throws {
        try withTemporaryFolder { folder in
            let outcome = try Program.afterword.run(["model", "inspect", folder.path])
            #expect(outcome.status == 69)
            #expect(outcome.errors.contains("no config.json"))
        }
    }

    @Test func `bench says how near int8 is to 32 bits, and measures one thing at a time`() throws {
        let sample = Fixtures.url("transcripts/sample.srt").path
        let measured = try Program.afterword.run(["bench", "--fidelity", sample, "--json"])
        #expect(measured.status == 0, "\(measured.errors)")
        let report = try #require(JSONSerialization.jsonObject(with: measured.output) as? [String: Any])
        let rows = try #require(report["fidelity"] as? [[String: Any]])
        #expect(rows.map { "\($0["name"] ?? "") \($0["precision"] ?? "")" } == ["w128 bfloat16", "w128 int8", "lines bfloat16", "lines int8"])
        for row in rows {
            let nearness = try #require(row["fidelity"] as? [String: Double])
            let isNarrow = row["precision"] as? String == "int8"
            #expect(try #require(nearness["tokens"]) > (isNarrow ? 0.999 : 0.9999) && #require(nearness["tokens"]) < 1)
            #expect(try #require(nearness["texts"]) > (isNarrow ? 0.997 : 0.9999))
        }
        let both = try Program.afterword.run(["bench", "--fidelity", "--training"])
        #expect(both.status == 64 && both.errors.contains("one at a time"), "\(both.errors)")
    }

    @Test func `bench measures linear layers beside what a core can do`() throws {
        let measured = try Program.afterword.run(["bench", "--linears", "--rounds", "1", "--json"])
        #expect(measured.status == 0, "\(measured.errors)")
        let report = try #require(JSONSerialization.jsonObject(with: measured.output) as? [String: Any])
        let rows = try #require(report["linears"] as? [[String: Any]])
        let names = ["queries, keys, values", "attention's output", "feed-forward with GELU", "all", "the inner loop alone"]
        #expect(rows.map { $0["name"] as? String } == names + names)
        for row in rows {
            // How much is the machine's affair and no test's; that it is a part of something is ours.
            let share = try #require(row["share_of_peak"] as? Double)
            #expect(share > 0 && share < 2 && (row["gigaops"] as? Double ?? 0) > 0, "\(row)")
        }
    }
}
