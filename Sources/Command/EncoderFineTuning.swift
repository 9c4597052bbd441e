import Afterword
import ArgumentParser
import Foundation

/// `fine-tune` with the encoder: a recipe is run, watched, and made a model of.
struct EncoderFineTuning {
    let recipe: TrainingRecipe
    let output: String
    let resumes: Bool
    let options: ModelOptions

    func run() throws {
        for path in recipe.tasks.flatMap({ $0.train + $0.dev }) { try Input.require(path) }
        let model = try options.loadModel()
        try OutputFile.makeDirectory(output)
        let names = recipe.tasks.map(\.name), onSentences = names.filter([Topics.key, Moderation.key, Summary.key, Chapters.key, TitleChooser.name].contains)
        if !onSentences.isEmpty, !names.contains(Punctuation.key) {
            note("warning: \(onSentences.joined(separator: ", ")) works on sentences: to annotate with this model, train punctuation beside it, in a recipe")
        }
        let checkpoints = output + "/checkpoints"
        let found = ((try? FileManager.default.contentsOfDirectory(atPath: checkpoints)) ?? []).filter { $0.hasSuffix(".safetensors") }
        guard resumes || found.isEmpty else {
            throw CommandFailure(.usage, "\(checkpoints): checkpoints of another run; go on from them with --resume, or choose another --output")
        }
        let watch = TrainingWatch(folder: output, title: recipe.name)
        var surroundings = TrainingSurroundings()
        surroundings.checkpoints = checkpoints
        surroundings.resumes = resumes
        surroundings.progress = { event in
            if case .began = event { Interruption.hold() } // while data is read there is nothing to save: a signal ends it at once
            watch.saw(event)
        }
        surroundings.isInterrupted = { Interruption.isRequested }
        defer { Interruption.release() }
        do {
            let (trained, report) = try recipe.run(model: model, threads: options.threads, in: surroundings)
            try write(trained, report)
            watch.finish()
        } catch TrainingError.interrupted(let step) {
            watch.finish()
            note("\(TrainingError.interrupted(step: step))") // the process ends with the signal's exit code behind this
        }
    }

    private func write(_ model: Model, _ report: EncoderTrainingReport) throws {
        var regions = model.files.regions
        for name in model.heads.keys.sorted() {
            for head in StandardProcessors.companions(of: name, model: model, threads: options.threads) { regions.merge(head.files()) { _, new in new } }
        }
        regions["afterword.json"] = try ByteRegion(Array(JSONEncoder.pages.encode(["name": recipe.name, "version": recipe.version]) + Data("\n".utf8)))
        regions["report.json"] = try ByteRegion(Array(JSONEncoder.pages.encode(report) + Data("\n".utf8)))
        do { try ModelFiles(name: recipe.name, regions: regions).write(to: output) } catch { throw CommandFailure(.inputOutput, "\(error)") }
        for (task, evaluation) in report.dev.sorted(by: { $0.key < $1.key }) {
            try OutputFile.print(Data(((report.dev.count > 1 ? "\(task)\n" : "") + EvaluationTable(evaluation).text + "\n").utf8))
        }
        let heads = model.heads.keys.sorted().joined(separator: ", ")
        note("\(output): model with \(heads.isEmpty ? "no head" : heads), step \(report.bestStep) of \(report.totalSteps)")
    }
}

/// Shows a training: a bar on the terminal, a log for machines, a page for people.
private final class TrainingWatch {
    private let folder, title: String
    private var bar = ProgressBar("")
    private var history = TrainingHistory()
    private var evaluations: [String: Evaluation] = [:]
    private var totalSteps = 1
    private var isWarned = false

    init(folder: String, title: String) {
        self.folder = folder
        self.title = title
    }

    func saw(_ event: EncoderTrainingEvent) {
        switch event {
        case .warning(let text): note("warning: \(text)")
        case .reading(let task, let number, let of): bar.show(Double(number - 1) / Double(of), "reading the data of \(task)")
        case .began(let earlier, let step, let steps):
            (history, totalSteps) = (earlier, steps)
            if step > 0 { note("goes on after step \(step) of \(steps)") }
            keepLog()
        case .step(let step):
            let minutes = Int(step.secondsLeft / 60)
            let left = minutes >= 60 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes) min"
            bar.show(
                Double(step.number) / Double(step.total),
                String(format: "step %d of %d, loss %.4f, %.0f tokens/s, %@ left", step.number, step.total, step.loss, step.tokensPerSecond, left))
        case .point(let point):
            history.points.append(point)
            keepLog()
        case .measured(let measurement, let evaluations):
            history.measurements.append(measurement)
            self.evaluations = evaluations
            let scores = measurement.scores.sorted { $0.key < $1.key }.map { String(format: "%@ %.4f", $0.key, $0.value) }.joined(separator: "  ")
            let point = history.points.last
            let losses = (point?.losses ?? [:]).sorted { $0.key < $1.key }.map { String(format: "%.4f", $0.value) }.joined(separator: " ")
            note("step \(measurement.step)  loss \(losses)  dev \(scores)")
            keepLog()
        case .checkpoint: break
        }
    }

    func finish() { bar.finish() }

    // Both files are written whole: a run that went back to a checkpoint leaves no line of what it did before.
    private func keepLog() {
        let lines = JSONEncoder.lines
        do {
            let points = try history.points.map { ($0.step, try lines.encode($0)) } + history.measurements.map { ($0.step, try lines.encode($0)) }
            let log = points.sorted { $0.0 < $1.0 }.map { $0.1 + Data("\n".utf8) }.reduce(Data(), +)
            try OutputFile.write(log, to: folder + "/log.jsonl")
            let page = TrainingPage(title: title, totalSteps: totalSteps, history: history, evaluations: evaluations)
            try OutputFile.write(Data(page.html.utf8), to: folder + "/training.html")
        } catch {
            if !isWarned { note("warning: \((error as? CommandFailure)?.message ?? "\(error)")") } // training goes on without
            isWarned = true
        }
    }
}
