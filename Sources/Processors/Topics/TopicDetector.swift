public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordEncoder
internal import AfterwordTranscripts
internal import Foundation

/// Says which topics of the IAB Content Taxonomy a transcript is about, part by part and as a whole.
///
///     let result = try Pipeline(model: model, processors: [Punctuator(model), TopicDetector(model)]).annotate(transcript)
///     print(result[Topics.self]?.summary ?? [:])
///
/// Topics that the training data knows are the head's. The others are known by their names: how near the name lies to what
/// is said, and whether the head finds the topic above it fitting.
public struct TopicDetector: TrainableProcessor {
    public typealias Output = Topics

    public static var requires: [any Annotation.Type] { [Punctuation.self] }

    public var head: Head
    /// Unit vectors of the topics' names as a head's weight, on the last layer; nil to give the head's topics only.
    public var descriptions: Head?
    /// Whether topics go by their names in version 3.1 of the taxonomy.
    public var usesVersion31 = false

    public init(head: Head, descriptions: Head? = nil) {
        self.head = head
        self.descriptions = descriptions
    }

    /// With the heads `topics` and `topics-descriptions` of a model.
    ///
    /// - Throws: `ModelError.headMissing`.
    public init(_ model: Model) throws(ModelError) { self.init(head: try model.head(Topics.key), descriptions: model.heads[Self.descriptionsName]) }

    /// The head that holds the vectors of all topics' names.
    public static let descriptionsName = "topics-descriptions"
    private static let wordsPerSegment = 100
    /// Rare topics have thresholds fitted on a handful of texts; lower ones than this are not believed.
    private static let leastThreshold: Float = 0.26
    /// Above this few texts would be given the topic at all.
    private static let highestThreshold: Float = 0.84

    public var layers: Set<Int> { Set(head.features.layers).union(descriptions?.features.layers ?? []) }

    public func spans(in document: Document) -> [Range<Int>] {
        document.annotations[Punctuation.self].map { Segments.ranges(in: document, of: $0, words: Self.wordsPerSegment) } ?? []
    }

    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) throws -> Topics {
        guard let group = head.groups.first, group.kind == .independent else {
            throw ProcessorError.labels(head: head.name, expected: ["one group of independent topics"], found: head.groups.map(\.name))
        }
        let known = head.probabilities(logits)
        var labels = group.labels
        var relevance = spans.indices.map { row in zip(known[row: row], group.thresholds).map(Self.leveled) }
        if let descriptions, let states = document.states {
            guard descriptions.layers.count == 1, descriptions.features.offsets == [0], descriptions.features.layers.count == 1, let layer = descriptions.features.layers.first else {
                throw ProcessorError.labels(head: descriptions.name, expected: ["one vector a topic, on one layer"], found: ["layers \(descriptions.features.layers)"])
            }
            let places = Dictionary(labels.enumerated().map { ($1, $0) }) { first, _ in first }
            let cosines = TopicVectors(descriptions.layers[0].weight, layer: layer).cosines(states, spans: spans)
            for (column, path) in descriptions.groups.flatMap(\.labels).enumerated() where places[path] == nil {
                labels.append(path)
                let above = path.lastIndex(of: ">").flatMap { places[String(path[..<$0])] }
                for row in spans.indices { relevance[row].append(Self.named(cosines[row, column], above: above.map { known[row, $0] })) }
            }
        }
        if usesVersion31 { labels = labels.map(Taxonomy.iab.pathInVersion31) }
        return Topics(relevance, labels: labels, spans: spans, in: document)
    }

    /// A probability on a scale where every topic is given from one half on, whatever its own threshold: the log-odds less the threshold's.
    private static func leveled(_ probability: Float, threshold: Float) -> Float {
        let threshold = min(max(threshold, leastThreshold), highestThreshold)
        let holds = probability * (1 - threshold), fails = (1 - probability) * threshold
        return holds / (holds + fails)
    }

    /// The relevance of a topic known by its name only, from how near that lies and how likely the topic above it is. It is seldom right and has
    /// no threshold, so it is not raised to the scale of the others: by one, all talk about software was about data storage, augmented reality and the like.
    ///
    /// `p` is on the scale of the built-in head, whose log-odds are divided by 1.33, and so are the limits above.
    ///
    /// By logistic regression on 8,991 dev texts packed as in training, with 202 topics that the head knows in place of those it does not: its average
    /// precision over all pairs is 12.8 %, the cosine's alone 8.6 %.
    private static func named(_ cosine: Float, above: Float?) -> Float {
        let p = min(max(above ?? 0.07, 1e-3), 1 - 1e-3)
        let logit = 9 * cosine + 0.48 * logf(p / (1 - p)) - 4.06
        return 1 / (1 + expf(-logit))
    }

    /// The head of all topics' names, for a model's encoder: computed once, when a model is built.
    public static func describe(_ taxonomy: Taxonomy = .iab, with model: Model, threads: Int = 1) -> Head {
        let vectors = TopicVectors.embeddings(of: taxonomy.topics.map(\.text), model: model, threads: threads)
        var head = Head(
            untrained: descriptionsName, groups: [LabelGroup(name: "topics", kind: .independent, labels: taxonomy.topics.map(\.path))],
            features: SpanFeatures(layers: [model.encoder.configuration.layerCount]), for: model.encoder)
        head.layers[0].weight = vectors
        return head
    }
}

extension TopicDetector {
    /// A text and the paths of its topics; none for small talk.
    public struct Gold: Codable, Sendable, Equatable, LabelledText, RewritableGold {
        public var text: String
        public var labels: [String]
        /// Other texts that are said after it. Without them it is learnt in the midst of the file's other texts; with none of them, alone.
        public var parts: [Gold]?

        public init(text: String, labels: [String]) { (self.text, self.labels) = (text, labels) }

        var alone: Gold { Gold(text: text, labels: labels) }
    }

    public static func gather(_ lines: [Gold]) -> [Gold] { Gold.packed(lines) }

    /// Each text as one segment.
    public func sample(_ gold: Gold) -> Sample { Sample(apart: gold.all.map(\.text)) }

    /// A text is about its topics and all above them. Topics that the head does not know are left out, those of no taxonomy refused.
    ///
    /// - Throws: `UnknownLabel`.
    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) throws -> Matrix {
        guard let group = head.groups.first else { return Matrix(rows: spans.count, columns: 0) }
        let places = Dictionary(uniqueKeysWithValues: group.labels.enumerated().map { ($1, $0) })
        let rows = try gold.all.map { part in
            var row = [Float](repeating: 0, count: group.labels.count)
            for label in part.labels {
                if places[label] == nil { _ = try Taxonomy.iab.index(of: label) }
                for path in Taxonomy.lineage(of: label) { if let place = places[path] { row[place] = 1 } }
            }
            return row
        }
        precondition(rows.count == spans.count, "each text is one segment")
        return Matrix(rows: spans.count, columns: group.labels.count, values: rows.flatMap(\.self))
    }
}
