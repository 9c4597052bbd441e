import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import AfterwordTokenization
import TestSupport
import Testing

@Suite struct HeadJoiningTests {
    private var random = SeededGenerator(seed: 5)

    private mutating func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in Float.random(in: -1...1, using: &random) })
    }

    /// A head of two layers over 3 channels.
    private mutating func head(_ name: String, labels: [String], layers: [Int], offsets: [Int] = [0, 1], hidden: Int, encoder: String = "hand") -> Head {
        let features = SpanFeatures(layers: layers, offsets: offsets)
        return Head(
            name: name, groups: [LabelGroup(name: name, kind: .independent, labels: labels, thresholds: labels.indices.map { Float($0) / 10 })],
            features: features, layers: [
                Dense(weight: matrix(hidden, features.count(width: 3)), bias: matrix(1, hidden).values),
                Dense(weight: matrix(labels.count, hidden), bias: matrix(1, labels.count).values),
            ], encoder: encoder)
    }

    @Test mutating func `joined heads say what they say apart`() throws {
        let a = head("a", labels: ["x", "y"], layers: [1, 2], hidden: 4), b = head("b", labels: ["z"], layers: [0, 2], hidden: 5)
        let joined = try #require(Head(joining: [a, b], name: "both"))
        #expect(joined.groups == a.groups + b.groups)
        #expect(joined.features == SpanFeatures(layers: [0, 1, 2], offsets: [0, 1]))
        let tokens = Tokens(ids: [1, 2, 3, 4], offsets: [0, 1, 3, 4])
        let states = EncoderStates(tokens: tokens, layers: [0: matrix(4, 3), 1: matrix(4, 3), 2: matrix(4, 3)], depth: 2)
        let spans = [0..<1, 1..<2, 2..<3]
        let together = joined.logits(states, spans: spans), apart = [a.logits(states, spans: spans), b.logits(states, spans: spans)]
        for row in 0..<3 {
            for (found, expected) in zip(together[row: row], Array(apart[0][row: row]) + Array(apart[1][row: row])) { #expect(abs(found - expected) < 1e-5) }
        }
    }

    @Test mutating func `heads of different make are not joined`() {
        let a = head("a", labels: ["x"], layers: [1], hidden: 4)
        #expect(Head(joining: [a, head("b", labels: ["z"], layers: [1], offsets: [0], hidden: 4)], name: "both") == nil)
        #expect(Head(joining: [a, head("b", labels: ["z"], layers: [1], hidden: 4, encoder: "other")], name: "both") == nil)
        #expect(Head(joining: [], name: "none") == nil)
    }
}
