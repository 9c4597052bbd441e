import AfterwordEncoder
import AfterwordHeads
import AfterwordTensors
import AfterwordTokenization
import Foundation
import TestSupport
import Testing

@Suite struct HeadTests {
    private let head = HandHead.mixed(encoder: "hand")

    @Test func `probabilities are a softmax in exclusive groups and sigmoids in independent ones`() {
        let p = head.probabilities(Matrix(rows: 1, columns: 5, values: [0, 1, 2, 0, -1000]))
        let sum = 1 + expf(1) + expf(2)
        for (found, expected) in zip(p.values, [1 / sum, expf(1) / sum, expf(2) / sum, 0.5, 0]) { #expect(abs(found - expected) < 1e-6) }
        let extreme = head.probabilities(Matrix(rows: 1, columns: 5, values: [1000, -1000, 1000, 1000, 88]))
        #expect(extreme.values == [0.5, 0, 0.5, 1, 1])
    }

    @Test func `features are the mean over a span's tokens, of every layer of every neighbour`() {
        let tokens = Tokens(ids: [7, 7, 7, 7], offsets: [0, 1, 3, 3, 4]) // words of one, two, no and one token
        let states = EncoderStates(
            tokens: tokens, layers: [0: Matrix(rows: 4, columns: 1, values: [1, 2, 4, 9]), 2: Matrix(rows: 4, columns: 1, values: [10, 20, 40, 90])], depth: 2)
        let features = SpanFeatures(layers: [0, 2], offsets: [-1, 0, 1])
        let spans = [0..<1, 1..<2, 2..<3, 2..<4]
        let matrix = features.matrix(states, spans: spans, range: 0..<4)
        #expect(matrix.columns == features.count(width: 1))
        #expect(Array(matrix[row: 0]) == [0, 0, 1, 10, 3, 30])
        #expect(Array(matrix[row: 1]) == [1, 10, 3, 30, 0, 0])
        #expect(Array(matrix[row: 2]) == [3, 30, 0, 0, 9, 90])
        #expect(Array(matrix[row: 3]) == [0, 0, 9, 90, 0, 0])
        let part = features.matrix(states, spans: spans, range: 1..<3)
        #expect(Array(part.values) == Array(matrix[row: 1]) + Array(matrix[row: 2]), "a part of the rows is the same rows")
    }

    @Test(arguments: [0, 6]) func `logits of many spans are those of each`(hidden: Int) {
        var random = SeededGenerator(seed: 12)
        let values = (0..<600).map { _ in Float.random(in: -1...1, using: &random) }
        let tokens = Tokens(ids: Array(repeating: 7, count: 300), offsets: Array(0...300))
        let states = EncoderStates(tokens: tokens, layers: [0: Matrix(rows: 300, columns: 2, values: values)], depth: 0)
        let head = HandHead.mixed(encoder: "hand", features: SpanFeatures(layers: [0], offsets: [-1, 2]), hidden: hidden)
        for count in [0, 1, 95, 96, 97, 250] {
            let spans = (0..<count).map { $0..<min(300, $0 + 1 + $0 % 4) }
            let logits = head.logits(states, spans: spans)
            #expect(logits.rows == count && logits.columns == 5)
            for row in 0..<count {
                #expect(Array(logits[row: row]) == head.logits(head.features.matrix(states, spans: spans, range: row..<row + 1)).values)
            }
        }
    }

    @Test func `a layer that has changed answers anew`() {
        var head = HandHead.mixed(encoder: "hand")
        let x = Matrix(rows: 1, columns: 4, values: [1, 2, 3, 4]), before = head.logits(x), copy = head
        head.layers[0].bias[1] += 1
        #expect(head.logits(x)[0, 1] == before[0, 1] + 1)
        head.layers[0].weight[0, 3] += 1
        #expect(abs(head.logits(x)[0, 0] - before[0, 0] - 4) < 1e-5)
        #expect(copy.logits(x) == before && copy != head)
    }

    @Test func `the attribution of a label is the gradient of its logit`() {
        let head = HandHead.mixed(encoder: "hand", hidden: 6)
        let features: [Float] = [0.3, -0.7, 1.1, 0.2]
        func logit(_ x: [Float]) -> Float { head.logits(Matrix(rows: 1, columns: 4, values: x))[0, 3] }
        let gradient = head.gradient(of: 3, at: features[...])
        for index in features.indices {
            var (up, down) = (features, features)
            up[index] += 1e-2
            down[index] -= 1e-2
            #expect(abs((logit(up) - logit(down)) / 2e-2 - gradient[index]) < 1e-3)
        }
        #expect(self.head.gradient(of: 1, at: features[...]) == Array(self.head.layers[0].weight[row: 1]), "without a hidden layer it is the weights")
    }

    @Test func `an unknown label is told with the nearest one, if any is near`() throws {
        let group = LabelGroup(name: "intent", kind: .exclusive, labels: ["question", "order", "complaint"])
        #expect(throws: UnknownLabel.self) { try group.index(of: "") }
        #expect(#expect(throws: UnknownLabel.self) { try group.index(of: "Oder") }?.suggestion == "order")
        #expect(#expect(throws: UnknownLabel.self) { try group.index(of: "weather") }?.suggestion == nil)
        #expect(try group.index(of: "complaint") == 2)
        let empty = LabelGroup(name: "none", kind: .exclusive, labels: [])
        #expect(#expect(throws: UnknownLabel.self) { try empty.index(of: "order") }?.suggestion == nil)
    }
}
