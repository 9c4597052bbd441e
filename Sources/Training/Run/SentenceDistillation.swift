internal import AfterwordHeads
internal import AfterwordTensors

/// Keeps sentence vectors where another encoder has them: one minus the cosine of the mean states, old and new.
///
/// What is built on an encoder's sentence vectors, such as topics that a user types in, goes on working while the encoder learns other things.
/// - Source: Reimers & Gurevych, "Making monolingual sentence embeddings multilingual using knowledge distillation", EMNLP 2020; with the
///   cosine in place of the squared distance, because only directions are used.
enum SentenceDistillation {
    /// The mean of 1 − cos over the rows, and its gradient by `vectors`.
    ///
    /// - Parameters:
    ///   - vectors: (N, C).
    ///   - teacher: (N, C). A row of zeros counts for nothing.
    static func loss(_ vectors: Matrix, teacher: Matrix) -> (value: Float, dVectors: Matrix) {
        precondition(vectors.rows == teacher.rows && vectors.columns == teacher.columns, "one teacher's vector a vector")
        var gradient = Matrix(rows: vectors.rows, columns: vectors.columns)
        var total = 0.0, known = 0
        for row in 0..<vectors.rows {
            let x = vectors[row: row], y = teacher[row: row]
            let xx = Self.dot(x, x), yy = Self.dot(y, y), xy = Self.dot(x, y)
            guard xx > 0, yy > 0 else { continue }
            let lengths = (xx * yy).squareRoot(), cosine = xy / lengths
            total += 1 - cosine
            known += 1
            for (c, (x, y)) in zip(x, y).enumerated() { gradient[row, c] = Float(Double(x) * cosine / xx - Double(y) / lengths) }
        }
        guard known > 0 else { return (0, gradient) }
        for index in gradient.values.indices { gradient.values[index] /= Float(known) }
        return (Float(total / Double(known)), gradient)
    }

    private static func dot(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
}
