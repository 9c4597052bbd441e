public import AfterwordTensors

/// Trains an encoder together with the heads on it.
///
///     let training = EncoderTraining(seed: 1)
///     let (intent, model, report) = try training.run(classifier, train: train, dev: dev, model: model)
///
/// The same data, options and seed give the same bytes, with any number of threads, and after any interruption.
public struct EncoderTraining: Sendable, Codable, Equatable {
    /// Passes over the data; ``steps`` comes before it.
    public var epochs: Double
    /// Steps of the whole run; nil for as many as the epochs take.
    public var steps: Int?
    /// Tokens a batch, `[CLS]` and `[SEP]` included; fewer where a pass over the data would be less than sixteen steps and ``steps`` is nil.
    public var batchTokens: Int
    /// Batches whose gradients are summed for a step: memory for one serves a larger step.
    public var accumulate: Int
    /// Tokens a text is cut at, at most.
    public var window: Int
    /// Examples that are shuffled among each other: what is in memory of the data.
    public var shuffle: Int
    /// The rate of the encoder's last layer.
    public var schedule: RateSchedule
    /// How many times that rate heads have, which begin from nothing.
    public var headRate: Float
    /// What the rate is multiplied by from each layer to the one below, up to 1.
    public var layerDecay: Float
    /// Layers that stay as they are, from the lowest; with any, the embeddings do too.
    public var frozenLayers: Int
    /// Whether the embeddings stay as they are.
    public var freezesEmbeddings: Bool
    public var optimizer: AdamW.Options
    /// Gradients longer than this, all together, are shortened to it; 0 for never.
    public var clip: Float
    /// The part of the encoder's values that is dropped in each step, 0..<1.
    public var dropout: Float
    /// The same of a head's hidden layer.
    public var headDropout: Float
    /// The arithmetic of matrix products; sums and weights are always float32.
    public var precision: Precision
    /// Steps between two measurements on dev; 0 for four in a run.
    public var evaluateEvery: Int
    /// Steps between two checkpoints; 0 for none but at the end.
    public var checkpointEvery: Int
    /// How many of the last checkpoints are kept.
    public var keep: Int
    /// Measurements without a better score before training stops; 0 for never.
    public var patience: Int
    /// Thresholds of independent labels are looked for where precision on dev is at least this.
    public var precisionFloor: Double
    public var seed: UInt64
    public var threads: Int

    public init(epochs: Double = 3, batchTokens: Int = 4096, rate: Float = 3e-4, precision: Precision = .best, seed: UInt64, threads: Int = 1) {
        self.epochs = epochs
        self.batchTokens = batchTokens
        accumulate = 1
        window = 254
        shuffle = 2048
        schedule = RateSchedule(peak: rate, warmup: 0.06, decay: .linear)
        headRate = 3
        layerDecay = 1
        frozenLayers = 0
        freezesEmbeddings = false
        optimizer = AdamW.Options()
        clip = 1
        dropout = 0.1
        headDropout = 0.1
        self.precision = precision
        evaluateEvery = 0
        checkpointEvery = 500
        keep = 2
        patience = 0
        precisionFloor = 0
        self.seed = seed
        self.threads = threads
    }

    /// The lowest layer that trains, from 1, or 0 for the embeddings.
    var lowestLayer: Int { frozenLayers > 0 ? frozenLayers + 1 : freezesEmbeddings ? 1 : 0 }
}
