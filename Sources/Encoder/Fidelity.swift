internal import AfterwordTensors

/// How near states are to those in 32 bits: what narrower arithmetic costs, before any head reads them.
public struct Fidelity: Sendable, Equatable, Codable {
    /// Mean cosine of a token's state on the last layer and the exact one; 1 is the same direction.
    public let tokens: Double
    /// Mean cosine of a text's mean state and the exact one.
    public let texts: Double

    /// Compares the last layer of the same documents, encoded twice.
    public init(of narrow: [EncoderStates], to exact: [EncoderStates]) {
        precondition(narrow.count == exact.count, "the same documents, in the same order")
        var ofTokens: [Double] = [], ofTexts: [Double] = []
        for (narrow, exact) in zip(narrow, exact) {
            guard let ours = narrow.layers[narrow.depth]?.matrix, let theirs = exact.layers[exact.depth]?.matrix else {
                preconditionFailure("the last layer was not asked of the encoder")
            }
            precondition(ours.rows == theirs.rows && ours.columns == theirs.columns, "states of the same tokens")
            guard ours.rows > 0 else { continue }
            for row in 0..<ours.rows { ofTokens.append(Self.cosine(ours[row: row], theirs[row: row])) }
            ofTexts.append(Self.cosine(ours.sum[...], theirs.sum[...])) // a mean points where its sum does
        }
        (tokens, texts) = (Self.mean(ofTokens), Self.mean(ofTexts))
    }

    private static func cosine(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
        var (product, ofA, ofB) = (0.0, 0.0, 0.0)
        for (x, y) in zip(a, b) {
            product += Double(x) * Double(y)
            ofA += Double(x) * Double(x)
            ofB += Double(y) * Double(y)
        }
        return product / (ofA * ofB).squareRoot()
    }

    private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
}

extension Matrix {
    /// (columns): all rows added up.
    fileprivate var sum: [Float] {
        var result = [Float](repeating: 0, count: columns)
        for row in 0..<rows { for (column, value) in self[row: row].enumerated() { result[column] += value } }
        return result
    }
}
