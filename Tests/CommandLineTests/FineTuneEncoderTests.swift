import Foundation
import TestSupport
import Testing

/// `fine-tune --encoder full` as a user runs it, on the tiny model.
@Suite struct FineTuneEncoderTests {
    private let folder: URL
    private var train: String { folder.appending(path: "train.jsonl").path }
    private var dev: String { folder.appending(path: "dev.jsonl").path }
    private static let tiny = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../fixtures/golden/tiny-bert").standardized.path

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "fine-tune-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let subjects = ["the word", "what we had", "one of his", "you and i", "this hot", "some word they", "it was that"]
        let ends = ["was by the", "is for you", "can be hot", "at the word", "or from his"]
        var random = SeededGenerator(seed: 4)
        func lines(_ count: Int) -> String {
            (0..<count).map { _ in
                let isHot = Bool.random(using: &random)
                let words = [subjects.randomElement(using: &random), isHot ? "hot hot" : "had had", ends.randomElement(using: &random)].compactMap(\.self)
                return "{\"text\": \"\(words.joined(separator: " ")) \(Int.random(in: 0...9999, using: &random))\", \"label\": \"\(isHot ? "hot" : "had")\"}\n"
            }.joined()
        }
        try Data(lines(400).utf8).write(to: folder.appending(path: "train.jsonl"))
        try Data(lines(60).utf8).write(to: folder.appending(path: "dev.jsonl"))
    }

    private func arguments(_ output: String, threads: Int = 1, _ more: [String] = []) -> [String] {
        ["fine-tune", "--encoder", "full", "--processor", "heat", "--train", train, "--dev", dev, "--output", folder.appending(path: output).path,
         "--model", Self.tiny, "--epochs", "30", "--batch", "200", "--rate", "2e-3", "--seed", "5", "--checkpoint-every", "7", "--threads", "\(threads)"] + more
    }

    /// The steps that there are checkpoints of.
    private func checkpoints(_ output: String) -> Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: output).appending(path: "checkpoints").path)) ?? []
        return Set(names.filter { $0.hasPrefix("step-") && $0.hasSuffix(".safetensors") })
    }

    private func bytes(_ output: String, _ file: String) throws -> Data { try Data(contentsOf: folder.appending(path: output).appending(path: file)) }

    @Test func `a run killed at random moments ends with the same bytes as one that is left alone`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let whole = try Program.afterword.run(arguments("whole"))
        #expect(whole.status == 0, "\(whole.errors)")
        var random = SystemRandomNumberGenerator() // the moments differ from run to run; the bytes may not
        for attempt in 0..<10 {
            // Some time after it has got a checkpoint further: while it steps, measures, writes a checkpoint or a log.
            let before = checkpoints("killed"), delay = Duration.milliseconds(Int.random(in: 0...40, using: &random))
            var moment: ContinuousClock.Instant?
            let (wasKilled, _) = try Program.afterword.kill(
                when: {
                    if moment == nil, checkpoints("killed") != before { moment = .now + delay }
                    return moment.map { ContinuousClock.now >= $0 } ?? false
                }, arguments("killed", threads: 1 + attempt % 3, ["--resume"]))
            #expect(wasKilled, "attempt \(attempt)")
        }
        let last = try Program.afterword.run(arguments("killed", ["--resume"]))
        #expect(last.status == 0, "\(last.errors)")
        for file in ["model.safetensors", "heads/heat.safetensors", "heads/heat.json"] { #expect(try bytes("whole", file) == bytes("killed", file), "\(file)") }
        let report = try #require(try JSONSerialization.jsonObject(with: bytes("killed", "report.json")) as? [String: Any])
        let expected = try #require(try JSONSerialization.jsonObject(with: bytes("whole", "report.json")) as? [String: Any])
        #expect(report["history"] as? NSDictionary == expected["history"] as? NSDictionary)
        #expect(try bytes("whole", "log.jsonl") == bytes("killed", "log.jsonl"))
        let page = String(decoding: try bytes("whole", "training.html"), as: UTF8.self)
        #expect(page.contains("<svg") && page.contains("heat") && !page.contains("http"))
    }

    @Test func `on SIGTERM it writes a checkpoint, exits with 143 and goes on later`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (wasKilled, status) = try Program.afterword.kill(when: { !checkpoints("stopped").isEmpty }, arguments("stopped", ["--epochs", "3000"]), signal: SIGTERM)
        #expect(wasKilled && status == 143)
        #expect((1...2).contains(checkpoints("stopped").count))
        let step = try #require(checkpoints("stopped").sorted().last?.dropFirst(5).dropLast(12)).drop { $0 == "0" }
        let resumed = try Program(URL(filePath: "/bin/sh")).run(
            ["-c", "timeout --preserve-status -s TERM 1 \"$0\" \"$@\"", Program.afterword.url.path] + arguments("stopped", ["--epochs", "3000", "--resume"]))
        #expect(resumed.status == 143 && resumed.errors.contains("goes on after step \(step) of"), "\(resumed.errors)")
        let again = try Program.afterword.run(arguments("stopped", ["--epochs", "3000"]))
        #expect(again.status == 64 && again.errors.contains("--resume"), "a run's checkpoints are not mixed with another's")
        let other = try Program.afterword.run(arguments("stopped", ["--epochs", "3000", "--seed", "6", "--resume"]))
        #expect(other.status == 65 && other.errors.contains("another run") && other.errors.contains("seed"), "\(other.errors)")
        let reading = try Program.afterword.run(arguments("stopped", ["--epochs", "3000", "--layers", "1", "--resume"]))
        #expect(reading.status == 65 && reading.errors.contains("layers [2]") && reading.errors.contains("layers [1]"), "\(reading.errors)")
    }

    @Test func `a torn checkpoint is passed over, and without any other it is an error that leaves it where it is`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Program.afterword.run(arguments("torn")).status == 0)
        let checkpoints = folder.appending(path: "torn/checkpoints")
        let names = try FileManager.default.contentsOfDirectory(atPath: checkpoints.path).filter { $0.hasPrefix("step-") }.sorted()
        #expect(names.count == 2)
        let newest = checkpoints.appending(path: try #require(names.last))
        let model = try bytes("torn", "model.safetensors"), whole = try Data(contentsOf: newest)
        try whole.prefix(whole.count / 2).write(to: newest)
        let resumed = try Program.afterword.run(arguments("torn", ["--resume"]))
        #expect(resumed.status == 0 && resumed.errors.contains("passed over"), "\(resumed.errors)")
        #expect(try bytes("torn", "model.safetensors") == model)
        for name in try FileManager.default.contentsOfDirectory(atPath: checkpoints.path) where name.hasPrefix("step-") {
            try Data("torn".utf8).write(to: checkpoints.appending(path: name))
        }
        let failed = try Program.afterword.run(arguments("torn", ["--resume"]))
        #expect(failed.status == 65 && failed.errors.contains("step-"), "\(failed.errors)")
    }

    @Test func `a disk that fills up is an error, and the last checkpoint that was written stays`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Program.afterword.run(arguments("full", ["--epochs", "10"])).status == 0)
        let checkpoints = folder.appending(path: "full/checkpoints")
        func files() throws -> [String: Data] {
            var files: [String: Data] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: checkpoints.path) { files[name] = try Data(contentsOf: checkpoints.appending(path: name)) }
            return files
        }
        // Go on from the older checkpoint with room for files of 50 kB only, less than a checkpoint takes.
        let steps = try files().keys.filter { $0.hasPrefix("step-") }.sorted()
        try FileManager.default.removeItem(at: checkpoints.appending(path: try #require(steps.last)))
        let before = try files()
        let command = ([Program.afterword.url.path] + arguments("full", ["--epochs", "10", "--resume"])).map { "'\($0)'" }.joined(separator: " ")
        let outcome = try Program(URL(filePath: "/bin/sh")).run(["-c", "ulimit -f 100; exec \(command)"])
        #expect(outcome.status == 74 && outcome.errors.contains(".safetensors"), "\(outcome.status) \(outcome.errors)")
        #expect(try files() == before, "nothing is half-written, nothing is lost")
        #expect(try Program.afterword.run(arguments("full", ["--epochs", "10", "--resume"])).status == 0)
    }

    @Test func `an output that is a file, and labels that are not in the set, are refused before anything is trained`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("x".utf8).write(to: folder.appending(path: "file"))
        #expect(try Program.afterword.run(arguments("file")).status == 74)
        let lines = try String(contentsOfFile: train, encoding: .utf8).replacing("\"label\": \"hot\"", with: "\"labels\": [\"hot\"], \"known\": [\"hot\", \"hott\"]", maxReplacements: 1)
        try Data(lines.utf8).write(to: folder.appending(path: "train.jsonl"))
        let outcome = try Program.afterword.run(arguments("typo"))
        #expect(outcome.status == 65 && outcome.errors.contains("label \"hott\" is not in the label set (did you mean \"hot\"?)"), "\(outcome.errors)")
        #expect(outcome.errors.contains("train.jsonl:"))
    }

    @Test func `a model beside the one before it: within the limits 0, worse 1`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try Program.afterword.run(arguments("good")).status == 0)
        #expect(try Program.afterword.run(arguments("bad", ["--epochs", "0.2", "--rate", "1e-5"])).status == 0)
        let (good, bad) = (folder.appending(path: "good").path, folder.appending(path: "bad").path)
        let better = try Program.afterword.run(["evaluate", "--processor", "heat", dev, "--model", good, "--baseline", bad])
        #expect(better.status == 0 && better.text.contains("within the limits") && better.text.contains("tokens/s"), "\(better.errors)")
        let worse = try Program.afterword.run(["evaluate", "--processor", "heat", dev, "--model", bad, "--baseline", good, "--json"])
        #expect(worse.status == 1, "\(worse.errors)")
        let gate = try #require(try JSONSerialization.jsonObject(with: worse.output) as? [String: Any])
        #expect((gate["violations"] as? [String])?.first?.contains("micro") == true)
        let micro = try #require((gate["comparison"] as? [String: Any])?["micro"] as? [String: Any])
        #expect(try #require(micro["high"] as? Double) < 0 && micro["low"] as? Double ?? 0 >= -1)
        #expect(try Program.afterword.run(["evaluate", "--processor", "heat", dev, "--model", bad, "--baseline", good, "--max-drop", "100"]).status == 0)
        let strict = try Program.afterword.run(["evaluate", "--processor", "heat", dev, "--model", bad, "--baseline", good, "--max-drop", "100", "--max-macro-drop", "1", "--max-label-drop", "1"])
        #expect(strict.status == 1 && strict.text.contains("worse: macro") && strict.text.contains("worse: hot"), "\(strict.text)")
    }

    @Test func `a recipe's misspelled key is an error with its line`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = folder.appending(path: "recipe.json")
        try Data("""
            {"seed": 1,
             "tasks": [{"processor": "heat", "train": "train.jsonl", "dev": "dev.jsonl"}],
             "training": {
               "epocs": 2
             }}
            """.utf8).write(to: recipe)
        let outcome = try Program.afterword.run(["fine-tune", "--recipe", recipe.path, "--output", folder.appending(path: "out").path, "--model", Self.tiny])
        #expect(outcome.status == 65 && outcome.errors.contains("recipe.json:4: unknown key \"epocs\" (did you mean \"epochs\"?)"), "\(outcome.errors)")
    }

    @Test(arguments: [
        (#""processor": "heat", "dev": "dev.jsonl", "noise": {"errors": 0.9}"#, #"recipe.json:2: "errors" is a number, expected a number from 0 to 0.5"#),
        (#""processor": "heat", "dev": "dev.jsonl", "noise": {"error": 0.1}"#, #"recipe.json:2: unknown key "error" (did you mean "errors"?)"#),
        (#""objective": "sentence_distillation", "teacher": "nowhere""#, "nowhere: no such model directory"),
        (#""objective": "state_distillation", "layers": [1, 9]"#, "state_distillation: layers are from 0 to 2, which both models have"),
    ])
    func `noise and teachers that can't be are errors`(task: String, error: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = folder.appending(path: "recipe.json")
        try Data("{\"seed\": 1, \"tasks\": [\n{\"train\": \"train.jsonl\", \(task)}]}".utf8).write(to: recipe)
        let outcome = try Program.afterword.run(["fine-tune", "--recipe", recipe.path, "--output", folder.appending(path: "out").path, "--model", Self.tiny])
        #expect(outcome.status != 0 && outcome.errors.contains(error), "\(outcome.errors)")
    }

    @Test func `a recipe trains tasks side by side`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = folder.appending(path: "recipe.json")
        try Data("""
            {"name": "mixed", "seed": 1,
             "tasks": [
               {"processor": "heat", "train": ["train.jsonl", "dev.jsonl"], "dev": "dev.jsonl", "share": 2, "layers": [1, 2], "hidden": 8, "class_weights": true,
                "noise": {"share": 0.5, "errors": 0.2, "fillers": 0.1, "numbers": 1}},
               {"objective": "masked_language_model", "train": "train.jsonl", "share": 1, "weight": 0.5},
               {"objective": "sentence_distillation", "train": "train.jsonl", "share": 1, "teacher": "\(Self.tiny)"}
             ],
             "training": {"steps": 40, "batch_tokens": 300, "rate": 1e-3, "accumulate": 2, "layer_decay": 0.9, "decay": "cosine", "precision": "float32"}}
            """.utf8).write(to: recipe)
        let output = folder.appending(path: "mixed")
        let outcome = try Program.afterword.run(["fine-tune", "--recipe", recipe.path, "--output", output.path, "--model", Self.tiny])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("dev.jsonl:1: 60 texts are also in dev.jsonl"), "a leak is reported")
        let log = String(decoding: try bytes("mixed", "log.jsonl"), as: UTF8.self)
        #expect(log.contains("masked_language_model") && log.contains("sentence_distillation") && log.contains("heat"))
        #expect(try Program.afterword.run(["evaluate", "--processor", "heat", dev, "--model", output.path]).status == 0)
    }

    @Test func `a pruned model that learns its old states keeps its heads`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = folder.appending(path: "recipe.json"), whole = folder.appending(path: "whole").path, pruned = folder.appending(path: "pruned").path
        func run(_ arguments: [String]) throws {
            let outcome = try Program.afterword.run(arguments)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        func fineTune(_ task: String, steps: Int, model: String, output: String) throws {
            try Data("{\"seed\": 1, \"tasks\": [{\"train\": \"train.jsonl\", \(task)}], \"training\": {\"steps\": \(steps), \"batch_tokens\": 400, \"rate\": 3e-3, \"dropout\": 0}}".utf8).write(to: recipe)
            try run(["fine-tune", "--recipe", recipe.path, "--output", output, "--model", model])
        }
        try fineTune(#""processor": "heat", "dev": "dev.jsonl""#, steps: 40, model: Self.tiny, output: whole)
        try run(["model", "prune", whole, "--inner-units", "8", "--on", folder.appending(path: "train.jsonl").path, "--output", pruned])
        try fineTune(#""objective": "state_distillation", "layers": [1, 2], "teacher": "whole""#, steps: 60, model: pruned, output: folder.appending(path: "small").path)
        let points = try String(decoding: bytes("small", "log.jsonl"), as: UTF8.self).split(separator: "\n").map { line in
            try #require((JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["losses"] as? [String: Double])["state_distillation"] ?? 0
        }
        #expect(try #require(points.last) < 0.5 * #require(points.first), "\(points)")
        try run(["evaluate", "--processor", "heat", dev, "--model", folder.appending(path: "small").path])
        try fineTune(#""objective": "state_distillation", "layers": [1], "teacher": "whole""#, steps: 2, model: pruned, output: folder.appending(path: "other").path)
        let headless = try Program.afterword.run(["evaluate", "--processor", "heat", dev, "--model", folder.appending(path: "other").path])
        #expect(headless.status == 69 && headless.errors.contains("the model has no head \"heat\""), "a head reads layer 2, which nothing kept: \(headless.errors)")
    }

    @Test func `a recipe goes on from the model's own head of the same shape, and begins with any other`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = folder.appending(path: "recipe.json")
        func firstLoss(model: String, output: String, hidden: Int) throws -> Double {
            try Data("""
                {"seed": 2, "tasks": [{"processor": "heat", "train": "train.jsonl", "dev": "dev.jsonl", "hidden": \(hidden)}],
                 "training": {"steps": 60, "batch_tokens": 400, "rate": 3e-3}}
                """.utf8).write(to: recipe)
            let outcome = try Program.afterword.run(["fine-tune", "--recipe", recipe.path, "--output", folder.appending(path: output).path, "--model", model])
            #expect(outcome.status == 0, "\(outcome.errors)")
            let line = try #require(String(decoding: try bytes(output, "log.jsonl"), as: UTF8.self).split(separator: "\n").first)
            let entry = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            return try #require((entry["losses"] as? [String: Double])?["heat"])
        }
        let untrained = try firstLoss(model: Self.tiny, output: "first", hidden: 8), first = folder.appending(path: "first").path
        #expect(try firstLoss(model: first, output: "second", hidden: 8) < untrained / 2)
        #expect(try firstLoss(model: first, output: "other", hidden: 9) > untrained / 2)
    }

    @Test func `an encoder learns a kind of speech from plain texts, and what it was before is told apart`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        func run(_ tasks: String, output: String) throws -> Program.Outcome {
            let recipe = folder.appending(path: "recipe.json")
            try Data("{\"seed\": 1, \"tasks\": [\(tasks)], \"training\": {\"steps\": 60, \"batch_tokens\": 400, \"rate\": 3e-3}}".utf8).write(to: recipe)
            return try Program.afterword.run(["fine-tune", "--recipe", recipe.path, "--output", folder.appending(path: output).path, "--model", Self.tiny])
        }
        let captions = Fixtures.url("transcripts/sample.srt").path
        let masked = "{\"objective\": \"masked_language_model\", \"train\": [\"train.jsonl\", \"\(captions)\"]}"
        let adapted = try run(masked, output: "adapted")
        #expect(adapted.status == 0 && adapted.errors.contains("model with no head"), "\(adapted.errors)")
        let losses = String(decoding: try bytes("adapted", "log.jsonl"), as: UTF8.self).split(separator: "\n").compactMap { line in
            ((try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any])?["losses"] as? [String: Double]
        }.compactMap { $0["masked_language_model"] }
        #expect(try #require(losses.last) < 0.7 * (try #require(losses.first)), "\(losses)")
        #expect(try bytes("adapted", "model.safetensors") != Data(contentsOf: URL(filePath: Self.tiny + "/model.safetensors")))
        let twice = try run("\(masked), \(masked)", output: "twice")
        #expect(twice.status == 65 && twice.errors.contains("recipe.json:1: the same task is there twice"), "\(twice.errors)")
    }
}
