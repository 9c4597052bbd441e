import Afterword
import ArgumentParser
import Foundation

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Imports, inspects and shrinks model directories.",
        discussion: """
            A model is a directory in Hugging Face's shape: config.json, vocab.txt, model.safetensors, and heads/ with what was \
            trained on it. Any BERT-family checkpoint in that shape can be imported and then fine-tuned.
            """,
        subcommands: [Import.self, Inspect.self, Quantize.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a Hugging Face directory and writes it as a model of ours.",
            discussion: "  afterword model import all-MiniLM-L6-v2/ --output minilm/")

        @Argument(help: ArgumentHelp("Directory with config.json, vocab.txt and model.safetensors.", valueName: "dir")) var directory: String
        @Option(name: .shortAndLong, help: ArgumentHelp("Directory to write.", valueName: "dir")) var output: String

        func run() throws {
            try OutputFile.requireWritable(directory: output)
            let model = try ModelOptions.load(directory)
            try write(model.files, to: output)
            note("\(output): \(model.identity.name), encoder \(model.identity.fingerprint)")
        }
    }

    struct Inspect: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Says what is in a model; the built-in one if no directory is given.")

        @Argument(help: ArgumentHelp("Model directory.", valueName: "dir")) var directory: String?

        func run() throws {
            let model = try ModelOptions.load(directory)
            let configuration = model.encoder.configuration
            var lines = [
                "name         \(model.identity.name) \(model.identity.version)",
                "fingerprint  \(model.identity.fingerprint)",
                "encoder      \(configuration.layerCount) layers, \(configuration.hiddenSize) wide, \(configuration.headCount) heads, feed-forward \(configuration.intermediateSize), up to \(configuration.positionCount) positions",
                "vocabulary   \(model.tokenizer.vocabulary.count) pieces",
                "files        \(ByteCount.text(model.files.regions.values.reduce(0) { $0 + $1.count }))",
            ]
            for head in model.heads.values.sorted(by: { $0.name < $1.name }) {
                lines.append("head         \(head.name): layers \(head.features.layers), offsets \(head.features.offsets), \(head.labelCount) labels")
                for group in head.groups { lines.append("             \(group.name) (\(group.kind.rawValue)): \(abbreviated(group.labels))") }
            }
            try OutputFile.print(Data((lines.joined(separator: "\n") + "\n").utf8))
        }

        private func abbreviated(_ labels: [String]) -> String {
            labels.count <= 25 ? labels.joined(separator: " ") : labels.prefix(8).joined(separator: ", ") + ", … (\(labels.count))"
        }
    }

    struct Quantize: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a model with 8-bit weights, a quarter of the size.",
            discussion: "  afterword model quantize minilm/ --output minilm-int8/")

        @Argument(help: ArgumentHelp("Model directory.", valueName: "dir")) var directory: String
        @Option(name: .shortAndLong, help: ArgumentHelp("Directory to write.", valueName: "dir")) var output: String

        func run() throws {
            try OutputFile.requireWritable(directory: output)
            let files = try ModelOptions.load(directory).files
            let smaller: ModelFiles
            do { smaller = try files.quantized() } catch { throw CommandFailure(.modelUnusable, "\(error)") }
            try write(smaller, to: output)
            let before = files.regions["model.safetensors"]?.count ?? 0, after = smaller.regions["model.safetensors"]?.count ?? 0
            note("\(output): model.safetensors \(ByteCount.text(before)) → \(ByteCount.text(after))")
        }
    }
}

private func write(_ files: ModelFiles, to directory: String) throws {
    do { try files.write(to: directory) } catch { throw CommandFailure(.inputOutput, "\(error)") }
}

/// Sizes for people.
enum ByteCount {
    static func text(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\((bytes + 1023) / 1024) KiB" : String(format: "%.1f MiB", Double(bytes) / Double(1 << 20))
    }
}
