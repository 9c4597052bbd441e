internal import AfterwordEncoder
public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import Foundation
internal import AfterwordTranscripts

/// Cuts a transcript into chapters, each with a title, a gist and a short summary.
///
///     let maker = try ChapterMaker(model, shortest: 150)
///     let result = try Pipeline(model: model, processors: [Punctuator(model), maker]).annotate(transcript)
///     for chapter in result[Chapters.self]?.chapters ?? [] { print(chapter.start ?? 0, chapter.headline) }
public struct ChapterMaker: TrainableProcessor {
    public static var requires: [any Annotation.Type] { [Punctuation.self] }

    public var head: Head
    /// Says which phrases titles are made of; nil to go by how often they are said.
    public var titles: Head?
    /// Words that a chapter has at least in a talk of up to a thousand; longer talks ask for more, by the square root of their length.
    public var shortest: Int
    /// Added to each boundary's log-odds: more makes more chapters, less makes fewer.
    public var bias: Double
    /// How long each chapter's summary may be.
    public var summary: Budget

    /// Log-odds that one standard deviation of depth is worth.
    private static let depthWeight = 0.5
    /// Log-odds that a boundary loses each time a talk is e times as long: chapters of a long talk are longer.
    private static let lengthening = 0.4
    /// Log-odds that a boundary loses within a turn, where speakers are known: whoever leads a talk opens the next subject when it is their turn. In talks
    /// two boundaries in five stand where a turn begins, as one sentence in six does; in meetings, all of them.
    private static let insideTurn = 1.0
    /// What it loses when it is moved to where a turn begins, at most so many words away.
    private static let toTurn = 0.3, nearTurn = 25
    /// Words of a talk whose chapters are as short as the head found them.
    private static let shortTalk = 1000.0
    /// Words that a chapter may have at no cost for each square root of a talk's: 1,700 in an hour.
    private static let comfort = 15.0
    /// Log-odds that a chapter loses each time it is as long again.
    private static let overlong = 2.0

    public init(head: Head, titles: Head? = nil, shortest: Int = 60, bias: Double = 0, summary: Budget = .words(60)) {
        self.head = head
        self.titles = titles
        self.shortest = shortest
        self.bias = bias
        self.summary = summary
    }

    /// With the heads `chapters` and, where it has one, `titles` of a model.
    ///
    /// - Throws: `ModelError.headMissing`.
    public init(_ model: Model, shortest: Int = 60, bias: Double = 0, summary: Budget = .words(60)) throws(ModelError) {
        self.init(head: try model.head(Chapters.key), titles: model.heads[TitleChooser.name], shortest: shortest, bias: bias, summary: summary)
    }

    /// The labels a new head for this processor is made with.
    public static let groups = [LabelGroup(name: "boundary", kind: .independent, labels: ["boundary"])]

    public var layers: Set<Int> { Set(head.features.layers).union(titles?.features.layers ?? []) }

    public func spans(in document: Document) -> [Range<Int>] { document.units.spans }

    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) -> Chapters {
        guard let last = spans.indices.last else { return Chapters([]) }
        let digest = Digest(document)
        let boundaries = Boundaries(
            scores: scores(logits, of: spans, in: document), positions: spans.map(\.lowerBound) + [spans[last].upperBound],
            shortest: Int(min(Double(shortest) * Self.excess(of: spans).squareRoot(), Double(Int32.max))),
            comfortable: Self.comfort * Double(spans[last].upperBound).squareRoot(), overlong: Self.overlong)
        let ranges = zip([0] + boundaries.units, boundaries.units + [spans.count]).map { $0..<$1 }
        return Chapters(zip(ranges, headlines(of: ranges, digest, document)).map { range, headline in
            let words = spans[range.lowerBound].lowerBound..<spans[range.upperBound - 1].upperBound
            return Chapters.Chapter(
                headline: headline.text, gist: digest.gist(of: range, about: headline.terms)?.text ?? "", summary: digest.paragraph(of: range, in: summary).map(\.text).joined(separator: " "),
                words: words, start: document.start(of: words), end: document.end(of: words))
        })
    }

    /// What a document's chapters are called where they begin at these units, beside the first.
    package func headlines(of document: Document, startingAt starts: [Int]) -> [String] {
        let digest = Digest(document), count = digest.units.spans.count
        return count == 0 ? [] : headlines(of: zip([0] + starts, starts + [count]).map { $0..<$1 }, digest, document).map(\.text)
    }

    private func headlines(of chapters: [Range<Int>], _ digest: Digest, _ document: Document) -> [Headline] {
        Headline.apart(TitleCandidates(chapters, digest).chosen(by: titles, document.states), chapters, digest)
    }

    /// What is gained by beginning a chapter at each unit: how far the head's log-odds are above its threshold, and how deep the
    /// cohesion falls there, less what a boundary costs in a long talk.
    private func scores(_ logits: Matrix, of spans: [Range<Int>], in document: Document) -> [Double] {
        let layer = head.features.layers.max() ?? 0
        let depths = document.states.map { Cohesion($0, layer: layer, spans: spans).depths } ?? [Double](repeating: 0, count: spans.count)
        let threshold = min(max(Double(head.groups[0].thresholds[0]), 1e-6), 1 - 1e-6)
        let origin = log(threshold / (1 - threshold))
        let prior = -Self.lengthening * log(Self.excess(of: spans))
        let scores = spans.indices.map { Double(logits[$0, 0]) - origin + Self.depthWeight * depths[$0] + prior + bias }
        return Self.moved(scores, of: spans, toTurnsOf: document.transcript.words)
    }

    /// Scores that favour units which begin a turn, as they are where one speaker or nobody is known to speak.
    private static func moved(_ scores: [Double], of spans: [Range<Int>], toTurnsOf words: [Word]) -> [Double] {
        let begins = spans.map { $0.lowerBound > 0 && words[$0.lowerBound].speaker != words[$0.lowerBound - 1].speaker }
        guard begins.contains(true) else { return scores }
        return spans.indices.map { unit in
            guard begins[unit] else { return scores[unit] - insideTurn }
            func isNear(_ other: Int) -> Bool { abs(spans[other].lowerBound - spans[unit].lowerBound) <= nearTurn }
            let near = [Array(spans[..<unit].indices.reversed().prefix(while: isNear)), Array(spans[(unit + 1)...].indices.prefix(while: isNear))].joined()
            return near.reduce(scores[unit]) { begins[$1] ? $0 : max($0, scores[$1] - toTurn) }
        }
    }

    /// How many times as long as a short talk this one is, 1 at least.
    private static func excess(of spans: [Range<Int>]) -> Double { max(1, Double(spans.last?.upperBound ?? 0) / shortTalk) }
}
