import Afterword
import ArgumentParser
import Foundation

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Imports, inspects, averages, prunes and quantizes model directories.",
        discussion: """
            A model is a directory in Hugging Face's shape: config.json, vocab.txt, model.safetensors, and heads/ with what was \
            trained on it. Any BERT-family checkpoint in that shape can be imported and then fine-tuned.
            """,
        subcommands: [Import.self, Inspect.self, Average.self, Prune.self, Quantize.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks a Hugging Face directory and writes it as a model of ours.",
            discussion: "  afterword model import all-MiniLM-L6-v2/ --output minilm/")

        @OptionGroup var conversion: Conversion

        func run() throws {
            let model = try conversion.run { model in model.files }.model
            note("\(conversion.output): \(model.identity.name), encoder \(model.identity.fingerprint)")
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

    struct Average: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the mean of models that were fine-tuned from one another: it can be better than each, at the cost of one.",
            discussion: "  afterword model average monday/ tuesday/ --shares 2 1 --output both/")

        @Argument(help: ArgumentHelp("Model directories, with the same vocabulary, sizes and heads.", valueName: "dir")) var directories: [String]
        @Option(parsing: .upToNextOption, help: ArgumentHelp("How much each model counts, over 0; all alike if not given.", valueName: "number")) var shares: [Double] = []
        @Option(name: .shortAndLong, help: ArgumentHelp("Directory to write.", valueName: "dir")) var output: String

        func validate() throws {
            guard directories.count > 1 else { throw ValidationError("an average is of two models or more") }
            guard shares.isEmpty || shares.count == directories.count else {
                throw ValidationError("--shares has \(shares.count) numbers for \(directories.count) models")
            }
            guard shares.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw ValidationError("--shares are over 0") }
        }

        func run() throws {
            try OutputFile.requireWritable(directory: output)
            let models = try directories.map { try ModelOptions.load($0).files }, mean: ModelFiles
            do { mean = try ModelFiles.averaged(models, shares: shares.isEmpty ? nil : shares) } catch { throw CommandFailure(.modelUnusable, "\(error)") }
            do { try mean.write(to: output) } catch { throw CommandFailure(.inputOutput, "\(error)") }
            note("\(output): the mean of \(directories.count) models")
        }
    }

    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a model with fewer layers, or fewer inner units in each: less work for every token.",
            discussion: """
                Layers go from the top, with the heads that read them. Inner units go where the others can best stand in for them on the text given, such as \
                lines of {"text": …} or a transcript. Fine-tune what comes out, and evaluate it.

                  afterword model prune minilm/ --layers 5 --inner-units 768 --on talks.jsonl --output small/
                """)

        @OptionGroup var conversion: Conversion
        @Option(help: ArgumentHelp("Layers that stay; all if not given.", valueName: "n")) var layers: Int?
        @Option(help: ArgumentHelp("Inner units of each feed-forward layer that stay; all if not given. Needs --on.", valueName: "n")) var innerUnits: Int?
        @Option(parsing: .upToNextOption, help: ArgumentHelp("Text like that which the model is to read: .jsonl or transcripts.", valueName: "file")) var on: [String] = []
        @OptionGroup var work: ThreadOptions

        func validate() throws {
            guard layers != nil || innerUnits != nil else { throw ValidationError("say what stays: --layers, --inner-units or both") }
            guard (innerUnits == nil) == on.isEmpty else { throw ValidationError("--inner-units and --on go together: units are chosen by what they do on text") }
        }

        func run() throws {
            var texts: [String] = []
            for path in on {
                try Input.require(path)
                do { try LabelledLines<PlainText>(textsOf: path).forEach { texts.append($0.gold.text) } } catch { throw CommandFailure(error) }
            }
            let (model, files) = try conversion.run { model throws(ModelError) in
                try model.files.pruned(layers: layers, innerUnits: innerUnits, on: texts, threads: work.threads)
            }
            let gone = model.heads.keys.sorted().filter { files.regions["heads/\($0).json"] == nil }
            if !gone.isEmpty { note("left out, for they read a layer that is gone: \(gone.joined(separator: ", "))") }
            note("\(conversion.output): a smaller model; fine-tune and evaluate it")
        }
    }

    struct Quantize: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes a model with 8-bit weights, a quarter of the size.",
            discussion: "  afterword model quantize minilm/ --output minilm-int8/")

        @OptionGroup var conversion: Conversion

        func run() throws {
            let (model, smaller) = try conversion.run { model throws(ModelError) in try model.files.quantized() }
            let before = model.files.regions["model.safetensors"]?.count ?? 0, after = smaller.regions["model.safetensors"]?.count ?? 0
            note("\(conversion.output): model.safetensors \(ByteCount.text(before)) → \(ByteCount.text(after))")
        }
    }
}

/// A model directory to read and one to write.
struct Conversion: ParsableArguments {
    @Argument(help: ArgumentHelp("Directory with config.json, vocab.txt and model.safetensors.", valueName: "dir")) var directory: String
    @Option(name: .shortAndLong, help: ArgumentHelp("Directory to write.", valueName: "dir")) var output: String

    /// Loads the model and writes the files that `convert` makes of it.
    func run(_ convert: (Model) throws(ModelError) -> ModelFiles) throws -> (model: Model, files: ModelFiles) {
        try OutputFile.requireWritable(directory: output)
        let model = try ModelOptions.load(directory), files: ModelFiles
        do { files = try convert(model) } catch {
            let code: CommandFailure.Code = switch error {
            case .prunedSize: .usage
            case .noText: .badInput
            default: .modelUnusable
            }
            throw CommandFailure(code, "\(error)")
        }
        do { try files.write(to: output) } catch { throw CommandFailure(.inputOutput, "\(error)") }
        return (model, files)
    }
}

/// Sizes for people.
enum ByteCount {
    static func text(_ bytes: Int) -> String {
        bytes < 1 << 20 ? "\((bytes + 1023) / 1024) KiB" : String(format: "%.1f MiB", Double(bytes) / Double(1 << 20))
    }
}
