import AfterwordTensors
import TestSupport
import Testing

struct LayerNormTests {
    /// A pass forward and back over random values.
    struct Pass {
        let x, residual, dY: Matrix
        let norm: LayerNorm
        var y, dX, dResidual, dGain, dBias: [Float]
        var record: LayerNorm.Record

        init(rows: Int, width: Int, dropout: Dropout = .none, threads: Int = 1, on instructions: InstructionSet = .best) {
            var random = SeededGenerator(seed: 31)
            x = random.matrix(rows, width)
            residual = random.matrix(rows, width)
            dY = random.matrix(rows, width)
            norm = LayerNorm(gain: random.matrix(1, width).values, bias: random.matrix(1, width).values, epsilon: 1e-3)
            y = [Float](repeating: .nan, count: rows * width)
            dResidual = y
            dX = dY.values
            dGain = [Float](repeating: 0, count: width)
            dBias = dGain
            record = LayerNorm.Record(rows: rows, width: width)
            norm.forward(x.values, rows: rows, adding: residual.values, dropout: dropout, into: &y, record: &record, threads: threads, on: instructions)
            norm.backward(
                &dX, rows: rows, record: record, dropout: dropout, residual: &dResidual, gain: &dGain, bias: &dBias, threads: threads, on: instructions)
        }
    }

    @Test(arguments: InstructionSet.available, [2, 15, 16, 17, 63, 65, 130, 384])
    func `gradients are the slopes of the output, with and without dropout`(instructions: InstructionSet, width: Int) {
        let rows = 5
        for dropout in [Dropout.none, Dropout(key: 9, rate: 0.25)] {
            let pass = Pass(rows: rows, width: width, dropout: dropout, on: instructions)
            let mask = Reference.mask(dropout, rows: rows, width: width), count = rows * width
            // All that the output depends on in one array: x, residual, gain, bias.
            func function(_ inputs: [Double]) -> [Double] {
                Reference.layerNorm(
                    Array(inputs[..<count]), residual: Array(inputs[count..<2 * count]), mask: mask, gain: Array(inputs[(2 * count)..<(2 * count + width)]),
                    bias: Array(inputs[(2 * count + width)...]), epsilon: 1e-3)
            }
            let inputs = pass.x.doubles + pass.residual.doubles + pass.norm.gain.map(Double.init) + pass.norm.bias.map(Double.init)
            for (found, expected) in zip(pass.y, function(inputs)) { #expect(abs(Double(found) - expected) < 1e-5) }
            let gradient = pass.dX + pass.dResidual + pass.dGain + pass.dBias
            var random = SeededGenerator(seed: 32)
            for part in [0..<count, count..<2 * count, (2 * count)..<(2 * count + width), (2 * count + width)..<inputs.count] {
                let direction = random.matrix(1, inputs.count).doubles.enumerated().map { part.contains($0) ? $1 : 0 }
                let expected = Reference.slope(of: function, weights: pass.dY.values, at: inputs, along: direction, step: 1e-5)
                #expect(abs(Reference.dot(gradient, direction) - expected) < 2e-5 * Double(count).squareRoot(), "part \(part), dropout \(dropout.rate)")
            }
        }
    }

    @Test(arguments: InstructionSet.available)
    func `two values become −1 and 1, and only the gain feels their gradient`(instructions: InstructionSet) {
        let norm = LayerNorm(gain: [2, 2], bias: [0, 1], epsilon: 0)
        var y: [Float] = [0, 0], record = LayerNorm.Record(rows: 1, width: 2), gradient: [Float] = [3, 5], dGain: [Float] = [10, 10], dBias: [Float] = [0, 0]
        norm.forward([4, 8], rows: 1, into: &y, record: &record, threads: 1, on: instructions)
        #expect(y == [-2, 3] && record.normalized == [-1, 1] && record.scales == [0.5])
        norm.backward(&gradient, rows: 1, record: record, gain: &dGain, bias: &dBias, threads: 1, on: instructions)
        #expect(gradient == [0, 0] && dGain == [7, 15] && dBias == [3, 5])
    }

    @Test(arguments: InstructionSet.available, [16, 100])
    func `without dropout the output is the same bits as in inference`(instructions: InstructionSet, width: Int) {
        let pass = Pass(rows: 70, width: width, on: instructions)
        var x = pass.x.values
        pass.norm.forward(&x, rows: 70, adding: pass.residual.values, on: instructions)
        #expect(x == pass.y && pass.dX == pass.dResidual)
    }

    @Test func `the number of threads changes no bit`() {
        let dropout = Dropout(key: 5, rate: 0.1), one = Pass(rows: 200, width: 48, dropout: dropout)
        for threads in [2, 3] {
            let several = Pass(rows: 200, width: 48, dropout: dropout, threads: threads)
            #expect(several.y == one.y && several.dX == one.dX && several.dResidual == one.dResidual && several.dGain == one.dGain && several.dBias == one.dBias)
        }
    }
}
