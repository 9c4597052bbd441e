public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordTranscripts
internal import AfterwordEncoder

/// Gives texts the labels you teach it: intent, sentiment, language register, anything.
///
///     let blank = TextClassifier("intent", labels: ["question", "order", "complaint"], model: model)
///     let (intent, report) = try HeadTraining(seed: 1).run(blank, train: train, dev: dev, model: model)
///     let result = try Pipeline(model: model, processors: [intent]).annotate(transcript)
///     print(result[Classification.self, named: "intent"]?.labels ?? [])
///
/// A labelled line is `{"text": …, "label": …}`, or `{"text": …, "labels": […], "known": […]}` where labels do not exclude
/// each other; of labels outside `known` nothing is known.
public struct TextClassifier: TrainableProcessor {
    public typealias Output = Classification

    public var head: Head

    /// A classifier from a head that was trained before.
    public init(head: Head) { self.head = head }

    /// A classifier to be trained.
    ///
    /// It reads the last layer and one two thirds up: together they know more than either.
    /// - Parameter kind: whether exactly one label holds, or any number.
    public init(_ name: String, labels: [String], kind: LabelGroup.Kind = .exclusive, model: Model) {
        let depth = model.encoder.configuration.layerCount
        head = Head(
            untrained: name, groups: [LabelGroup(name: name, kind: kind, labels: labels)],
            features: SpanFeatures(layers: Set([depth * 2 / 3, depth]).sorted()), for: model.encoder)
    }

    public var key: String { head.name }

    /// The whole transcript, then each speaker's turns if there are several.
    public func spans(in document: Document) -> [Range<Int>] {
        let turns = document.transcript.utterances.map(\.words)
        return [0..<document.transcript.words.count] + (turns.count > 1 ? turns : [])
    }

    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) -> Classification {
        let probabilities = head.probabilities(logits)
        let labels = spans.indices.map { self.labels(probabilities, row: $0) }
        return Classification(labels: labels[0], segments: zip(spans, labels).dropFirst().map { span, labels in
            Classification.Segment(words: span, start: document.start(of: span), end: document.end(of: span), labels: labels)
        })
    }

    private func labels(_ probabilities: Matrix, row: Int) -> [Classification.Label] {
        let group = head.groups[0]
        let all = zip(group.labels, probabilities[row: row]).map { Classification.Label(label: $0, confidence: $1) }
        let held = switch group.kind {
        case .exclusive: Array(all.sorted { $0.confidence > $1.confidence }.prefix(1))
        case .independent: zip(all, group.thresholds).filter { $0.confidence >= $1 }.map(\.0).sorted { $0.confidence > $1.confidence }
        }
        return held
    }
}

extension TextClassifier {
    /// One labelled text.
    public struct Gold: Codable, Sendable, Equatable, RewritableGold {
        public var text: String
        public var label: String?
        public var labels: [String]?
        public var known: [String]?

        public init(text: String, label: String? = nil, labels: [String]? = nil, known: [String]? = nil) {
            (self.text, self.label, self.labels, self.known) = (text, label, labels, known)
        }

        public func rewritingTexts(_ rewrite: (String) -> RewrittenText) -> Gold { Gold(text: rewrite(text).text, label: label, labels: labels, known: known) }
    }

    public func sample(_ gold: Gold) -> Sample { Sample(Transcript(text: gold.text)) }

    /// - Throws: `UnknownLabel`.
    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) throws -> Matrix {
        let group = head.groups[0]
        let given = try (gold.labels ?? gold.label.map { [$0] } ?? []).map(group.index)
        let known = try gold.known.map { try $0.map(group.index) }
        var row = [Float](repeating: known == nil ? 0 : .nan, count: group.labels.count)
        for index in known ?? [] { row[index] = 0 }
        for index in given { row[index] = 1 }
        if group.kind == .exclusive, given.count != 1 { row = row.map { _ in .nan } }
        return Matrix(rows: spans.count, columns: row.count, values: spans.flatMap { _ in row })
    }

    /// The labels that a data set uses, in alphabetical order.
    public static func labels(in golds: some Sequence<Gold>) -> [String] {
        Set(golds.flatMap { ($0.labels ?? []) + ($0.label.map { [$0] } ?? []) }).sorted()
    }
}
