public import AfterwordPipeline
public import AfterwordProcessors

/// The processors that come with Afterword, by name, with what each is asked for.
///
///     var processors = StandardProcessors()
///     processors.punctuation.spellings = ["McDonald"]
///     let pipeline = try processors.pipeline(of: ["punctuation"], model: model).pipeline
public struct StandardProcessors: Sendable {
    public var punctuation = Punctuator.Options()
    /// Topics by their names in version 3.1 of the IAB taxonomy, not 2.2.
    public var usesTaxonomy31 = false
    /// Topics of one's own, in any words; with some, results have `custom_topics`.
    public var customTopics: [String] = []
    /// The least confidence at which a moderation label is given, 0…1.
    public var minimumModerationConfidence: Float = 0.5
    /// How long the summary's paragraph may be.
    public var summaryBudget = Budget.words(120)

    public init() {}

    /// The names of all, in the order in which a result is read.
    public static let names = [Punctuation.key, Topics.key, Moderation.key, Summary.key, Chapters.key]

    /// Why a pipeline could not be made of names.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unknown(name: String, available: [String])
        /// The model's head was not trained in the style of punctuation asked for.
        case style(Punctuation.Style, known: [Punctuation.Style])

        public var description: String {
            switch self {
            case .unknown(let name, let available): "no processor is called \"\(name)\"; there are \(available.joined(separator: ", "))"
            case .style(let style, let known):
                "this model was not trained in the style \(style.rawValue); it knows \(known.map(\.rawValue).joined(separator: ", "))"
            }
        }
    }

    /// A pipeline of processors by name: the standard ones, and a text classifier for every other head of the model.
    ///
    /// What they need is added to them; `added` are the keys of annotations that nobody asked for.
    /// - Parameter names: all that the model has heads for, if nil.
    /// - Throws: `Failure`, or `ModelError.headMissing` for a processor whose head the model lacks.
    public func pipeline(of names: [String]? = nil, model: Model, threads: Int = 1) throws -> (pipeline: Pipeline, added: Set<String>) {
        let available = Self.available(in: model)
        let asked = names ?? available
        var processors: [any Processor] = [], made: Set<String> = [], added: Set<String> = []
        func add(_ name: String, asked: Bool) throws {
            guard made.insert(name).inserted else { return }
            if !asked { added.insert(name) }
            let processor = try make(name, model: model, threads: threads)
            for need in type(of: processor).requires { try add(need.key, asked: false) }
            processors.append(processor)
        }
        for name in asked { try add(name, asked: true) }
        if !customTopics.isEmpty { try add(TopicMatcher.key, asked: true) }
        added.subtract(asked)
        return (try Pipeline(model: model, processors: processors, threads: threads), added)
    }

    /// The names of what a model can do.
    public static func available(in model: Model) -> [String] {
        names.filter { $0 == Moderation.key ? Moderator.isTrained(in: model) : model.heads[$0] != nil } + model.heads.keys.filter { !names.contains($0) && !helpers.contains($0) }.sorted()
    }

    /// Heads that are part of another head's processor.
    private static let helpers: Set<String> = Set([TopicDetector.descriptionsName, TitleChooser.name] + Moderator.Part.allCases.map(\.name))

    private func make(_ name: String, model: Model, threads: Int) throws -> any Processor {
        switch name {
        case Punctuation.key:
            let punctuator = try Punctuator(model, options: punctuation)
            guard punctuation.style == .standard || punctuator.styles.contains(punctuation.style) else {
                throw Failure.style(punctuation.style, known: punctuator.styles)
            }
            return punctuator
        case Topics.key:
            var detector = try TopicDetector(model)
            detector.usesVersion31 = usesTaxonomy31
            return detector
        case TopicMatcher.key where !customTopics.isEmpty: return TopicMatcher(customTopics, model: model, threads: threads)
        case Moderation.key: return try Moderator(model, minimumConfidence: minimumModerationConfidence)
        case Summary.key: return try Summarizer(model, paragraph: summaryBudget)
        case Chapters.key: return try ChapterMaker(model)
        default:
            let available = Self.available(in: model)
            guard let head = model.heads[name], available.contains(name) else { throw Failure.unknown(name: name, available: available) }
            return TextClassifier(head: head)
        }
    }
}

extension Pipeline {
    /// All that a model has heads for, as they come.
    ///
    /// - Throws: `PipelineError`, `ModelError`.
    public static func standard(model: Model, threads: Int = 1) throws -> Pipeline {
        try StandardProcessors().pipeline(model: model, threads: threads).pipeline
    }
}
