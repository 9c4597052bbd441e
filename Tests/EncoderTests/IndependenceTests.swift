import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Testing

/// A document's states are its own: the same bits whatever else is encoded, in what order and on how many threads.
struct IndependenceTests {
    @Test func `batch mates, their order and threads change no bit`() throws {
        let encoder = try Model.tiny()
        let documents = [3, 60, 1, 17, 200, 5, 62, 63, 64, 33, 2, 500, 11, 12].enumerated().map { Model.randomTokens($1, seed: UInt64($0 + 1)) }
        let alone = documents.map { encoder.states(of: $0, layers: [0, 1, 2]).layers }
        for threads in [1, 2, 3, 7] {
            #expect(encoder.states(of: documents, layers: [0, 1, 2], threads: threads).map(\.layers) == alone, "\(threads) threads")
        }
        let reversed = encoder.states(of: documents.reversed(), layers: [0, 1, 2], threads: 2)
        #expect(reversed.reversed().map(\.layers) == alone)
    }

    @Test func `layers that are not asked for are not kept and change nothing`() throws {
        let encoder = try Model.tiny()
        let tokens = Model.randomTokens(20, seed: 9)
        let all = encoder.states(of: tokens, layers: [0, 1, 2])
        for layer in 0...2 { #expect(encoder.states(of: tokens, layers: [layer]).layers == [layer: all.layers[layer]]) }
        #expect(encoder.states(of: tokens).layers == [2: all.layers[2]])
        #expect(encoder.states(of: tokens).depth == 2)
    }

    @Test func `a long document's tokens are seen in windows, each with context on both sides`() throws {
        let encoder = try Model.tiny()
        let tokens = Model.randomTokens(150, seed: 4) // windows of 62 that overlap by 15
        let states = try #require(encoder.states(of: tokens).layers[2])
        #expect(states.rows == 150)
        func window(_ range: Range<Int>) throws -> StateMatrix { try #require(encoder.states(of: Model.tokens(Array(tokens.ids[range]))).layers[2]) }
        let first = try window(0..<62)
        let second = try window(47..<109)
        #expect(states.rows(0..<54) == first.rows(0..<54))
        #expect(states.rows(56..<100) == second.rows(9..<53))
    }

    @Test func `an empty document has no rows, and no documents no states`() throws {
        let encoder = try Model.tiny()
        let empty = encoder.states(of: Model.tokens([]))
        #expect(empty.layers == [2: StateMatrix(Matrix(rows: 0, columns: 32))])
        #expect(encoder.states(of: [], threads: 2).isEmpty)
        let mixed = encoder.states(of: [Model.tokens([]), Model.randomTokens(3, seed: 1), Model.tokens([])])
        #expect(mixed.map { $0.layers[2]?.rows } == [0, 3, 0])
    }
}
