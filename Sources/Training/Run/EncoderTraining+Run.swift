internal import AfterwordEncoder
internal import AfterwordHeads
public import AfterwordPipeline
internal import AfterwordTensors
internal import Foundation

/// Where a run of ``EncoderTraining`` keeps itself and tells how it goes.
public struct TrainingSurroundings {
    /// A folder for checkpoints; nil for none.
    public var checkpoints: String?
    /// Whether to go on from the newest checkpoint, if there is one.
    public var resumes = false
    /// Told what happens, often enough for a progress bar.
    public var progress: (EncoderTrainingEvent) -> Void = { _ in }
    /// Asked after every step; true ends the run after a checkpoint.
    public var isInterrupted: () -> Bool = { false }

    public init() {}
}

/// What happens while an encoder is trained.
public enum EncoderTrainingEvent: Sendable {
    case warning(String)
    /// A task's data is read and checked, every line of it, before anything is trained.
    case reading(task: String, number: Int, of: Int)
    /// Training begins after a step: 0, or where a checkpoint was taken.
    case began(TrainingHistory, step: Int, totalSteps: Int)
    case step(Step)
    /// A point of the history, every so many steps.
    case point(TrainingHistory.Point)
    case measured(TrainingHistory.Measurement, evaluations: [String: Evaluation])
    case checkpoint(step: Int)

    /// Where a run is; the speed is that of the last steps, without measuring and writing.
    public struct Step: Sendable {
        /// From 1.
        public var number, total: Int
        /// Of all tasks together, smoothed.
        public var loss: Double
        public var tokensPerSecond: Double
        /// As long as the remaining steps take at this speed.
        public var secondsLeft: Double
    }
}

/// How a training of an encoder went and what came of it.
public struct EncoderTrainingReport: Sendable, Codable {
    /// The options, seed included.
    public var training: EncoderTraining
    public var history: TrainingHistory
    /// The step whose weights were kept.
    public var bestStep: Int
    public var totalSteps: Int
    /// The trained heads on their dev data, with thresholds fitted on it.
    public var dev: [String: Evaluation]
    /// What is odd about the data.
    public var warnings: [String]
}

extension EncoderTraining {
    /// Trains a copy of `processor` and of the model's encoder, and measures them on `dev`.
    ///
    /// - Throws: `TrainingError`, with file and line where data is at fault; `.interrupted` when the surroundings say so.
    public func run<P: TrainableProcessor>(
        _ processor: P, train: LabelledData<P.Gold>, dev: LabelledData<P.Gold>, model: Model, weighsClasses: Bool = false,
        in surroundings: TrainingSurroundings = TrainingSurroundings()
    ) throws(TrainingError) -> (processor: P, model: Model, report: EncoderTrainingReport) {
        let task = try TrainingTask(
            processor, train: [LabelledLines(train)], dev: [LabelledLines(dev)], model: model, options: self, weighsClasses: weighsClasses)
        let (trained, report) = try run([task], model: model, in: surroundings)
        var processor = processor
        processor.head = try trained.trainedHead(processor.head.name)
        return (processor, trained, report)
    }

    /// Trains the tasks together; the model that comes of it has their heads, those of a teacher whose states it has learnt, and no others.
    package func run(
        _ tasks: [TrainingTask], model: Model, in surroundings: TrainingSurroundings
    ) throws(TrainingError) -> (model: Model, report: EncoderTrainingReport) {
        precondition(!tasks.isEmpty, "there is something to train")
        let warnings = tasks.flatMap(\.warnings)
        for warning in warnings { surroundings.progress(.warning(warning)) }
        var run = try TrainingRun(tasks, model: model, options: self)
        var history = TrainingHistory()
        let folder = try surroundings.checkpoints.map { path throws(TrainingError) in try CheckpointFolder(path) }
        let identity = identity(of: tasks, model: model)
        if surroundings.resumes, let folder, let (tensors, state, unreadable) = try folder.newest(of: identity) {
            for reason in unreadable { surroundings.progress(.warning("passed over: \(reason)")) }
            try run.restore(step: state.step, state: state.data, from: tensors)
            history = state.history
        }
        surroundings.progress(.began(history, step: run.step, totalSteps: run.totalSteps))
        var best: (weights: EncoderWeights, heads: [Head])?
        let names = tasks.map(\.name), interval = evaluateEvery > 0 ? evaluateEvery : max(1, (run.totalSteps + 3) / 4)
        var meter = StepMeter()
        func state(_ data: BatchMixer.State) -> CheckpointFolder.State { .init(step: run.step, data: data, history: history, run: identity) }
        while !run.isFinished, patience == 0 || history.stale < patience {
            let step = try run.advance()
            meter.add(step)
            history.add(step, tasks: names)
            surroundings.progress(.step(meter.step(run.step, of: run.totalSteps)))
            if run.step % Self.pointInterval == 0 || run.isFinished {
                surroundings.progress(.point(history.close(at: run.step, rate: step.rate)))
            }
            if run.step % interval == 0 || run.isFinished {
                let (measurement, evaluations) = try measure(run, model: model)
                history.measurements.append(measurement)
                surroundings.progress(.measured(measurement, evaluations: evaluations))
                if history.best?.step == run.step {
                    if let folder { try folder.saveBest(run.modelTensors, state: state(run.dataState)) } else { best = (run.weights, run.tasks.compactMap(\.head)) }
                }
                meter.restart()
            }
            let isInterrupted = surroundings.isInterrupted()
            if let folder, isInterrupted || run.isFinished || (checkpointEvery > 0 && run.step % checkpointEvery == 0) {
                let (tensors, data) = run.snapshot
                try folder.save(tensors, state: state(data), keep: keep)
                surroundings.progress(.checkpoint(step: run.step))
                meter.restart()
            }
            if isInterrupted { throw .interrupted(step: run.step) }
        }
        if let folder { try run.restoreModel(from: folder.readBest()) } else if let best { run.install(best.weights, heads: best.heads) }
        return try finish(run, history: history, warnings: warnings, model: model)
    }

