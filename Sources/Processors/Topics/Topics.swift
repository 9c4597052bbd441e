public import AfterwordPipeline

/// What a transcript is about, part by part and as a whole.
public struct Topics: Annotation {
    public static let key = "topics"

    /// Stretches of the transcript in order; together they hold every word once.
    public var segments: [Segment]
    /// The most relevant topics of the whole, twenty or more where there are as many: how relevant each is, 0…1.
    public var summary: [String: Double]

    public struct Segment: Sendable, Codable, Equatable {
        public var words: Range<Int>
        /// Milliseconds; nil when no word of it has a time.
        public var start, end: Int?
        /// Most relevant first; empty for small talk.
        public var labels: [Label]
    }

    public struct Label: Sendable, Codable, Equatable {
        public var label: String
        /// 0…1.
        public var relevance: Double
    }

    /// From relevances (N segments, K labels); a label is given from one half on.
    ///
    /// Among other segments, those of fewer than four words are about nothing: "Sure." has its states from what is said around it.
    init(_ relevance: [[Float]], labels: [String], spans: [Range<Int>], in document: Document) {
        let relevance = zip(spans, relevance).map { span, row in spans.count > 1 && span.count < Self.leastWords ? row.map { _ in 0 } : row }
        segments = zip(spans, relevance).map { span, row in
            var names: Set<String> = [] // two topics may go by one name: the more relevant one stands
            let given = row.indices.filter { row[$0] >= 0.5 }.sorted { (row[$1], $0) < (row[$0], $1) }.filter { names.insert(labels[$0]).inserted }
            return Segment(
                words: span, start: document.start(of: span), end: document.end(of: span),
                labels: given.prefix(Self.mostLabels).map { Label(label: labels[$0], relevance: row[$0].score) })
        }
        // The root of the mean square over the words: strong in a good part of it counts, one sentence alone does not.
        let total = Float(max(1, spans.reduce(0) { $0 + $1.count }))
        let whole = labels.indices.map { label in
            (zip(spans, relevance).reduce(Float(0)) { $0 + Float($1.0.count) * $1.1[label] * $1.1[label] } / total).squareRoot()
        }
        var names: Set<String> = []
        let ranked = whole.indices.sorted { (whole[$1], $0) < (whole[$0], $1) }.filter { names.insert(labels[$0]).inserted }
        summary = Dictionary(uniqueKeysWithValues: ranked.prefix(Self.summaryLabels).map { (labels[$0], whole[$0].score) })
    }

    private static let leastWords = 4
    private static let mostLabels = 10
    private static let summaryLabels = 20
}
