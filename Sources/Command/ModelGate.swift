import Afterword
import ArgumentParser
import Foundation

/// How much worse a new model may be than the one before it.
struct ModelLimits: ParsableArguments {
    @Option(help: ArgumentHelp("With --baseline: points of micro F1 that the model may be worse by.", valueName: "points")) var maxDrop = 0.5
    @Option(help: ArgumentHelp("With --baseline: points of macro F1, the mean over the labels, that it may be worse by; any unless told.", valueName: "points"))
    var maxMacroDrop: Double?
    @Option(help: ArgumentHelp("With --baseline: points of F1 that any label may be worse by; any unless told.", valueName: "points")) var maxLabelDrop: Double?
    @Option(help: ArgumentHelp("With --baseline: how many times as slow it may be; any unless told.", valueName: "times")) var maxSlowdown: Double?
    @Option(help: ArgumentHelp("With --baseline: how many times the memory it may take; any unless told.", valueName: "times")) var maxMemory: Double?
    @Option(help: ArgumentHelp("With --baseline: how often texts are drawn anew for the intervals.", valueName: "n")) var resamples = 1000

    mutating func validate() throws {
        guard (10...100_000).contains(resamples), maxDrop >= 0, [maxMacroDrop, maxLabelDrop, maxSlowdown, maxMemory].allSatisfy({ ($0 ?? 0) >= 0 }) else {
            throw ValidationError("--resamples is from 10 to 100000, limits are not negative")
        }
    }
}

/// Two models side by side on the same data: what a team runs before a new one goes live.
struct ModelGate: Encodable {
    let processor, file: String
    var comparison: ModelComparison
    var baseline, model: Cost
    /// What is beyond the limits; empty when the model may go live.
    var violations: [String] = []

    /// What a model costs to use.
    struct Cost: Encodable {
        let model: ModelIdentity
        let loadSeconds: Double
        /// Bytes that the process grew by when the model was loaded and used.
        let memoryBytes: Int
        var tokensPerSecond = 0.0
    }

    mutating func judge(_ limits: ModelLimits) {
        func check(_ row: ModelComparison.Row, _ limit: Double) {
            let drop = -row.difference * 100
            if drop > limit { violations.append(String(format: "%@: F1 is %.1f points lower, allowed are %.1f", row.label, drop, limit)) }
        }
        check(comparison.micro, limits.maxDrop)
        if let limit = limits.maxMacroDrop { check(comparison.macro, limit) }
        if let limit = limits.maxLabelDrop { for row in comparison.labels { check(row, limit) } }
        func check(_ what: String, _ times: Double, _ limit: Double?) {
            if let limit, times > limit { violations.append(String(format: "%@ %.2f times the baseline's, allowed are %.2f", what, times, limit)) }
        }
        check("a token takes", baseline.tokensPerSecond / max(1, model.tokensPerSecond), limits.maxSlowdown)
        check("memory is", Double(model.memoryBytes) / Double(max(1, baseline.memoryBytes)), limits.maxMemory)
    }

    var text: String {
        let width = max(12, comparison.labels.map(\.label.count).max() ?? 0)
        func row(_ row: ModelComparison.Row) -> String {
            row.label.padding(toLength: width, withPad: " ", startingAt: 0)
                + String(format: "%9.1f%9.1f%+9.1f  %+.1f … %+.1f", row.baseline * 100, row.model * 100, row.difference * 100, row.low * 100, row.high * 100)
        }
        func cost(_ name: String, _ value: (Cost) -> String) -> String {
            name.padding(toLength: width, withPad: " ", startingAt: 0) + value(baseline).leftPadded(to: 9) + value(model).leftPadded(to: 9)
        }
        var lines = ["F1".padding(toLength: width, withPad: " ", startingAt: 0) + " baseline    model  differs  95 % of \(comparison.examples) texts drawn anew"]
        lines += (comparison.labels + [comparison.micro, comparison.macro]).map(row)
        lines.append("")
        lines.append(cost("tokens/s") { String(format: "%.0f", $0.tokensPerSecond) })
        lines.append(cost("memory, MB") { String(format: "%.0f", Double($0.memoryBytes) / 1e6) })
        lines.append(cost("load, s") { String(format: "%.3f", $0.loadSeconds) })
        lines += violations.isEmpty ? ["", "within the limits"] : [""] + violations.map { "worse: \($0)" }
        return lines.joined(separator: "\n")
    }
}

extension ModelGate {
    /// Measures a model and the one before it on a file of labelled data.
    init(processor: String, file: String, model: String?, baseline: String, limits: ModelLimits, precision: InferencePrecision, threads: Int) throws {
        let (oldModel, oldCost) = try Self.load(baseline, precision), (newModel, newCost) = try Self.load(model, precision)
        func counts<P: TrainableProcessor>(_ trained: P, _ model: Model) throws -> (labels: [String], counts: [[F1]]) {
            (trained.head.groups.flatMap(\.labels), try trained.counts(on: LabelledLines(contentsOf: file), model: model, threads: threads))
        }
        do {
            let old = try StandardProcessors.trained(processor, model: oldModel), new = try StandardProcessors.trained(processor, model: newModel)
            let (oldLabels, oldCounts) = try counts(old, oldModel), (newLabels, newCounts) = try counts(new, newModel)
            let shared = oldLabels.filter(newLabels.contains)
            guard !shared.isEmpty else { throw CommandFailure(.modelUnusable, "\(processor): the models have no label in common") }
            func picked(_ counts: [[F1]], _ labels: [String]) -> [[F1]] {
                let places = shared.compactMap(labels.firstIndex)
                return counts.map { example in places.map { example[$0] } }
            }
            self.init(
                processor: processor, file: URL(filePath: file).lastPathComponent,
                comparison: ModelComparison(
                    labels: shared, baseline: picked(oldCounts, oldLabels), model: picked(newCounts, newLabels), resamples: limits.resamples, seed: 1),
                baseline: oldCost, model: newCost)
        } catch let error as ModelError { throw CommandFailure(.modelUnusable, "\(error)") } catch let error as TrainingError { throw CommandFailure(error) }
        let vocabulary = min(oldModel.tokenizer.vocabulary.count, newModel.tokenizer.vocabulary.count)
        let ids = (0..<16_384).map { Int32($0 &* 7919 % vocabulary) }
        let work = Workload.encoder(Tokens(ids: ids, offsets: Array(0...ids.count)))[0]
        var (fastestOld, fastestNew) = (Double.infinity, Double.infinity)
        for _ in 0..<3 { // in turns, so that a busy neighbour slows both
            fastestOld = min(fastestOld, Stopwatch.best(of: 1) { _ = oldModel.encoder.states(of: work.documents, threads: threads) })
            fastestNew = min(fastestNew, Stopwatch.best(of: 1) { _ = newModel.encoder.states(of: work.documents, threads: threads) })
        }
        self.baseline.tokensPerSecond = Double(work.rows) / fastestOld
        self.model.tokensPerSecond = Double(work.rows) / fastestNew
        judge(limits)
    }

    private static func load(_ directory: String?, _ precision: InferencePrecision) throws -> (Model, Cost) {
        let before = Stopwatch.residentMemoryBytes
        let (model, seconds) = try Stopwatch.time { try ModelOptions.load(directory, precision: precision) }
        _ = model.embeddings(of: ["a model is loaded when it has said something"])
        return (model, Cost(model: model.identity, loadSeconds: seconds, memoryBytes: max(0, Stopwatch.residentMemoryBytes - before)))
    }
}
