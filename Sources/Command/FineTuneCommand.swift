import Afterword
import ArgumentParser
import Foundation

struct FineTuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fine-tune",
        abstract: "Trains a processor on your labelled data and writes a model with it.",
        discussion: """
            Data is JSON Lines. A name that is no standard processor makes a text classifier: {"text": …, "label": …} a line, or \
            {"text": …, "labels": […]} where labels do not exclude each other.

              afterword fine-tune --processor intent --train train.jsonl --dev dev.jsonl --output my-model/
              afterword annotate call.txt --model my-model/

            With a frozen encoder, the default, only a head is trained, on states that are computed once: minutes. With --encoder full the \
            encoder learns too: hours, and better. It keeps checkpoints in the output directory, goes on from them with --resume, and shows \
            how it goes in training.html and log.jsonl. The heads that the model had belong to the encoder as it was: they are left out.

              afterword fine-tune --encoder full --processor punctuation --train talk.jsonl --dev dev.jsonl --output my-model/
              afterword fine-tune --recipe recipe.json --output my-model/ --resume

            A recipe trains several tasks together; the README lists its keys. How training went is also written as report.json.
            """)

    @Option(help: ArgumentHelp("The processor to train: \(StandardProcessors.names.joined(separator: ", ")), or a name of your own.", valueName: "name"))
    var processor: String?
    @Option(help: ArgumentHelp("Labelled data to learn from.", valueName: "file")) var train: String?
    @Option(help: ArgumentHelp("Labelled data to choose the best weights and thresholds on.", valueName: "file")) var dev: String?
    @Option(help: ArgumentHelp("A recipe to follow, instead of the options for data and training.", valueName: "file")) var recipe: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("Directory to write the model to.", valueName: "dir")) var output: String
    @Option(help: ArgumentHelp("What is trained: frozen trains the head only, full the encoder too.", valueName: "what")) var encoder = EncoderMode.frozen
    @Flag(help: "Go on from the newest checkpoint in the output directory.") var resume = false
    @Option(help: ArgumentHelp("Passes over the data, at most: 20, or 3 with the encoder.", valueName: "n")) var epochs: Double?
    @Option(help: ArgumentHelp("The same seed and data give the same model.", valueName: "n")) var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Heads to train, each from a seed of its own, and to join into one whose logits are their mean: steadier where data is little.", valueName: "n"))
    var ensemble: Int?
    @Option(parsing: .unconditional, help: ArgumentHelp("Highest learning rate: 5e-3, or 3e-4 with the encoder.", valueName: "rate")) var rate: Float?
    @Option(help: ArgumentHelp("Spans a step: 256; with the encoder tokens a step: 4096.", valueName: "n")) var batch: Int?
    @Option(help: ArgumentHelp("Encoder layers whose states the head reads, with commas between.", valueName: "n,…")) var layers: String?
    @Option(parsing: .unconditional, help: ArgumentHelp("Neighbouring spans it reads too: -1,0,1.", valueName: "n,…")) var offsets: String?
    @Option(help: ArgumentHelp("Width of a hidden layer; 0 for none.", valueName: "n")) var hidden: Int?
    @Option(help: ArgumentHelp("Measurements on dev without a better score before it stops: 3, or never with the encoder.", valueName: "n")) var patience: Int?
    @Option(help: ArgumentHelp("Thresholds are looked for where precision on dev is at least this, 0 to 1, or, \"toxic=0.9\", for one label. May be repeated.", valueName: "p"))
    var precisionFloor: [String] = []
    @Option(help: ArgumentHelp("Give a label more or less often than training alone would: \"question=0.5\", in logits. May be repeated.", valueName: "label=number"))
    var labelBias: [String] = []
    @Flag(help: "Count rare labels more.") var classWeights = false
    @Option(help: ArgumentHelp("Arithmetic of matrix products with the encoder: float32 or bfloat16; the faster one unless told.", valueName: "what"))
    var precision: Precision?
    @Option(help: ArgumentHelp("Steps between two checkpoints.", valueName: "n")) var checkpointEvery: Int?
    @OptionGroup(title: "Model") var options: ModelOptions

    enum EncoderMode: String, ExpressibleByArgument, CaseIterable { case frozen, full }

    mutating func validate() throws {
        if recipe != nil {
            let own = [processor, train, dev, layers, offsets].contains { $0 != nil } || [epochs.map { _ in 0 }, batch, hidden, patience, checkpointEvery, ensemble].contains { $0 != nil }
            guard !own, rate == nil, precision == nil, labelBias.isEmpty, precisionFloor.isEmpty, !classWeights else {
                throw ValidationError("a --recipe says all about data and training; beside it stand --output, --resume, --model and --threads only")
            }
            return
        }
        guard let processor, train != nil, dev != nil else { throw ValidationError("--processor, --train and --dev are needed, or a --recipe") }
        guard StandardProcessors.isName(processor) else {
            throw ValidationError("--processor \(processor): a name is that of files and of a result's field: no / or comma, no dot or space in front, none of a result's other fields")
        }
        guard epochs.map({ $0 > 0 && $0 <= 10_000 }) ?? true, (1...1 << 20).contains(batch ?? 1), rate.map({ $0 > 0 && $0 < 1 }) ?? true else {
            throw ValidationError("--epochs is up to 10000, --batch is from 1, --rate is between 0 and 1")
        }
        guard (0...4096).contains(hidden ?? 0), (patience ?? 0) >= 0, (checkpointEvery ?? 1) >= 1 else {
            throw ValidationError("--hidden is from 0 to 4096, --patience and --checkpoint-every are not negative")
        }
        guard encoder == .full || (!resume && precision == nil && checkpointEvery == nil) else {
            throw ValidationError("--resume, --precision and --checkpoint-every go with --encoder full")
        }
        guard (1...64).contains(ensemble ?? 1), encoder == .frozen || ensemble == nil else {
            throw ValidationError("--ensemble is from 1 to 64, and goes with a frozen encoder")
        }
        for text in precisionFloor where Self.floor(text) == nil { throw ValidationError(Self.isNoFloor(text)) }
        guard encoder == .frozen || (labelBias.isEmpty && !precisionFloor.contains { $0.contains("=") }) else {
            throw ValidationError("--label-bias and a label's --precision-floor go with a frozen encoder")
        }
    }

    func run() throws {
        do {
            if let recipe {
                try Input.require(recipe)
                try EncoderFineTuning(recipe: TrainingRecipe(contentsOf: recipe), output: output, resumes: resume, options: options).run()
                return
            }
            guard let processor, let train, let dev else { return }
            for path in [train, dev] { try Input.require(path) }
            try OutputFile.requireWritable(directory: output)
            let model = try options.loadModel(), depth = model.encoder.configuration.layerCount
            let layers = try layers.map { try Self.numbers($0, "--layers", in: 0...depth) }, offsets = try offsets.map { try Self.numbers($0, "--offsets", in: -64...64) }
            if encoder == .full {
                var task = TrainingRecipe.Task(.processor(processor), train: [train], dev: [dev])
                (task.layers, task.offsets, task.hidden, task.weighsClasses) = (layers, offsets, hidden, classWeights)
                let recipe = try TrainingRecipe(name: model.identity.name, version: model.identity.version, tasks: [task], training: encoderTraining())
                try EncoderFineTuning(recipe: recipe, output: output, resumes: resume, options: options).run()
                return
            }
            var shape = StandardProcessors.shape(of: processor, in: model)
            if let layers { shape.features.layers = layers }
            if let offsets { shape.features.offsets = offsets }
            if let hidden { shape.hidden = hidden }
            try fineTune(StandardProcessors.untrained(processor, shape: shape, model: model, dataFiles: [train]), train: train, dev: dev, model: model)
        } catch let error as TrainingError { throw CommandFailure(error) }
    }

    private func encoderTraining() throws -> EncoderTraining {
        var training = EncoderTraining(epochs: epochs ?? 3, batchTokens: batch ?? 4096, rate: rate ?? 3e-4, precision: precision ?? .best, seed: seed)
        training.precisionFloor = try precisionFloors(among: []).all
        training.patience = patience ?? 0
        if let checkpointEvery { training.checkpointEvery = checkpointEvery }
        return training
    }

    private func fineTune<P: TrainableProcessor>(_ blank: P, train: String, dev: String, model: Model) throws {
        let train = try LabelledData<P.Gold>(contentsOf: train), dev = try LabelledData<P.Gold>(contentsOf: dev)
        var training = HeadTraining(seed: seed, threads: options.threads)
        (training.epochs, training.batch, training.schedule.peak) = (Int((epochs ?? 20).rounded(.up)), batch ?? 256, rate ?? 5e-3)
        training.patience = patience ?? 3
        (training.weighsClasses, training.ensemble) = (classWeights, ensemble ?? 1)
        (training.precisionFloor, training.labelPrecisionFloors) = try precisionFloors(among: blank.head.groups.flatMap(\.labels))
        var bar = ProgressBar("")
        let biases = try labelBias.map { try Self.bias($0, among: blank.head) }
        var (trained, report) = try training.run(blank, train: train, dev: dev, model: model) { event in
            switch event {
            case .encoding(let file, let done): bar.show(done, "reading \(file)")
            case .head(let number, let of): note("head \(number) of \(of)")
            case .training(let epoch, let of, let done, let loss): bar.show((Double(epoch - 1) + done) / Double(of), String(format: "epoch %d, loss %.4f", epoch, loss))
            case .epoch(let epoch): note(String(format: "epoch %3d  loss %.4f  dev %.4f", epoch.epoch, epoch.loss, epoch.devScore))
            }
        }
        bar.finish()
        for (column, value) in biases { trained.head.layers[trained.head.layers.count - 1].bias[column] += value }
        for warning in report.warnings { note("warning: \(warning)") }
        var regions = model.files.regions
        for head in [trained.head] + StandardProcessors.companions(of: blank.head.name, model: model, threads: options.threads) {
            regions.merge(head.files()) { _, new in new }
        }
        regions["report.json"] = try ByteRegion(Array(JSONEncoder.pages.encode(report) + Data("\n".utf8)))
        do { try ModelFiles(name: model.files.name, regions: regions).write(to: output) } catch { throw CommandFailure(.inputOutput, "\(error)") }
        try OutputFile.print(Data((EvaluationTable(report.dev).text + "\n").utf8))
        let kept = ([(report.bestEpoch, report.epochs)] + report.others.map { ($0.bestEpoch, $0.epochs) }).map { "epoch \($0) of \($1.count)" }
        note("\(output): model with head \"\(trained.head.name)\", \(kept.joined(separator: ", "))")
    }

    /// The column of a label's logit, and what is added to it.
    private static func bias(_ text: String, among head: Head) throws -> (column: Int, value: Float) {
        let labels = head.groups.flatMap(\.labels)
        guard let (label, value) = assignment(text), let column = labels.firstIndex(of: label) else {
            throw CommandFailure(.usage, "--label-bias \(text): expected a label, =, and a number, such as \"\(labels.first ?? "label")=0.5\"")
        }
        return (column, Float(value))
    }

    /// What precision is asked for, of all labels and of single ones.
    private func precisionFloors(among labels: [String]) throws -> (all: Double, labels: [String: Double]) {
        var floors = (all: 0.0, labels: [String: Double]())
        for text in precisionFloor {
            guard let (label, value) = Self.floor(text), label.map(labels.contains) ?? true else {
                throw CommandFailure(.usage, Self.isNoFloor(text, example: labels.first ?? "label"))
            }
            if let label { floors.labels[label] = value } else { floors.all = value }
        }
        return floors
    }

    private static func floor(_ text: String) -> (label: String?, value: Double)? {
        let (label, value) = Double(text).map { (nil, $0) } ?? assignment(text).map { ($0, $1) } ?? (nil, .nan)
        return (0...1).contains(value) ? (label, value) : nil
    }

    private static func isNoFloor(_ text: String, example: String = "toxic") -> String {
        "--precision-floor \(text): expected a number from 0 to 1, or a label, = and such a number: \"\(example)=0.9\""
    }

    /// What stands on both sides of the last equals sign, a number on the right.
    private static func assignment(_ text: String) -> (label: String, value: Double)? {
        guard let split = text.lastIndex(of: "="), let value = Double(text[text.index(after: split)...]), value.isFinite else { return nil }
        return (String(text[..<split]), value)
    }

    private static func numbers(_ text: String, _ option: String, in range: ClosedRange<Int>) throws -> [Int] {
        let numbers = text.split(separator: ",").map { Int($0.trimmingCharacters(in: .whitespaces)) }
        guard !numbers.isEmpty, numbers.allSatisfy({ $0.map(range.contains) ?? false }) else {
            throw CommandFailure(.usage, "\(option) \(text): expected whole numbers from \(range.lowerBound) to \(range.upperBound) with commas between")
        }
        return numbers.compactMap(\.self)
    }
}

