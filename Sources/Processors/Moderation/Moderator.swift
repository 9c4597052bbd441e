internal import AfterwordEncoder
public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// Finds what should be moderated, with how sure it is, how grave it is, and which words caused it.
///
///     let result = try Pipeline(model: model, processors: [Punctuator(model), Moderator(model)]).annotate(transcript)
///     for found in result[Moderation.self]?.results ?? [] { print(found.start ?? 0, found.labels.map(\.label)) }
///
/// Profanity is what the lexicon says, word by word, and a slur of the lexicon is hate at least as likely as not; the other labels are
/// the head's, over stretches of one or a few sentences.
public struct Moderator: TrainableProcessor {
    public typealias Output = Moderation

    public static var requires: [any Annotation.Type] { [Punctuation.self] }

    public var head: Head
    public var lexicon: ProfanityLexicon
    /// A label holds where its confidence reaches its own threshold and this.
    public var minimumConfidence: Float

    public init(head: Head, lexicon: ProfanityLexicon = .english, minimumConfidence: Float = 0.5) {
        self.head = head
        self.lexicon = lexicon
        self.minimumConfidence = minimumConfidence
    }

    /// With the head `moderation` of a model, or else with its heads of tone and subject.
    ///
    /// - Throws: `ModelError.headMissing`.
    public init(_ model: Model, lexicon: ProfanityLexicon = .english, minimumConfidence: Float = 0.5) throws(ModelError) {
        self.init(head: try Self.head(of: model), lexicon: lexicon, minimumConfidence: minimumConfidence)
    }

    private static func head(of model: Model) throws(ModelError) -> Head {
        if model.heads[Moderation.key] == nil, let joined = Head(joining: parts(in: model), name: Moderation.key) { return joined }
        return try model.head(Moderation.key)
    }

    /// The heads of tone and subject, where a model has both and they go together.
    private static func parts(in model: Model) -> [Head] {
        let parts = Part.allCases.compactMap { model.heads[$0.name] }
        return parts.count == Part.allCases.count && Head.canJoin(parts) ? parts : []
    }

    /// Labels that are learnt together, in a head of their own: what is said and how it is said have little in common.
    public enum Part: String, Sendable, CaseIterable {
        /// How something is said: toxic, insult, threat, hate_speech, profanity.
        case tone
        /// What it is about: every other label.
        case subject

        /// What its head is called: `moderation-tone`.
        public var name: String { "\(Moderation.key)-\(rawValue)" }

        /// The labels its head is made with.
        public var groups: [LabelGroup] {
            let tone: Set<String> = ["toxic", "insult", "threat", "hate_speech", "profanity"]
            let labels = ModerationLabel.all.map(\.name).filter { tone.contains($0) == (self == .tone) }
            return [LabelGroup(name: rawValue, kind: .independent, labels: labels)]
        }
    }

    /// Whether a model has what this processor needs.
    public static func isTrained(in model: Model) -> Bool { model.heads[Moderation.key] != nil || !parts(in: model).isEmpty }

    /// The labels a new head for this processor is made with, if one head is to know all.
    public static let groups = [LabelGroup(name: "moderation", kind: .independent, labels: ModerationLabel.all.map(\.name))]

    private static let wordsPerSegment = 40
    /// "Sure." and "Yeah, okay." are about nothing, whatever the head makes of them.
    private static let leastWords = 4
    fileprivate static let profanity = "profanity"
    fileprivate static let hate = "hate_speech"

