import AfterwordEncoder
import AfterwordTensors
import AfterwordTokenization
import Testing

struct FidelityTests {
    private func states(_ rows: [[Float]], depth: Int = 1) -> EncoderStates {
        let tokens = Tokens(ids: rows.indices.map(Int32.init), offsets: Array(0...rows.count))
        return EncoderStates(tokens: tokens, layers: [depth: Matrix(rows: rows.count, columns: 2, values: rows.flatMap { $0 })], depth: depth)
    }

    @Test func `cosines are meant over tokens and over texts, whatever the texts' lengths`() {
        let exact = [states([[1, 0], [0, 2]]), states([[3, 0]])]
        let other = [states([[2, 0], [0, 1]]), states([[0, 5]])]
        let fidelity = Fidelity(of: other, to: exact)
        #expect(abs(fidelity.tokens - 2.0 / 3) < 1e-12, "two of three tokens point where they should")
        #expect(abs(fidelity.texts - 0.5 * (4.0 / 5 + 0)) < 1e-12, "(2, 1) by (1, 2), and a right angle")
    }

    @Test func `the same states are as near as can be, and a text without tokens counts for nothing`() {
        let exact = [states([[1, 3], [-2, 0.5]]), states([])]
        #expect(Fidelity(of: exact, to: exact).tokens == 1)
        #expect(abs(Fidelity(of: exact, to: exact).texts - 1) < 1e-12)
    }
}
