internal import AfterwordEncoder
package import AfterwordHeads
package import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// Something an encoder is trained to do, among others: where its examples come from, what is wanted, how it is measured.
package struct TrainingTask: Sendable {
    /// What logs call it: a processor's name, or the objective's.
    let name: String
    /// How much its loss counts.
    let weight: Float
    /// The part of all tokens that it gives, relative to the other tasks; nil for as many as it has.
    let share: Double?
    /// A file each.
    let sources: [Source]
    var objective: any TrainingObjective
    /// Nil where nothing is measured.
    let dev: Measuring?
    /// What is odd about its data.
    var warnings: [String] = []
    /// What else makes it this task: a run goes on only with the same.
    var particulars = ""

    struct Source: Sendable {
        let examples: any ExampleSource
        /// Of a pass over the file, `[CLS]` and `[SEP]` included.
        let tokens: Int
    }

    /// Logits and targets of the dev data's spans of which something is known.
    typealias Measuring = @Sendable (TransformerEncoder, Head) throws(TrainingError) -> KnownLogits

    /// Of a pass over its data.
    var tokens: Int { sources.reduce(0) { $0 + $1.tokens } }

    /// Another model's heads, which read what this task makes the encoder say.
    var taughtHeads: [Head] = []

    /// The head it trains, if it trains one.
    package var head: Head? { (objective as? LabelObjective)?.head }

    mutating func install(_ head: Head) {
        guard var labels = objective as? LabelObjective else { return }
        labels.head = head
        objective = labels
    }
}

extension TrainingTask {
    /// What tasks have in common, whatever they are about.
    package struct Settings {
        /// How much the loss counts.
        package var weight: Float
        /// The part of all tokens, relative to the other tasks; nil for as many as there are.
        package var share: Double?
        /// The task's place among all: files of different tasks are shuffled differently.
        package var index: Int
        /// What is done to the texts it learns from.
        package var noise: SpeechNoise.Options?

        package init(weight: Float = 1, share: Double? = nil, index: Int = 0, noise: SpeechNoise.Options? = nil) {
            (self.weight, self.share, self.index, self.noise) = (weight, share, index, noise)
        }

        func seed(_ options: EncoderTraining, file: Int) -> UInt64 { RandomSource.mixed(options.seed, UInt64(index * 1000 + file + 1)) }

        /// Of the task's own parameters.
        func random(_ options: EncoderTraining) -> RandomSource { RandomSource(seed: RandomSource.mixed(options.seed, UInt64(index * 1000))) }
    }

    /// A processor's head on labelled data.
    ///
    /// - Throws: `TrainingError`, with file and line where data is at fault.
    package init<P: TrainableProcessor>(
        _ processor: P, train: [LabelledLines<P.Gold>], dev: [LabelledLines<P.Gold>], model: Model, options: EncoderTraining, weighsClasses: Bool = false,
        settings: Settings = Settings()
    ) throws(TrainingError) {
        let tokenizer = model.tokenizer, window = options.window(in: model), threads = options.threads
        func summary(_ file: LabelledLines<P.Gold>) throws(TrainingError) -> DataSummary {
            let summary = try DataSummary(file, for: processor, tokenizer: tokenizer, window: window, threads: threads)
            guard summary.knownSpans > 0 else { throw .nothingKnown(file: file.name) }
            return summary
        }
        let summaries = try train.map(summary), devSummaries = try dev.map(summary)
        let noise = settings.noise.map { SpeechNoise($0, vocabulary: tokenizer.vocabulary) }
        guard noise == nil || P.Gold.self is any RewritableGold.Type else { throw .model(reason: "\(processor.head.name): this processor's examples can't be made noisy") }
        var head = processor.head
        if head.isUntrained {
            var random = settings.random(options)
            head.initialize(with: &random)
            head.layers[head.layers.count - 1].bias = DataSummary.priorLogits(of: summaries, groups: head.groups)
        }
        self.init(
            name: head.name, weight: settings.weight, share: settings.share,
            sources: zip(train, summaries).enumerated().map { number, file in
                let seed = settings.seed(options, file: number)
                let examples = ShuffledExamples(file.0, seed: seed, capacity: options.shuffle) { data, random throws(TrainingError) in
                    try data.trainingExamples(of: processor, tokenizer: tokenizer, window: window, noise: noise, random: &random)
                }
                return Source(examples: examples, tokens: file.1.tokens)
            },
            objective: LabelObjective(head, classWeights: weighsClasses ? DataSummary.classWeights(of: summaries) : [], dropout: options.headDropout),
            dev: { encoder, head throws(TrainingError) in
                var all = KnownLogits(labelCount: head.labelCount)
                for file in dev {
                    all.append(try processor.knownLogits(of: file, head: head, encoder: encoder, tokenizer: tokenizer, threads: threads))
                }
                return all
            },
            warnings: DataSummary.warnings(train: summaries, dev: devSummaries, groups: head.groups))
        particulars = settings.noise.map { ", \($0)" } ?? ""
    }

