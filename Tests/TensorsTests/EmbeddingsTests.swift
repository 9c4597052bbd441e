import AfterwordTensors
import TestSupport
import Testing

struct EmbeddingsTests {
    private struct Pass {
        let embeddings: Embeddings
        let words: Matrix
        let dY: Matrix
        let ids: [Int32] = [3, 1, 3, 0, 3, 2], lengths = [4, 2]
        var y: [Float]
        var dWords, dPositions, dType, dGain, dBias: [Float]

        init(width: Int, threads: Int) {
            var random = SeededGenerator(seed: 61)
            let norm = LayerNorm(gain: random.matrix(1, width).values, bias: random.matrix(1, width).values, epsilon: 1e-3)
            words = random.matrix(5, width)
            embeddings = Embeddings(words: EmbeddingTable(words), positions: random.matrix(6, width), type: random.matrix(1, width).values, norm: norm)
            dY = random.matrix(6, width)
            y = [Float](repeating: .nan, count: 6 * width)
            var record = LayerNorm.Record(rows: 6, width: width), gradient = dY.values
            (dWords, dPositions) = ([Float](repeating: 0, count: 5 * width), [Float](repeating: 0, count: 6 * width))
            dType = [Float](repeating: 0, count: width)
            (dGain, dBias) = (dType, dType)
            embeddings.forward(ids, lengths: lengths, into: &y, record: &record, threads: threads)
            embeddings.backward(
                &gradient, ids: ids, lengths: lengths, record: record, words: &dWords, positions: &dPositions, type: &dType, gain: &dGain, bias: &dBias,
                threads: threads)
        }
    }

    @Test(arguments: [8, 17, 100])
    func `gradients of words, positions and type are the slopes of the output`(width: Int) {
        let pass = Pass(width: width, threads: 1), norm = pass.embeddings.norm
        func function(_ inputs: [Double]) -> [Double] {
            let positions = [0, 1, 2, 3, 0, 1]
            let sums = (0..<6 * width).map { i in
                inputs[Int(pass.ids[i / width]) * width + i % width] + inputs[(5 + positions[i / width]) * width + i % width] + inputs[11 * width + i % width]
            }
            let zeros = [Double](repeating: 0, count: 6 * width)
            return Reference.layerNorm(
                sums, residual: zeros, mask: zeros, gain: norm.gain.map(Double.init), bias: norm.bias.map(Double.init), epsilon: 1e-3)
        }
        let inputs = pass.words.doubles + pass.embeddings.positions.doubles + pass.embeddings.type.map(Double.init)
        for (found, expected) in zip(pass.y, function(inputs)) { #expect(abs(Double(found) - expected) < 1e-5) }
        var random = SeededGenerator(seed: 62)
        for part in [0..<5 * width, 5 * width..<11 * width, 11 * width..<12 * width] {
            let direction = random.matrix(1, inputs.count).doubles.enumerated().map { part.contains($0) ? $1 : 0 }
            let expected = Reference.slope(of: function, weights: pass.dY.values, at: inputs, along: direction, step: 1e-5)
            #expect(abs(Reference.dot(pass.dWords + pass.dPositions + pass.dType, direction) - expected) < 1e-4, "part \(part)")
        }
        #expect(pass.dWords[(4 * width)...].allSatisfy { $0 == 0 } && pass.dPositions[(4 * width)...].allSatisfy { $0 == 0 })
    }

    @Test func `training gives the bits of inference, on any number of threads`() {
        let one = Pass(width: 100, threads: 1)
        var x = [Float](repeating: 0, count: 600)
        one.embeddings.forward(one.ids, lengths: one.lengths[...], into: &x)
        #expect(x == one.y)
        for threads in [2, 3] {
            let several = Pass(width: 100, threads: threads)
            #expect(several.y == one.y && several.dWords == one.dWords && several.dPositions == one.dPositions && several.dType == one.dType)
            #expect(several.dGain == one.dGain && several.dBias == one.dBias)
        }
    }
}
