import AfterwordTensors
import TestSupport
import Testing

@Suite struct SymmetricInverseTests {
    /// A matrix times its transpose, and a ridge.
    private func positiveDefinite(_ size: Int, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        let factor = (0..<size * size).map { _ in Double.random(in: -1...1, using: &generator) }
        return (0..<size * size).map { place in
            let (row, column) = (place / size, place % size)
            return (0..<size).reduce(row == column ? 0.1 : 0) { $0 + factor[row * size + $1] * factor[column * size + $1] }
        }
    }

    /// The largest value of matrix · inverse − identity over the rows and columns given.
    private func error(of inverse: SymmetricInverse, for matrix: [Double], on kept: [Int]) -> Double {
        let size = inverse.size
        return kept.reduce(0) { worst, row in
            kept.reduce(worst) { worst, column in
                let sum = kept.reduce(row == column ? -1.0 : 0) { $0 + matrix[row * size + $1] * inverse[$1, column] }
                return max(worst, abs(sum))
            }
        }
    }

    @Test func `an inverse by hand`() throws {
        let inverse = try #require(SymmetricInverse(of: [2, 1, 1, 1], size: 2))
        #expect([inverse[0, 0], inverse[0, 1], inverse[1, 0], inverse[1, 1]] == [1, -1, -1, 2])
    }

    @Test(arguments: [1, 2, 7, 40]) func `a matrix times its inverse is the identity`(size: Int) throws {
        let matrix = positiveDefinite(size, seed: UInt64(size))
        let inverse = try #require(SymmetricInverse(of: matrix, size: size))
        #expect(error(of: inverse, for: matrix, on: Array(0..<size)) < 1e-9)
    }

    @Test func `rows taken out one at a time leave the inverse of the rest`() throws {
        let size = 24, matrix = positiveDefinite(size, seed: 5)
        var inverse = try #require(SymmetricInverse(of: matrix, size: size)), kept = Array(0..<size)
        for gone in [3, 0, 23, 11, 12, 4] {
            inverse.remove(gone)
            kept.removeAll { $0 == gone }
            #expect(error(of: inverse, for: matrix, on: kept) < 1e-9)
            #expect(inverse[row: gone].allSatisfy { $0 == 0 })
        }
    }

    @Test(arguments: [[1, 2, 2, 1], [0, 0, 0, 1], [1, 0, 0, -1], [.nan, 0, 0, 1], [.infinity, 0, 0, 1]])
    func `what is not positive definite has none`(values: [Double]) { #expect(SymmetricInverse(of: values, size: 2) == nil) }
}
