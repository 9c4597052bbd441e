/// What happens while a head is trained.
public enum TrainingEvent: Sendable {
    /// A file is being encoded; `done` is 0…1.
    case encoding(file: String, done: Double)
    /// The training of one head of an ensemble begins, from 1.
    case head(Int, of: Int)
    case training(epoch: Int, of: Int, done: Double, loss: Double)
    case epoch(TrainingReport.Epoch)
}

/// How a training went and what came of it.
public struct TrainingReport: Sendable, Codable {
    public var head: String
    /// The options, seed included.
    public var training: HeadTraining
    public var spans: Spans
    /// Of the first head, where there is an ensemble of them.
    public var epochs: [Epoch]
    /// The epoch whose weights were kept, from 1.
    public var bestEpoch: Int
    /// How an ensemble's other heads came about.
    public var others: [Run]
    /// The trained head on the dev data, with thresholds fitted on it.
    public var dev: Evaluation
    /// What is odd about the data.
    public var warnings: [String]

    public struct Spans: Sendable, Codable { public var train, dev: Int }

    /// The training of one head of an ensemble.
    public struct Run: Sendable, Codable {
        public var seed: UInt64
        public var epochs: [Epoch]
        public var bestEpoch: Int
    }

    public struct Epoch: Sendable, Codable {
        public var epoch: Int
        public var loss: Double
        public var devLoss: Double
        /// `Evaluation.score` of the dev data.
        public var devScore: Double

        /// A better score, or the same with a lower loss: surer where it is right.
        func isBetter(than other: Epoch) -> Bool { (devScore, -devLoss) > (other.devScore, -other.devLoss) }
    }
}