/// An evaluation as a table for people, in points.
struct EvaluationTable {
    private let evaluation: Evaluation

    init(_ evaluation: Evaluation) { self.evaluation = evaluation }

    var text: String {
        evaluation.groups.map { group in
            let width = max(12, group.labels.map(\.label.count).max() ?? 0)
            var lines = [group.name.padding(toLength: width, withPad: " ", startingAt: 0) + " precision   recall       F1       AP      AUC  support threshold"]
            for score in group.labels where score.support > 0 || group.labels.count < 50 {
                lines.append(
                    row(score.label, score.f1, width: width) + String(format: "%9.1f%9.1f%9d", score.averagePrecision * 100, score.areaUnderROC * 100, score.support)
                        + (group.confusion == nil ? String(format: "%10.2f", score.threshold) : ""))
            }
            lines.append(row("micro", group.micro, width: width))
            lines.append(String(
                format: "macro F1 %.1f%@, calibration error %.3f", group.macroF1 * 100,
                group.accuracy.map { String(format: ", accuracy %.1f", $0 * 100) } ?? "", group.calibrationError))
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func row(_ name: String, _ f1: F1, width: Int) -> String {
        name.padding(toLength: width, withPad: " ", startingAt: 0) + String(format: "%10.1f%9.1f%9.1f", f1.precision * 100, f1.recall * 100, f1.f1 * 100)
    }
}