    /// Fits thresholds, and makes a model of the encoder and its heads.
    private func finish(
        _ run: TrainingRun, history: TrainingHistory, warnings: [String], model: Model
    ) throws(TrainingError) -> (model: Model, report: EncoderTrainingReport) {
        let encoder = run.encoder(like: model.encoder)
        var heads: [Head] = [], dev: [String: Evaluation] = [:]
        for task in run.tasks {
            guard var head = task.head else { continue }
            head.encoder = encoder.fingerprint
            if let measuring = task.dev {
                let known = try measuring(encoder, head)
                let probabilities = head.probabilities(known.logits)
                head.fitThresholds(probabilities, targets: known.targets) { _ in precisionFloor }
                dev[task.name] = Evaluation(probabilities, targets: known.targets, groups: head.groups)
            }
            heads.append(head)
        }
        for var head in run.tasks.flatMap(\.taughtHeads) where !heads.contains(where: { $0.name == head.name }) {
            head.encoder = encoder.fingerprint
            heads.append(head)
        }
        let report = EncoderTrainingReport(
            training: self, history: history, bestStep: history.best?.step ?? run.step, totalSteps: run.totalSteps, dev: dev, warnings: warnings)
        return (try model.with(run.weights, heads: heads), report)
    }

    private func measure(_ run: TrainingRun, model: Model) throws(TrainingError) -> (TrainingHistory.Measurement, [String: Evaluation]) {
        let encoder = run.encoder(like: model.encoder)
        var evaluations: [String: Evaluation] = [:], losses: [String: Double] = [:]
        for task in run.tasks {
            guard let head = task.head, let measuring = task.dev else { continue }
            let known = try measuring(encoder, head)
            evaluations[task.name] = Evaluation(head.probabilities(known.logits), targets: known.targets, groups: head.groups)
            losses[task.name] = Double(head.loss(known.logits, targets: known.targets).value)
        }
        return (TrainingHistory.Measurement(step: run.step, scores: evaluations.mapValues(\.score), losses: losses), evaluations)
    }

    /// What makes a run this one: its options but for threads, which change nothing, its tasks and the model it began with.
    private func identity(of tasks: [TrainingTask], model: Model) -> String {
        struct Identity: Encodable {
            var encoder: String
            var options: EncoderTraining
            var tasks: [String]
        }
        var options = self
        options.threads = 1
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        let tasks = tasks.map { task in
            let share = task.share.map { "\($0)" } ?? "by size"
            return "\(task.name), \(task.tokens) tokens, weight \(task.weight), share \(share)\(task.objective.description)\(task.particulars)"
        }
        guard let json = try? encoder.encode(Identity(encoder: model.encoder.fingerprint, options: options, tasks: tasks)) else {
            preconditionFailure("options are plain data")
        }
        return String(decoding: json, as: UTF8.self)
    }

    private static var pointInterval: Int { 10 }
}

/// The speed of the latest steps and their loss, for a progress bar.
private struct StepMeter {
    private var tokens = 0, steps = 0
    private var began = ContinuousClock.now
    /// Of all tasks together, smoothed.
    private var loss = Double.nan

    mutating func add(_ step: TrainingRun.Step) {
        tokens += step.tokens
        steps += 1
        let total = step.losses.compactMap(\.self).reduce(0, +)
        loss = loss.isNaN ? total : 0.95 * loss + 0.05 * total
    }

    func step(_ number: Int, of total: Int) -> EncoderTrainingEvent.Step {
        let seconds = max(1e-9, (ContinuousClock.now - began) / .seconds(1))
        return EncoderTrainingEvent.Step(
            number: number, total: total, loss: loss, tokensPerSecond: Double(tokens) / seconds,
            secondsLeft: Double(total - number) * seconds / Double(max(1, steps)))
    }

    /// Forgets what measuring and writing took.
    mutating func restart() {
        (tokens, steps) = (0, 0)
        began = .now
    }
}
