import AfterwordTensors
import TestSupport
import Testing

/// The products of training against double precision, on every instruction set, in both precisions and all four orders.
struct ProductTests {
    struct Setting: CustomTestStringConvertible {
        let instructions: InstructionSet, precision: Precision
        var testDescription: String { "\(instructions), \(precision)" }

        static let all = InstructionSet.available.flatMap { instructions in Precision.allCases.map { Setting(instructions: instructions, precision: $0) } }

        func product(threads: Int = 1) -> Product { Product(precision: precision, threads: threads, instructions: instructions) }

        /// What a factor is rounded to: 8 significant bits are the upper half of a float, and a tie goes to the even one.
        func rounded(_ x: Float) -> Double {
            guard precision == .bfloat16 else { return Double(x) }
            let below = Float(bitPattern: x.bitPattern & 0xFFFF_0000), above = Float(bitPattern: (x.bitPattern & 0xFFFF_0000) + 0x1_0000)
            let (down, up) = (abs(Double(x) - Double(below)), abs(Double(above) - Double(x)))
            return Double(down < up || down == up && below.bitPattern & 0x1_0000 == 0 ? below : above)
        }
    }

    // (M, N, K): around the tile of 6 rows, the panel of 64 columns, pairs of k, the pieces of 96 rows and the passes of 384 words.
    static let shapes = [
        (1, 1, 1), (5, 63, 7), (6, 64, 64), (7, 65, 63), (13, 5, 385), (1, 130, 767), (97, 17, 2), (193, 66, 65), (12, 128, 1541), (2, 3, 0),
    ]

    @Test(arguments: Setting.all, shapes)
    func `a product is left · right, plus a bias or what was there, whichever factor is transposed`(setting: Setting, shape: (m: Int, n: Int, k: Int)) {
        var random = SeededGenerator(seed: 11)
        let (m, n, k) = shape
        let left = random.matrix(m, k), right = random.matrix(k, n), bias = random.matrix(1, n).values, before = random.matrix(m, n).values
        var product = setting.product()
        for leftFactor in [Product.Operand(left), Product.Operand(transposed(left)).transposed] {
            for rightFactor in [Product.Operand(right), Product.Operand(transposed(right)).transposed] {
                var plain = [Float](repeating: .nan, count: m * n), biased = plain, added = before
                product(leftFactor, rightFactor, into: &plain)
                product(leftFactor, rightFactor, bias: bias, into: &biased)
                product(leftFactor, rightFactor, accumulating: true, into: &added)
                var worst = 0.0
                for i in 0..<m {
                    for j in 0..<n {
                        var sum = 0.0, size = 0.0, exact = 0.0
                        for (l, r) in (0..<k).map({ (left[i, $0], right[$0, j]) }) {
                            sum += setting.rounded(l) * setting.rounded(r)
                            size += abs(setting.rounded(l) * setting.rounded(r))
                            exact += Double(l) * Double(r)
                        }
                        // Every term is added once, and a pass's sum once more: at most k + 6 roundings by 2⁻²⁴ of a partial sum, none above `size`.
                        func error(_ value: Float, _ start: Float) -> Double {
                            abs(Double(value) - sum - Double(start)) / (Double(k + 6) * 0x1p-24 * (size + abs(Double(start))) + 0x1p-126)
                        }
                        worst = max(worst, error(plain[i * n + j], 0), error(biased[i * n + j], bias[j]), error(added[i * n + j], before[i * n + j]))
                        // And bfloat16 rounds each factor by at most 2⁻⁸ of itself.
                        #expect(abs(sum - exact) <= (setting.precision == .bfloat16 ? 0x1.02p-7 * size * 1.01 : 0))
                    }
                }
                #expect(worst <= 1)
            }
        }
    }

    @Test(arguments: Setting.all, [false, true])
    func `a product is the same bits on 1, 2 and 3 threads`(setting: Setting, transposing: Bool) {
        var random = SeededGenerator(seed: 12)
        let left = random.matrix(301, 900), right = random.matrix(900, 150)
        let leftFactor = transposing ? Product.Operand(transposed(left)).transposed : Product.Operand(left)
        let results = [1, 2, 3].map { threads in
            var product = setting.product(threads: threads)
            var c = [Float](repeating: 1, count: 301 * 150)
            product(leftFactor, Product.Operand(right), accumulating: true, into: &c)
            product(leftFactor, Product.Operand(right), accumulating: true, into: &c)
            return c
        }
        #expect(results[0] == results[1])
        #expect(results[0] == results[2])
    }

    @Test(arguments: Setting.all)
    func `a row of a product is the same bits alone and among others, in used memory and in new`(setting: Setting) {
        var random = SeededGenerator(seed: 13)
        let left = random.matrix(20, 401), right = random.matrix(401, 70)
        var used = setting.product()
        var together = [Float](repeating: 0, count: 20 * 70)
        used(Product.Operand(left), Product.Operand(right), into: &together)
        for row in 0..<20 {
            var new = setting.product()
            var alone = [Float](repeating: 0, count: 70), again = alone
            let factor = Product.Operand(left.values[(row * 401)...], rows: 1, columns: 401)
            new(factor, Product.Operand(right), into: &alone)
            used(factor, Product.Operand(right), into: &again)
            #expect(alone[...] == together[row * 70..<(row + 1) * 70])
            #expect(again == alone)
        }
    }

    @Test(arguments: Setting.all)
    func `a product agrees with BLAS and writes its own part of c only`(setting: Setting) {
        var random = SeededGenerator(seed: 14)
        let left = random.matrix(64, 384), right = random.matrix(384, 65)
        var c = [Float](repeating: 7, count: 10 + 64 * 65 + 10)
        var product = setting.product(threads: 2)
        product(Product.Operand(left), Product.Operand(right), into: &c, at: 10)
        let expected = BLAS.product(left, right).values
        #expect(c[..<10] == [Float](repeating: 7, count: 10)[...] && c.suffix(10) == [Float](repeating: 7, count: 10)[...])
        #expect(zip(c[10...], expected).allSatisfy { abs($0 - $1) < (setting.precision == .bfloat16 ? 0.2 : 1e-4) })
    }

    @Test(arguments: Setting.all)
    func `numbers that are not finite stay in the rows and columns that they touch`(setting: Setting) {
        var left = Matrix(rows: 7, columns: 65, repeating: 1)
        let right = Matrix(rows: 65, columns: 66, repeating: 1)
        left[1, 3] = Float(bitPattern: 0x7FFF_FFFF)
        left[2, 64] = Float(bitPattern: 0xFF80_0001)
        left[3, 0] = .infinity
        left[4, 64] = -.infinity
        var c = [Float](repeating: 0, count: 7 * 66)
        var product = setting.product()
        product(Product.Operand(left), Product.Operand(right), into: &c)
        for j in 0..<66 {
            #expect(c[j] == 65 && c[66 + j].isNaN && c[2 * 66 + j].isNaN && c[3 * 66 + j] == .infinity && c[4 * 66 + j] == -.infinity && c[6 * 66 + j] == 65)
        }
    }

    @Test func `the best precision is one that the CPU has`() {
        #expect(Precision.best == .float32 || InstructionSet.best == .avx512BF16)
        #expect(Precision(rawValue: "bfloat16") == .bfloat16)
    }

    private func transposed(_ m: Matrix) -> Matrix {
        Matrix(rows: m.columns, columns: m.rows, values: (0..<m.values.count).map { m[$0 % m.rows, $0 / m.rows] })
    }
}
