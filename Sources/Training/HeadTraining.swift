internal import AfterwordHeads
public import AfterwordPipeline
internal import AfterwordTensors
internal import Foundation

/// Trains a processor's head on labelled data, with the encoder left as it is.
///
///     let training = HeadTraining(seed: 1)
///     let (trained, report) = try training.run(classifier, train: train, dev: dev, model: model)
///
/// Every state is computed once and kept in memory: (N, layers · C) floats. The same data, options and seed give the same bytes.
public struct HeadTraining: Sendable, Codable, Equatable {
    public var epochs: Int
    /// Spans a step, at most: small data takes at least sixteen steps an epoch.
    public var batch: Int
    public var schedule: RateSchedule
    public var optimizer: AdamW.Options
    /// The part of a hidden layer's values that is dropped in each step, 0…1.
    public var dropout: Float
    /// Rare labels count more, by the square root of how rare they are, up to eight times.
    public var weighsClasses: Bool
    /// Epochs without a better score on dev before training stops; the best epoch's weights are kept.
    public var patience: Int
    /// Thresholds of independent labels are looked for where precision on dev is at least this.
    public var precisionFloor: Double
    /// Labels for which it is another precision.
    public var labelPrecisionFloors: [String: Double] = [:]
    public var seed: UInt64
    /// Heads that are trained on the same states, from `seed` and the seeds after it, and joined into one whose logits are the mean of theirs; from 1.
    public var ensemble = 1
    public var threads: Int

    public init(
        epochs: Int = 20, batch: Int = 256, rate: Float = 5e-3, dropout: Float = 0.1, weighsClasses: Bool = false, patience: Int = 3, precisionFloor: Double = 0,
        seed: UInt64, threads: Int = 1
    ) {
        self.epochs = epochs
        self.batch = batch
        schedule = RateSchedule(peak: rate)
        optimizer = AdamW.Options()
        self.dropout = dropout
        self.weighsClasses = weighsClasses
        self.patience = patience
        self.precisionFloor = precisionFloor
        self.seed = seed
        self.threads = threads
    }

    /// Trains a copy of `processor` and measures it on `dev`.
    ///
    /// - Parameter progress: told what is going on, often enough for a progress bar.
    /// - Throws: `TrainingError`, with file and line where data is at fault.
    public func run<P: TrainableProcessor>(
        _ processor: P, train: LabelledData<P.Gold>, dev: LabelledData<P.Gold>, model: Model,
        progress: (TrainingEvent) -> Void = { _ in }
    ) throws(TrainingError) -> (processor: P, report: TrainingReport) {
        // Everything is checked, line by line, before the hours that encoding may take.
        let summary = try DataSummary(LabelledLines(train), for: processor, tokenizer: model.tokenizer, threads: threads)
        let devSummary = try DataSummary(LabelledLines(dev), for: processor, tokenizer: model.tokenizer, threads: threads)
        func cache(_ data: LabelledData<P.Gold>, _ summary: DataSummary) throws(TrainingError) -> SpanCache {
            try SpanCache(data, summary: summary, of: processor, model: model, threads: threads) { progress(.encoding(file: data.name, done: $0)) }
        }
        var trainCache = try cache(train, summary), devCache = try cache(dev, devSummary)
        let moments = trainCache.moments()
        trainCache.standardize(moments)
        devCache.standardize(moments)
        let (trainRows, devRows) = (trainCache.knownRows, devCache.knownRows)
        guard !trainRows.isEmpty else { throw .nothingKnown(file: train.name) }
        guard !devRows.isEmpty else { throw .nothingKnown(file: dev.name) }

        let course = HeadCourse(
            options: self, train: trainCache, dev: devCache, trainRows: trainRows, devRows: devRows, devTargets: devCache.targets(of: devRows[...]),
            weights: weighsClasses ? DataSummary.classWeights(of: [summary]) : [])
        var heads: [Head] = [], runs: [TrainingReport.Run] = []
        for member in 0..<max(1, ensemble) {
            if ensemble > 1 { progress(.head(member + 1, of: ensemble)) }
            let (head, run) = try course.run(processor.head, seed: seed &+ UInt64(member), progress: progress)
            heads.append(head)
            runs.append(run)
        }
        var best = Head(meanOf: heads)
        let devProbabilities = best.probabilities(devCache.logits(of: best, rows: devRows))
        best.fitThresholds(devProbabilities, targets: course.devTargets) { labelPrecisionFloors[$0] ?? precisionFloor }
        let evaluation = Evaluation(devProbabilities, targets: course.devTargets, groups: best.groups)
        best.layers[0] = moments.folded(into: best.layers[0])
        var trained = processor
        trained.head = best
        let warnings = DataSummary.warnings(train: [summary], dev: [devSummary], groups: best.groups)
        let report = TrainingReport(
            head: best.name, training: self, spans: .init(train: trainRows.count, dev: devRows.count),
            epochs: runs[0].epochs, bestEpoch: runs[0].bestEpoch, others: Array(runs.dropFirst()), dev: evaluation, warnings: warnings)
        return (trained, report)
    }
}

extension AdamW.Options {
    /// For biases.
    var withoutDecay: AdamW.Options {
        var options = self
        options.decay = 0
        return options
    }
}

extension Head {
    /// Starting weights: zeros for the last layer, scaled normal numbers before it.
    ///
    /// - Source: He et al., "Delving deep into rectifiers", ICCV 2015.
    mutating func initialize(with random: inout RandomSource) {
        for index in layers.indices {
            let scale = index == layers.count - 1 ? 0 : (2 / Float(layers[index].weight.columns)).squareRoot()
            for i in layers[index].weight.values.indices { layers[index].weight.values[i] = scale == 0 ? 0 : scale * random.normal() }
            layers[index].bias = layers[index].bias.map { _ in 0 }
        }
    }

    /// Sets every independent label's threshold to where F1 is best among those with at least its precision.
    mutating func fitThresholds(_ probabilities: Matrix, targets: Matrix, precisionFloor: (String) -> Double) {
        let targets = targets.likeliest(in: groups)
        for index in groups.indices where groups[index].kind == .independent {
            for (k, column) in columns(ofGroup: index).enumerated() {
                let known = (0..<targets.rows).filter { !targets[$0, column].isNaN }
                guard known.contains(where: { targets[$0, column] == 1 }) else { continue }
                groups[index].thresholds[k] = BinaryScores(
                    scores: known.map { probabilities[$0, column] }, gold: known.map { targets[$0, column] == 1 }, precisionFloor: precisionFloor(groups[index].labels[k])).bestThreshold
            }
        }
    }
}
