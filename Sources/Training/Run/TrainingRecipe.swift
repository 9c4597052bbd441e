internal import AfterwordTensors
internal import AfterwordTranscripts
internal import Foundation

/// A file that says how a model is trained: data, tasks, their mix, schedule and seed.
///
///     {
///       "name": "podcasts", "seed": 1,
///       "tasks": [
///         {"processor": "punctuation", "train": ["talk-a.jsonl", "talk-b.jsonl"], "dev": "dev.jsonl", "share": 0.8, "layers": [6], "hidden": 256,
///          "noise": {"share": 0.6, "errors": 0.15, "fillers": 0.02, "numbers": 0.5}},
///         {"objective": "sentence_distillation", "train": "talk-a.jsonl", "share": 0.2}
///       ],
///       "training": {"epochs": 3, "rate": 3e-4, "batch_tokens": 4096}
///     }
///
/// Paths are relative to the recipe. A key it doesn't know is an error: what is misspelled would go unnoticed for hours.
public struct TrainingRecipe: Sendable, Equatable {
    public var name: String
    public var version: String
    public var tasks: [Task]
    public var training: EncoderTraining

    public init(name: String, version: String = "1", tasks: [Task], training: EncoderTraining) {
        (self.name, self.version, self.tasks, self.training) = (name, version, tasks, training)
    }

    public struct Task: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            /// A processor's head, by the processor's name.
            case processor(String)
            case objective(Objective)
        }

        public enum Objective: String, Sendable, CaseIterable {
            case maskedLanguageModel = "masked_language_model"
            case sentenceDistillation = "sentence_distillation"
            case stateDistillation = "state_distillation"
        }

        public var kind: Kind
        /// The processor's or the objective's.
        public var name: String {
            switch kind {
            case .processor(let name): name
            case .objective(let objective): objective.rawValue
            }
        }

        /// Paths, as they are to be opened.
        public var train, dev: [String]
        /// How much its loss counts.
        public var weight: Float
        /// The part of all tokens, relative to the other tasks; nil for as many as there are.
        public var share: Double?
        public var weighsClasses: Bool
        /// What its head reads, where that is not the processor's own choice; of `state_distillation` the layers whose states are kept, the last one unless told.
        public var layers, offsets: [Int]?
        public var hidden: Int?
        /// What is done to the texts it learns from, so that it knows what recognisers get wrong.
        public var noise: SpeechNoise.Options?
        /// Directory of the model whose vectors of texts, or states, are kept; the one that is trained, as it is at the start, unless told.
        public var teacher: String?

        public init(_ kind: Kind, train: [String], dev: [String] = [], weight: Float = 1, share: Double? = nil) {
            (self.kind, self.train, self.dev, self.weight, self.share) = (kind, train, dev, weight, share)
            weighsClasses = false
        }
    }

    /// Reads a recipe.
    ///
    /// - Throws: `TrainingError.unreadable`, or `.recipe` with the line.
    public init(contentsOf path: String) throws(TrainingError) {
        let file = URL(filePath: path)
        let bytes: [UInt8]
        do { bytes = Array(try Data(contentsOf: file)) } catch {
            throw .unreadable(file: path, reason: FileManager.default.fileExists(atPath: path) ? "not a readable file" : "no such file")
        }
        try self.init(json: bytes, file: file.lastPathComponent, folder: file.deletingLastPathComponent().path)
    }

    init(json bytes: [UInt8], file: String, folder: String) throws(TrainingError) {
        let json: JSONText
        do { json = try JSONText(bytes, name: file) } catch { throw .recipeSyntax(reason: "\(error)") }
        var root = try RecipeObject(json, file: file)
        name = try root.string("name") ?? "afterword"
        version = try root.string("version") ?? "1"
        let seed = try root.integer("seed", in: 0...Int.max)
        guard let seed else { throw root.failure("no \"seed\": a run can only be repeated with one") }
        guard let tasks = try root.objects("tasks") else { throw root.failure("no \"tasks\"") }
        self.tasks = []
        for object in tasks {
            let task = try Task(object, folder: folder)
            guard !self.tasks.contains(where: { $0.kind == task.kind }) else {
                throw object.failure("the same task is there twice; give it both files, \"train\": [\"a.jsonl\", \"b.jsonl\"]")
            }
            self.tasks.append(task)
        }
        training = try EncoderTraining(root.object("training"), seed: UInt64(seed))
        try root.finish()
    }
}

