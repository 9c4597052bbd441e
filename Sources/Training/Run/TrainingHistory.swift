/// How a run went so far: what a log and its curves show.
public struct TrainingHistory: Sendable, Codable, Equatable {
    /// Every so many steps, the mean of the steps since.
    public struct Point: Sendable, Codable, Equatable {
        public var step: Int
        /// By task.
        public var losses: [String: Double]
        /// By task, the length of its loss's gradient by the encoder's states, weight included: tasks that pull alike share the encoder.
        public var pulls: [String: Double]
        public var rate: Float
        /// The length of the gradient before it was clipped.
        public var norm: Double
    }

    public struct Measurement: Sendable, Codable, Equatable {
        public var step: Int
        /// By task, `Evaluation.score`: 0…1.
        public var scores: [String: Double]
        /// By task, the loss on dev.
        public var losses: [String: Double]

        /// The mean over the tasks.
        public var score: Double { scores.isEmpty ? 0 : scores.values.sorted().reduce(0, +) / Double(scores.count) }

        /// A better score, or the same with a lower loss: surer where it is right.
        func isBetter(than other: Measurement) -> Bool {
            (score, -losses.values.sorted().reduce(0, +)) > (other.score, -other.losses.values.sorted().reduce(0, +))
        }
    }

    public var points: [Point] = []
    public var measurements: [Measurement] = []

    /// Steps since the last point; nil right behind one. It is part of a checkpoint, so that an interruption shows nowhere.
    private var pending: Pending?

    private struct Pending: Sendable, Codable, Equatable {
        var tasks: [String: Sum] = [:]
        var norm = 0.0
        var steps = 0

        struct Sum: Sendable, Codable, Equatable {
            var loss = 0.0, pull = 0.0
            var count = 0
        }
    }

    public init() {}

    /// Counts a step for the next point.
    mutating func add(_ step: TrainingRun.Step, tasks: [String]) {
        var sums = pending ?? Pending()
        for (index, task) in tasks.enumerated() {
            guard let loss = step.losses[index], let pull = step.pulls[index] else { continue }
            var sum = sums.tasks[task] ?? .init()
            (sum.loss, sum.pull, sum.count) = (sum.loss + loss, sum.pull + pull, sum.count + 1)
            sums.tasks[task] = sum
        }
        sums.norm += step.norm
        sums.steps += 1
        pending = sums
    }

    /// Makes a point of the steps since the last one.
    mutating func close(at step: Int, rate: Float) -> Point {
        let sums = pending ?? Pending()
        pending = nil
        points.append(Point(
            step: step, losses: sums.tasks.mapValues { $0.loss / Double($0.count) }, pulls: sums.tasks.mapValues { $0.pull / Double($0.count) }, rate: rate, norm: sums.norm / Double(max(1, sums.steps))))
        return points[points.count - 1]
    }

    /// The measurement with the best score, the first of equal ones; the last one where nothing is scored.
    public var best: Measurement? {
        guard measurements.contains(where: { !$0.scores.isEmpty }) else { return measurements.last }
        return measurements.reduce(nil) { best, next in best.map { next.isBetter(than: $0) ? next : $0 } ?? next }
    }

    /// Measurements since the best one.
    var stale: Int { best.map { best in measurements.count { $0.step > best.step } } ?? 0 }
}
