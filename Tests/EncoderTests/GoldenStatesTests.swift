import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Foundation
import Testing

/// States against PyTorch fp32; fixtures/golden/encoder.py makes the numbers.
///
/// With the checkpoint at hand: `AFTERWORD_MINILM=DIR swift test -c release --filter GoldenStates`
struct GoldenStatesTests {
    @Test func `the tiny model's states are PyTorch's within 1e-4, layer by layer`() throws {
        struct Document: Decodable { let ids: [Int32], layers: [[[Float]]] }
        let documents = try JSONDecoder().decode([Document].self, from: Data(contentsOf: golden("encoder-tiny.json")))
        let encoder = try Model.tiny()
        for document in documents {
            let states = encoder.states(of: Model.tokens(document.ids), layers: [0, 1, 2])
            for (layer, expected) in document.layers.enumerated() {
                let found = try #require(states.layers[layer]).matrix
                #expect(found.rows == expected.count)
                #expect(largestDifference(found.values, expected.flatMap { $0 }) < 1e-4, "layer \(layer) of \(document.ids.count) tokens")
            }
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["AFTERWORD_MINILM"] != nil))
    func `all-MiniLM-L6-v2 in AFTERWORD_MINILM gives PyTorch's states within 1e-4`() throws {
        struct Golden: Decodable {
            struct Row: Decodable { let layer, row: Int, values: [Float] }
            let ids: [Int32], rows: [Row], sums: [Float]
        }
        let path = try #require(ProcessInfo.processInfo.environment["AFTERWORD_MINILM"])
        let expected = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: golden("encoder-minilm.json")))
        let encoder = try Model.load(URL(fileURLWithPath: path))
        let states = encoder.states(of: Model.tokens(expected.ids), layers: [0, 3, 6], threads: 2)
        for row in expected.rows {
            let found = try #require(states.layers[row.layer]).matrix
            #expect(largestDifference(Array(found[row: row.row]), row.values) < 1e-4, "layer \(row.layer), row \(row.row)")
        }
        let last = try #require(states.layers[6]).matrix
        for (row, sum) in expected.sums.enumerated() {
            #expect(abs(last[row: row].reduce(0) { $0 + abs($1) } - sum) < 0.01, "row \(row)")
        }
    }
}