extension TrainingRecipe.Task {
    init(_ object: RecipeObject, folder: String) throws(TrainingError) {
        var object = object
        let processor = try object.string("processor"), objective = try object.choice("objective", TrainingRecipe.Task.Objective.self)
        switch (processor, objective) {
        case (let processor?, nil): kind = .processor(processor)
        case (nil, let objective?): kind = .objective(objective)
        default: throw object.failure("a task has either a \"processor\" or an \"objective\"")
        }
        func resolved(_ paths: [String]?) -> [String] {
            (paths ?? []).map { $0.hasPrefix("/") ? $0 : URL(filePath: folder).appending(path: $0).path }
        }
        train = resolved(try object.strings("train"))
        guard !train.isEmpty else { throw object.failure("a task has a \"train\" file") }
        weight = Float(try object.number("weight", in: 0...1e6) ?? 1)
        share = try object.number("share", in: 1e-6...1e6)
        if case .processor = kind {
            dev = resolved(try object.strings("dev"))
            guard !dev.isEmpty else { throw object.failure("a processor's task has a \"dev\" file, which the best model is chosen on") }
            weighsClasses = try object.bool("class_weights") ?? false
            layers = try object.integers("layers", in: 0...256)
            offsets = try object.integers("offsets", in: -64...64)
            hidden = try object.integer("hidden", in: 0...4096)
            noise = try object.object("noise").map { (object) throws(TrainingError) in try SpeechNoise.Options(object) }
        } else {
            (dev, weighsClasses) = ([], false)
            if kind != .objective(.maskedLanguageModel) { teacher = resolved(try object.string("teacher").map { [$0] }).first }
            if kind == .objective(.stateDistillation) { layers = try object.integers("layers", in: 0...256) }
        }
        try object.finish()
    }
}

extension SpeechNoise.Options {
    /// The options of a task's "noise"; those that are not there are as they are by default.
    init(_ object: RecipeObject) throws(TrainingError) {
        var object = object
        self.init()
        if let value = try object.number("share", in: 0...1) { share = Float(value) }
        if let value = try object.number("errors", in: 0...0.5) { errors = 0...Float(value) }
        if let value = try object.number("fillers", in: 0...0.5) { fillers = Float(value) }
        if let value = try object.number("numbers", in: 0...1) { numbers = Float(value) }
        try object.finish()
    }
}

extension EncoderTraining {
    /// The options of a recipe's "training"; those that are not there are as they are by default.
    init(_ object: RecipeObject?, seed: UInt64) throws(TrainingError) {
        self.init(seed: seed)
        guard var object else { return }
        func set<Value>(_ place: WritableKeyPath<EncoderTraining, Value>, _ value: Value?) { if let value { self[keyPath: place] = value } }
        set(\.epochs, try object.number("epochs", in: 1e-3...1e4))
        steps = try object.integer("steps", in: 1...1_000_000_000)
        set(\.batchTokens, try object.integer("batch_tokens", in: 8...1 << 20))
        set(\.accumulate, try object.integer("accumulate", in: 1...1 << 16))
        set(\.window, try object.integer("window", in: 8...65_534))
        set(\.shuffle, try object.integer("shuffle", in: 1...1 << 24))
        set(\.schedule.peak, try object.number("rate", in: 1e-9...1).map(Float.init))
        set(\.schedule.warmup, try object.number("warmup", in: 0...1).map(Float.init))
        set(\.schedule.decay, try object.choice("decay", RateSchedule.Decay.self))
        set(\.headRate, try object.number("head_rate", in: 0...1e4).map(Float.init))
        set(\.layerDecay, try object.number("layer_decay", in: 0.01...1).map(Float.init))
        set(\.frozenLayers, try object.integer("frozen_layers", in: 0...256))
        set(\.freezesEmbeddings, try object.bool("freeze_embeddings"))
        set(\.optimizer.decay, try object.number("weight_decay", in: 0...1).map(Float.init))
        set(\.optimizer.beta1, try object.number("beta1", in: 0...0.9999).map(Float.init))
        set(\.optimizer.beta2, try object.number("beta2", in: 0...0.999999).map(Float.init))
        set(\.optimizer.epsilon, try object.number("epsilon", in: 1e-12...1).map(Float.init))
        set(\.clip, try object.number("clip", in: 0...1e9).map(Float.init))
        set(\.dropout, try object.number("dropout", in: 0...0.9).map(Float.init))
        set(\.headDropout, try object.number("head_dropout", in: 0...0.9).map(Float.init))
        set(\.precision, try object.choice("precision", Precision.self))
        set(\.evaluateEvery, try object.integer("evaluate_every", in: 0...1_000_000_000))
        set(\.checkpointEvery, try object.integer("checkpoint_every", in: 0...1_000_000_000))
        set(\.keep, try object.integer("keep", in: 1...1000))
        set(\.patience, try object.integer("patience", in: 0...1000))
        set(\.precisionFloor, try object.number("precision_floor", in: 0...1))
        try object.finish()
    }
}
