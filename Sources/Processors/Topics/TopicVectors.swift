internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// How alike stretches of a transcript and topics are, by the angle between their vectors.
struct TopicVectors: Sendable {
    /// (K, C) unit vectors.
    private let topics: Matrix
    private let layer: Int

    init(_ topics: Matrix, layer: Int) {
        self.topics = topics
        self.layer = layer
    }

    /// Relevances, (N, K): the logistic function of the cosine, half where a person would call the topic fitting every other time.
    func relevances(_ states: EncoderStates, spans: [Range<Int>]) -> Matrix {
        let features = SpanFeatures(layers: [layer])
        var result = Matrix(rows: spans.count, columns: topics.rows)
        for row in spans.indices {
            let mean = features.matrix(states, spans: spans, range: row..<row + 1)
            let length = mean.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            let cosines = mean.times(transposed: topics, adding: [Float](repeating: 0, count: topics.rows))
            for column in 0..<topics.rows { result[row, column] = Self.steepness * (cosines[0, column] / length - Self.middle) }
        }
        result.sigmoid(columns: 0..<topics.rows)
        return result
    }

    /// Fitted on the dev sets, texts against their own topic's name and against others'.
    private static let steepness: Float = 18
    private static let middle: Float = 0.38
}