    /// A head on examples that come again and again in the order they are given, without being measured.
    package init(_ head: Head, examples: [TrainingExample], dropout: Float) {
        self.init(
            name: head.name, weight: 1, share: nil,
            sources: [Source(examples: RepeatedExamples(examples), tokens: examples.reduce(0) { $0 + $1.ids.count + 2 })],
            objective: LabelObjective(head, dropout: dropout), dev: nil)
    }

    /// The guessing of hidden words in plain texts.
    package init(maskedTexts files: [LabelledLines<PlainText>], model: Model, options: EncoderTraining, settings: Settings) throws(TrainingError) {
        guard let mask = model.tokenizer.vocabulary.maskToken else { throw .noMask }
        let tokenizer = model.tokenizer, window = options.window(in: model)
        var random = settings.random(options)
        try self.init(
            "masked_language_model", MaskedLanguageModel(for: model.encoder.configuration, random: &random), on: files, tokenizer: tokenizer, options: options,
            settings: settings
        ) { texts, random in MaskedLanguageModel.examples(of: texts, tokenizer: tokenizer, mask: mask, window: window, random: &random) }
    }

    /// The keeping of texts' vectors where a teacher of the same width and vocabulary has them.
    package init(distilledTexts files: [LabelledLines<PlainText>], teacher: Model, model: Model, options: EncoderTraining, settings: Settings) throws(TrainingError) {
        let tokenizer = model.tokenizer, window = options.window(in: model), threads = options.threads, encoder = teacher.encoder
        try Self.require(teacher, speaksAs: model)
        try self.init(
            "sentence_distillation", DistillationObjective(for: model.encoder.configuration), on: files, tokenizer: tokenizer, options: options,
            settings: settings
        ) { texts, _ in DistillationObjective.examples(of: texts, tokenizer: tokenizer, teacher: encoder, window: window, threads: threads) }
        particulars = ", teacher \(encoder.fingerprint)"
    }

    /// The keeping of all tokens' states, on some layers, where a teacher of the same width and vocabulary has them.
    package init(
        keptStates layers: [Int], texts files: [LabelledLines<PlainText>], teacher: Model, model: Model, options: EncoderTraining, settings: Settings
    ) throws(TrainingError) {
        let tokenizer = model.tokenizer, window = options.window(in: model), depth = min(teacher.encoder.configuration.layerCount, model.encoder.configuration.layerCount)
        try Self.require(teacher, speaksAs: model)
        guard !layers.isEmpty, layers.allSatisfy({ (0...depth).contains($0) }) else {
            throw .model(reason: "state_distillation: layers are from 0 to \(depth), which both models have")
        }
        try self.init(
            "state_distillation", StateDistillation(layers: layers, teacher: teacher.encoder), on: files, tokenizer: tokenizer, options: options, settings: settings
        ) { texts, random in TrainingExample.everyToken(of: texts, tokenizer: tokenizer, window: window, random: &random) }
        particulars = ", teacher \(teacher.encoder.fingerprint)"
        taughtHeads = teacher.heads.values.filter { $0.features.layers.allSatisfy(layers.contains) }.sorted { $0.name < $1.name }
    }

    private static func require(_ teacher: Model, speaksAs model: Model) throws(TrainingError) {
        let (theirs, ours) = (teacher.encoder.configuration.hiddenSize, model.encoder.configuration.hiddenSize)
        guard theirs == ours, teacher.tokenizer.vocabulary.pieces == model.tokenizer.vocabulary.pieces else {
            throw .model(reason: "the teacher's vectors are \(theirs) wide and the model's \(ours), or their vocabularies differ")
        }
    }

    private init(
        _ name: String, _ objective: any TrainingObjective, on files: [LabelledLines<PlainText>], tokenizer: Tokenizer, options: EncoderTraining,
        settings: Settings, making make: @escaping @Sendable ([String], inout RandomSource) -> [TrainingExample]
    ) throws(TrainingError) {
        var sources: [Source] = []
        for (number, file) in files.enumerated() {
            let examples = ShuffledExamples(file, seed: settings.seed(options, file: number), capacity: options.shuffle) { data, random throws(TrainingError) in
                make(data.lines.map(\.gold.text), &random)
            }
            sources.append(Source(examples: examples, tokens: try file.tokenCount(tokenizer)))
        }
        self.init(
            name: name, weight: settings.weight, share: settings.share, sources: sources, objective: objective, dev: nil, warnings: files.flatMap(\.warnings))
    }
}

/// A text without labels, one a line: `{"text": …}`; other fields are passed over.
public struct PlainText: Codable, Sendable, Equatable {
    public var text: String

    public init(text: String) { self.text = text }
}

extension LabelledLines<PlainText> {
    /// Tokens of all lines, `[CLS]` and `[SEP]` included.
    ///
    /// - Throws: `TrainingError.malformed`, `.noExamples`.
    fileprivate func tokenCount(_ tokenizer: Tokenizer) throws(TrainingError) -> Int {
        var count = 0
        try forEach { count += tokenizer.tokens(of: $0.gold.text.splitAtSpaces().map(String.init)).count + 2 }
        guard count > 0 else { throw .noExamples(file: name) }
        return count
    }
}