    /// Sentences, the short ones joined, never across speakers.
    public func spans(in document: Document) -> [Range<Int>] {
        document.annotations[Punctuation.self].map { Segments.ranges(in: document, of: $0, words: Self.wordsPerSegment) } ?? []
    }

    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) throws -> Moderation {
        let group = try group()
        let probabilities = head.probabilities(logits)
        let display = document.annotations[Punctuation.self]?.display ?? document.transcript.words.map(\.text)
        var highest = [Float](repeating: 0, count: group.labels.count)
        var results: [Moderation.Result] = [], severities: [String: [Severity: Int]] = [:]
        for (row, span) in spans.enumerated() {
            let texts = document.transcript.words[span].map(\.text)
            let hits = lexicon.hits(in: texts) // a phrase ends where its stretch does
            let isSaying = span.count { !document.tokens[word: $0].isEmpty } >= Self.leastWords
            var labels: [Moderation.Label] = []
            for (column, name) in group.labels.enumerated() {
                let found = Finding(of: name, hits: hits, head: isSaying ? probabilities[row, column] : 0, threshold: group.thresholds[column])
                let confidence = found.confidence
                if isSaying || found.hit != nil { highest[column] = max(highest[column], confidence) }
                guard confidence >= max(found.threshold, minimumConfidence) else { continue }
                let cause = found.hit.map { span.lowerBound + $0.words.lowerBound..<span.lowerBound + $0.words.upperBound } ?? cause(of: column, in: span, of: document)
                let severity = severity(of: name, hits: hits, words: texts)
                if let severity { severities[name, default: [:]][severity, default: 0] += 1 }
                labels.append(Moderation.Label(label: name, confidence: confidence.score, severity: severity, cause: cause))
            }
            guard !labels.isEmpty else { continue }
            results.append(Moderation.Result(
                words: span, start: document.start(of: span), end: document.end(of: span), text: display[span].joined(separator: " "),
                labels: labels.sorted { ($1.confidence, $0.label) < ($0.confidence, $1.label) }))
        }
        return Moderation(
            results: results, summary: Dictionary(uniqueKeysWithValues: zip(group.labels, highest.map(\.score))),
            severitySummary: severities.mapValues(Self.shares))
    }

    /// All the head's labels, which are among the known ones.
    private func group() throws(ProcessorError) -> LabelGroup {
        let known = ModerationLabel.all.map(\.name), found = head.groups.flatMap(\.labels)
        guard !found.isEmpty, head.groups.allSatisfy({ $0.kind == .independent }), Set(found).isSubset(of: known), Set(found).count == found.count else {
            throw .labels(head: head.name, expected: known, found: found)
        }
        return LabelGroup(name: head.name, kind: .independent, labels: found, thresholds: head.groups.flatMap(\.thresholds))
    }

    private func severity(of label: String, hits: [ProfanityLexicon.Hit], words: [String]) -> Severity? {
        guard ModerationLabel.all.first(where: { $0.name == label })?.hasSeverity == true else { return nil }
        let profane = hits.map(\.severity).max()
        switch label {
        case Self.profanity: return profane ?? .low
        case Self.hate: return profane == .high ? .high : max(.medium, SeverityCues.severity(of: words))
        default: return SeverityCues.severity(of: words)
        }
    }

    /// What part of the stretches each severity has, in ten-thousandths that add up to one: the difference of rounded running sums.
    private static func shares(_ counts: [Severity: Int]) -> [Severity: Double] {
        let total = counts.values.reduce(0, +)
        var (sum, before) = (0, 0)
        return Dictionary(uniqueKeysWithValues: Severity.allCases.map { severity in
            sum += counts[severity] ?? 0
            let share = Int((Double(sum * 10_000) / Double(total)).rounded()) - before
            before += share
            return (severity, Double(share) / 10_000)
        })
    }

    /// The word that adds most to a label's logit, with neighbours that add at least half as much.
    private func cause(of label: Int, in span: Range<Int>, of document: Document) -> Range<Int> {
        guard let states = document.states else { return span }
        let features = head.features.matrix(states, spans: [span], range: 0..<1)
        let gradient = head.gradient(of: label, at: features[row: 0])
        let words = SpanFeatures(layers: head.features.layers)
        let matrix = words.matrix(states, spans: span.map { $0..<$0 + 1 }, range: 0..<span.count)
        let offset = (head.features.offsets.firstIndex(of: 0) ?? 0) * matrix.columns // the segment's own states
        let shares = span.indices.map { index in
            zip(matrix[row: index - span.lowerBound], gradient[offset...]).reduce(Float(0)) { $0 + $1.0 * $1.1 } * Float(document.tokens[word: index].count)
        }
        guard let peak = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[peak] > 0 else { return span }
        var (first, last) = (peak, peak)
        while first > 0, last - first < Self.longestCause - 1, shares[first - 1] >= shares[peak] / 2 { first -= 1 }
        while last + 1 < shares.count, last - first < Self.longestCause - 1, shares[last + 1] >= shares[peak] / 2 { last += 1 }
        return span.lowerBound + first..<span.lowerBound + last + 1
    }

    private static let longestCause = 4
}

/// How sure a label is in a stretch, by the head and the lexicon.
private struct Finding {
    var confidence: Float
    /// The head's own threshold counts for what the head says.
    var threshold: Float = 0
    /// The lexicon's words that it is sure by.
    var hit: ProfanityLexicon.Hit?

    init(of label: String, hits: [ProfanityLexicon.Hit], head: Float, threshold: Float) {
        switch label {
        case Moderator.profanity:
            hit = hits.first { hit in hits.allSatisfy { $0.severity <= hit.severity } } // the gravest
            confidence = switch hit?.severity {
            case .high: 1
            case .medium: 0.95
            case .low: 0.8
            case nil: min(head, 0.49) // the head alone is never sure enough
            }
        case Moderator.hate where head < threshold && hits.contains(where: \.isSlur):
            hit = hits.first(where: \.isSlur)
            confidence = max(head, 0.6)
        default: (confidence, self.threshold) = (head, threshold)
        }
    }
}

extension Moderator {
    /// A labelled text; of labels outside `known` nothing is known.
    public struct Gold: Codable, Sendable, Equatable, LabelledText, RewritableGold {
        public var text: String
        public var labels: [String]
        public var known: [String]?
        /// Other texts that are said after it.
        public var parts: [Gold]?

        public init(text: String, labels: [String], known: [String]? = nil) {
            (self.text, self.labels, self.known) = (text, labels, known)
        }

        var alone: Gold { Gold(text: text, labels: labels, known: known) }
    }

    public static func gather(_ lines: [Gold]) -> [Gold] { Gold.packed(lines) }

    /// Each text as one segment.
    public func sample(_ gold: Gold) -> Sample { Sample(apart: gold.all.map(\.text)) }

    /// Labels that another head of moderation decides about are passed over.
    ///
    /// - Throws: `UnknownLabel`.
    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) throws -> Matrix {
        let group = try group()
        let others = Set(ModerationLabel.all.map(\.name)).subtracting(group.labels)
        func index(_ label: String) throws(UnknownLabel) -> Int? {
            let name = ModerationLabel.folded[label] ?? label
            return others.contains(name) ? nil : try group.index(of: name)
        }
        let rows = try gold.all.map { part in
            var row = [Float](repeating: part.known == nil ? 0 : .nan, count: group.labels.count)
            for label in part.known ?? [] where ModerationLabel.folded[label] == nil { if let index = try index(label) { row[index] = 0 } }
            for label in part.labels { if let index = try index(label) { row[index] = 1 } }
            return row
        }
        precondition(rows.count == spans.count, "each text is one segment")
        return Matrix(rows: spans.count, columns: group.labels.count, values: rows.flatMap(\.self))
    }
}
