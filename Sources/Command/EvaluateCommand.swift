import Afterword
import ArgumentParser
import Foundation

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measures a processor on labelled data.",
        discussion: """
            Prints precision, recall and F1 by label, and for punctuation, topics, summary and chapters the field's own measures.

              afterword evaluate --processor punctuation dev.jsonl
              afterword evaluate --processor intent dev.jsonl --model my-model/ --json

            With --baseline, two models stand side by side: F1 by label with the interval of the difference, speed, memory and load time. \
            The exit code is 1 when the model is worse than the limits allow, so a script can keep it from going live.

              afterword evaluate --processor intent dev.jsonl --model new-model/ --baseline my-model/ --max-drop 0.5
            """)

    @Option(help: ArgumentHelp("The processor to measure.", valueName: "name")) var processor: String
    @Argument(help: ArgumentHelp("Labelled data, JSON Lines.", valueName: "file")) var file: String
    @Option(help: ArgumentHelp("Directory of a model to measure beside it on the same data.", valueName: "dir")) var baseline: String?
    @Option(help: ArgumentHelp("Measure on texts as a recogniser would write them, with this part of their words wrong, 0 to 0.5.", valueName: "rate"))
    var noise: Float?
    @Option(help: ArgumentHelp("What the noise is drawn by.", valueName: "number")) var noiseSeed: UInt64 = 1
    @OptionGroup(title: "Limits") var limits: ModelLimits
    @Flag(name: .customLong("no-labels"), help: "Leave out the scores by label where the field has a measure of its own: half the time.") var withoutLabels = false
    @Flag(help: "Print JSON instead of tables.") var json = false
    @OptionGroup(title: "Model") var options: ModelOptions
    @OptionGroup(title: "Model") var arithmetic: PrecisionOptions

    func validate() throws {
        if let noise, !(0...0.5).contains(noise) { throw ValidationError("--noise is from 0 to 0.5") }
        guard noise == nil || baseline == nil else { throw ValidationError("--noise and --baseline don't go together") }
    }

    func run() throws {
        try Input.require(file)
        if let baseline {
            let gate = try ModelGate(
                processor: processor, file: file, model: options.model, baseline: baseline, limits: limits, precision: arithmetic.precision, threads: options.threads)
            try OutputFile.print(json ? JSONEncoder.lines.encode(gate) + Data("\n".utf8) : Data((gate.text + "\n").utf8))
            if !gate.violations.isEmpty { throw ExitCode(1) }
            return
        }
        try measure(options.loadModel(precision: arithmetic.precision))
    }

    private func measure(_ model: Model) throws {
        let measurement: Measurement
        do {
            let trained = try StandardProcessors.trained(processor, model: model)
            measurement = try evaluate(trained, model: model)
        } catch let error as ModelError { throw CommandFailure(.modelUnusable, "\(error)") } catch let error as TrainingError {
            throw CommandFailure(error)
        }
        if json {
            try OutputFile.print(JSONEncoder.lines.encode(measurement) + Data("\n".utf8))
            return
        }
        try OutputFile.print(Data((measurement.text + "\n").utf8))
    }

    private func evaluate<P: TrainableProcessor>(_ processor: P, model: Model) throws -> Measurement {
        var data = try LabelledData<P.Gold>(contentsOf: file)
        if let noise { data = SpeechNoise(errors: noise, vocabulary: model.tokenizer.vocabulary).said(data, seed: noiseSeed) }
        for warning in data.warnings { note("warning: \(warning)") }
        var bar = ProgressBar("")
        defer { bar.finish() }
        var measurement = Measurement(model: model.identity, processor: self.processor, file: data.name)
        if let punctuator = processor as? Punctuator, let data = data as? LabelledData<Punctuator.Gold> {
            measurement.punctuation = try punctuator.score(on: data, model: model, threads: options.threads) { bar.show($0, "restoring") }
        }
        if let summarizer = processor as? Summarizer, let data = data as? LabelledData<Summarizer.Gold> {
            measurement.summary = try summarizer.score(on: data, model: model, threads: options.threads) { bar.show($0, "summarising") }
        }
        if let maker = processor as? ChapterMaker, let data = data as? LabelledData<ChapterMaker.Gold> {
            measurement.chapters = try maker.score(on: data, model: model, threads: options.threads) { bar.show($0, "cutting") }
        }
        if let detector = processor as? TopicDetector, let data = data as? LabelledData<TopicDetector.Gold> {
            measurement.topics = try detector.score(on: data, model: model, threads: options.threads) { bar.show($0, "reading \(data.name)") }
        }
        if !withoutLabels || !measurement.hasOwnMeasure {
            measurement.labels = try processor.evaluate(on: data, model: model, threads: options.threads) { bar.show($0, "reading \(data.name)") }
        }
        return measurement
    }
}

/// What `evaluate` found.
private struct Measurement: Encodable {
    let model: ModelIdentity
    let processor, file: String
    var labels: Evaluation?
    var punctuation: PunctuationScore?
    var summary: SummaryScores?
    var chapters: ChapterScores?
    var topics: TopicScore?

    var hasOwnMeasure: Bool { punctuation != nil || summary != nil || chapters != nil || topics != nil }

    init(model: ModelIdentity, processor: String, file: String) { (self.model, self.processor, self.file) = (model, processor, file) }

    var text: String {
        [punctuation?.description, summary?.description, chapters?.description, topics?.description, labels.map { EvaluationTable($0).text }].compactMap(\.self).joined(separator: "\n\n")
    }
}
