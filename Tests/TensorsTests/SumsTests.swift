import AfterwordTensors
import TestSupport
import Testing

struct SumsTests {
    @Test(arguments: InstructionSet.available, [1, 15, 16, 17, 130])
    func `columns add up onto what is there`(instructions: InstructionSet, width: Int) {
        var random = SeededGenerator(seed: 51)
        let x = random.matrix(150, width), start = random.matrix(1, width).values
        var sums = start
        Sums.addColumns(of: x.values, rows: 150, to: &sums, threads: 1, on: instructions)
        for column in 0..<width {
            let expected = (0..<150).reduce(Double(start[column])) { $0 + Double(x[$1, column]) }
            #expect(abs(Double(sums[column]) - expected) < 1e-5)
        }
        for threads in [2, 3] {
            var again = start
            Sums.addColumns(of: x.values, rows: 150, to: &again, threads: threads, on: instructions)
            #expect(again == sums)
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 65_536, 200_003])
    func `squares add up in double precision, to the same bits on any thread count and instruction set`(count: Int) {
        var random = SeededGenerator(seed: 52)
        let x = random.matrix(1, count).values
        let sum = Sums.squares(of: x, threads: 1), expected = x.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(abs(sum - expected) <= 1e-12 * expected)
        for threads in [2, 3] { #expect(Sums.squares(of: x, threads: threads) == sum) }
        for instructions in InstructionSet.available { #expect(Sums.squares(of: x, threads: 1, on: instructions) == sum) }
        #expect(Sums.squares(of: [3, 4], threads: 2) == 25)
    }

    @Test(arguments: InstructionSet.available, [1, 16, 17, 40_000])
    func `a step of AdamW moves every parameter as the formula says`(instructions: InstructionSet, count: Int) {
        var random = SeededGenerator(seed: 53)
        let start = [random.matrix(1, count).values, random.matrix(1, count).values, random.matrix(1, count).values.map(abs)], gradient = random.matrix(1, count).values
        let step = AdamStep(beta1: 0.9, beta2: 0.99, epsilon: 1e-6, keep: 0.999, pace: 0.01, scale: 1.5, gradientScale: 0.5)
        func stepped(_ threads: Int) -> [[Float]] {
            var (p, m, v) = (start[0], start[1], start[2])
            step.apply(to: &p, mean: &m, square: &v, gradient: gradient, threads: threads, on: instructions)
            return [p, m, v]
        }
        let found = stepped(1)
        for i in 0..<count {
            let g = Double(gradient[i]) * 0.5, m = 0.9 * Double(start[1][i]) + 0.1 * g, v = 0.99 * Double(start[2][i]) + 0.01 * g * g
            let p = Double(start[0][i]) * 0.999 - 0.01 * m / (v.squareRoot() * 1.5 + 1e-6)
            #expect(abs(Double(found[1][i]) - m) < 1e-6 && abs(Double(found[2][i]) - v) < 1e-6)
            #expect(abs(Double(found[0][i]) - p) < 1e-6 + 1e-6 * abs(0.01 * m / (v.squareRoot() * 1.5 + 1e-6)))
        }
        #expect(stepped(2) == found && stepped(3) == found)
    }
}
