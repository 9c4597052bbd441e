import AfterwordTensors
import Foundation
import TestSupport
import Testing

struct GeluTests {
    @Test(arguments: InstructionSet.available)
    func `the slope is Φ(x) + x · φ(x) within 1e-6`(instructions: InstructionSet) {
        let x = (-80_000...80_000).map { Float($0) / 8_000 } + [-1e30, -100, 100, 1e30, -0.0, 1e-38]
        var gradient = [Float](repeating: 1, count: x.count), bias = [Float](repeating: 0, count: x.count)
        Gelu.backward(&gradient, x: x, rows: 1, bias: &bias, threads: 1, on: instructions)
        for (x, slope) in zip(x, gradient) {
            let z = Double(x), expected = 0.5 * erfc(-z / 2.0.squareRoot()) + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            #expect(abs(Double(slope) - expected) < 1e-6, "slope at \(x)")
        }
        #expect(bias == gradient)
    }

    @Test(arguments: InstructionSet.available, [1, 15, 16, 17, 63, 65, 130])
    func `the gradient is the slope of the output, and its columns add up`(instructions: InstructionSet, width: Int) {
        let rows = 7
        var random = SeededGenerator(seed: 41)
        let x = random.matrix(rows, width, scale: 3), dY = random.matrix(rows, width), direction = random.matrix(rows, width).doubles
        var y = [Float](repeating: .nan, count: rows * width), gradient = dY.values, bias = [Float](repeating: 1, count: width)
        Gelu.forward(x.values, rows: rows, width: width, into: &y, threads: 1, on: instructions)
        for (found, x) in zip(y, x.doubles) { #expect(abs(Double(found) - Reference.gelu(x)) < 1e-6) }
        Gelu.backward(&gradient, x: x.values, rows: rows, bias: &bias, threads: 1, on: instructions)
        let expected = Reference.slope(of: { $0.map(Reference.gelu) }, weights: dY.values, at: x.doubles, along: direction)
        #expect(abs(Reference.dot(gradient, direction) - expected) < 2e-6 * Double(rows * width))
        for column in 0..<width {
            let sum = (0..<rows).reduce(1) { $0 + Double(gradient[$1 * width + column]) }
            #expect(abs(Double(bias[column]) - sum) < 1e-5)
        }
    }

    @Test func `the number of threads changes no bit`() {
        var random = SeededGenerator(seed: 42)
        let x = random.matrix(300, 40), dY = random.matrix(300, 40)
        func pass(_ threads: Int) -> [[Float]] {
            var y = [Float](repeating: 0, count: x.values.count), gradient = dY.values, bias = [Float](repeating: 0, count: 40)
            Gelu.forward(x.values, rows: 300, width: 40, into: &y, threads: threads)
            Gelu.backward(&gradient, x: x.values, rows: 300, bias: &bias, threads: threads)
            return [y, gradient, bias]
        }
        #expect(pass(2) == pass(1) && pass(3) == pass(1))
        var inPlace = x.values
        Gelu.forward(&inPlace)
        #expect(inPlace == pass(1)[0])
    }
}
