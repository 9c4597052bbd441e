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

    private func bytes(_ output: String, _ file: String) throws -> Data { try Data(contentsOf: folder.appending(path: output).appending(path: file)) }

    @Test func `a run killed at random moments ends with the same bytes as one that is left alone`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let undisturbed = ContinuousClock.now
        let whole = try Program.afterword.run(arguments("whole"))
        #expect(whole.status == 0, "\(whole.errors)")
        let duration = ContinuousClock.now - undisturbed
        var random = SystemRandomNumberGenerator() // the moments differ from run to run; the bytes may not
        var kills = 0
        for attempt in 0..<200 {
            // At first soon, so that a run is killed ten times before it is through; every moment of a run is hit sooner or later.
            let part = Double.random(in: 0.05...(attempt < 10 ? 0.4 : 2), using: &random)
            let (wasKilled, status) = try Program.afterword.kill(after: duration * part, arguments("killed", threads: 1 + attempt % 3, ["--resume"]))
            guard wasKilled else {
                #expect(status == 0)
                break
            }
            kills += 1
        }
        #expect(kills >= 3, "the run was killed \(kills) times")
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
        let (wasKilled, status) = try Program.afterword.kill(after: .milliseconds(300), arguments("stopped", ["--epochs", "3000"]), signal: SIGTERM)
        #expect(wasKilled && status == 143)
        let checkpoints = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "stopped/checkpoints").path).filter { $0.hasPrefix("step-") }
        #expect(!checkpoints.isEmpty && checkpoints.count <= 3)
        let again = try Program.afterword.run(arguments("stopped", ["--epochs", "3000"]))
        #expect(again.status == 64 && again.errors.contains("--resume"), "a run's checkpoints are not mixed with another's")
        let other = try Program.afterword.run(arguments("stopped", ["--epochs", "3000", "--seed", "6", "--resume"]))
        #expect(other.status == 65 && other.errors.contains("another run") && other.errors.contains("seed"), "\(other.errors)")
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

    @Test func `a recipe trains tasks side by side`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let recipe = folder.appending(path: "recipe.json")
        try Data("""
            {"name": "mixed", "seed": 1,
             "tasks": [
               {"processor": "heat", "train": ["train.jsonl", "dev.jsonl"], "dev": "dev.jsonl", "share": 2, "layers": [1, 2], "hidden": 8, "class_weights": true},
               {"objective": "masked_language_model", "train": "train.jsonl", "share": 1, "weight": 0.5},
               {"objective": "sentence_distillation", "train": "train.jsonl", "share": 1}
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
}
