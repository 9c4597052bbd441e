internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// How alike stretches of a transcript and topics are, by the angle between their vectors.
struct TopicVectors: Sendable {
    /// (K, C) unit vectors.
    private let topics: Matrix
    private let layer: Int
    /// The cosine at which a topic is as likely as not.
    private let middle: Float

    init(_ topics: Matrix, layer: Int, middle: Float) {
        self.topics = topics
        self.layer = layer
        self.middle = middle
    }

    /// Relevances, (N, K): the logistic function of the cosine.
    func relevances(_ states: EncoderStates, spans: [Range<Int>]) -> Matrix {
        let features = SpanFeatures(layers: [layer])
        var result = Matrix(rows: spans.count, columns: topics.rows, repeating: -.infinity) // a span without tokens is about nothing
        for row in spans.indices {
            let mean = features.matrix(states, spans: spans, range: row..<row + 1)
            let length = mean.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            let cosines = mean.times(transposed: topics, adding: [Float](repeating: 0, count: topics.rows))
            for column in 0..<topics.rows { result[row, column] = Self.steepness * (cosines[0, column] / length - middle) }
        }
        result.sigmoid(columns: 0..<topics.rows)
        return result
    }

    /// By logistic regression on 520 dev texts, their own topics' names against others'.
    private static let steepness: Float = 17
}
