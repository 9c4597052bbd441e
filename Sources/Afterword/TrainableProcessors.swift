public import AfterwordHeads
public import AfterwordPipeline
internal import AfterwordProcessors
public import AfterwordTraining
internal import AfterwordEncoder

extension StandardProcessors {
    /// What a head reads and how wide its hidden layer is.
    public struct HeadShape: Sendable, Equatable {
        public var features: SpanFeatures
        /// 0 for none.
        public var hidden: Int
    }

    /// The shape that did best for a processor on dev data; for a name of one's own, a linear head on two layers.
    public static func shape(of name: String, in model: Model) -> HeadShape {
        let depth = model.encoder.configuration.layerCount
        return switch name {
        case Punctuation.key: HeadShape(features: SpanFeatures(layers: [depth / 2], offsets: [-1, 0, 1, 2]), hidden: 256)
        case Summary.key, Chapters.key: HeadShape(features: SpanFeatures(layers: Set([depth * 2 / 3, depth]).sorted(), offsets: [-1, 0, 1]), hidden: 0)
        case Moderation.key, Moderator.Part.tone.name, Moderator.Part.subject.name:
            HeadShape(features: SpanFeatures(layers: Set([depth / 3, depth * 2 / 3, depth]).sorted()), hidden: 256)
        case TitleChooser.name: HeadShape(features: SpanFeatures(layers: Set([depth * 2 / 3, depth]).sorted()), hidden: 32)
        case Topics.key: HeadShape(features: SpanFeatures(layers: Set([depth * 2 / 3, depth]).sorted()), hidden: 256)
        default: HeadShape(features: SpanFeatures(layers: Set([depth * 2 / 3, depth]).sorted()), hidden: 0)
        }
    }

    /// Whether a processor to be trained may be called so: a head's name that `--processors a,b` can hold and no other field of a result has.
    public static func isName(_ name: String) -> Bool {
        let isTaken = ["id", "afterword", "source", "text", "words", "errors", "error", TopicMatcher.key, TopicDetector.descriptionsName].contains(name)
        return Head.isName(name) && !isTaken && !name.contains(",") && name.first?.isWhitespace == false && name.last?.isWhitespace == false
    }

    /// A processor to be trained; for a name of one's own, a classifier of the labels that the data uses.
    ///
    /// - Parameter dataFiles: paths of labelled data; together they have every label.
    /// - Throws: `TrainingError` when labels have to be read from the data and cannot.
    public static func untrained(
        _ name: String, shape: HeadShape, model: Model, dataFiles: [String]
    ) throws(TrainingError) -> any TrainableProcessor {
        func head(_ groups: [LabelGroup]) -> Head {
            Head(untrained: name, groups: groups, features: shape.features, hidden: shape.hidden, for: model.encoder)
        }
        switch name {
        case Punctuation.key:
            var styles: Set<Punctuation.Style> = []
            for file in dataFiles { try LabelledLines<StyledLine>(contentsOf: file).forEach { styles.insert($0.gold.style ?? .standard) } }
            return Punctuator(head: head(Punctuator.groups(for: styles)))
        case Topics.key:
            var used: Set<String> = []
            for file in dataFiles { try LabelledLines<TopicDetector.Gold>(contentsOf: file).forEach { used.formUnion($0.gold.labels) } }
            let paths = Taxonomy.iab.topics.map(\.path).filter(used.contains)
            return TopicDetector(head: head([LabelGroup(name: name, kind: .independent, labels: paths)]))
        case Moderation.key: return Moderator(head: head(Moderator.groups))
        case Moderator.Part.tone.name: return Moderator(head: head(Moderator.Part.tone.groups))
        case Moderator.Part.subject.name: return Moderator(head: head(Moderator.Part.subject.groups))
        case Summary.key: return Summarizer(head: head(Summarizer.groups))
        case Chapters.key: return ChapterMaker(head: head(ChapterMaker.groups))
        case TitleChooser.name: return TitleChooser(head: head(TitleChooser.groups))
        default:
            var labels: Set<String> = [], isExclusive = true
            for file in dataFiles {
                try LabelledLines<TextClassifier.Gold>(contentsOf: file).forEach { line in
                    labels.formUnion(TextClassifier.labels(in: CollectionOfOne(line.gold)))
                    if line.gold.labels != nil { isExclusive = false }
                }
            }
            return TextClassifier(head: head([LabelGroup(name: name, kind: isExclusive ? .exclusive : .independent, labels: labels.sorted())]))
        }
    }

    /// What a line of written speech says about its style.
    private struct StyledLine: Codable, Sendable { var style: Punctuation.Style? }

    /// A processor with the head that a model has for it.
    ///
    /// - Throws: `ModelError.headMissing`.
    public static func trained(_ name: String, model: Model) throws(ModelError) -> any TrainableProcessor {
        switch name {
        case Punctuation.key: try Punctuator(model)
        case Topics.key: try TopicDetector(model)
        case Moderation.key: try Moderator(model)
        case Moderator.Part.tone.name, Moderator.Part.subject.name: Moderator(head: try model.head(name))
        case Summary.key: try Summarizer(model)
        case Chapters.key: try ChapterMaker(model)
        case TitleChooser.name: TitleChooser(head: try model.head(name))
        default: TextClassifier(head: try model.head(name))
        }
    }

    /// The heads that go with a trained one and need no training: for topics, the vectors of all their names.
    public static func companions(of name: String, model: Model, threads: Int = 1) -> [Head] {
        name == Topics.key ? [TopicDetector.describe(with: model, threads: threads)] : []
    }
}
