/// The inverse of a symmetric, positive definite matrix (N, N), from which rows and columns are taken one at a time.
package struct SymmetricInverse: Sendable {
    /// N
    package let size: Int
    /// (N, N), row-major, in 64 bits: taking out hundreds of rows adds up their errors.
    private var values: [Double]

    /// By Gauss and Jordan, in place; a positive definite matrix needs no search for pivots.
    ///
    /// - Parameter values: (N, N), symmetric.
    /// - Returns: nil if the matrix is not positive definite.
    /// - Complexity: O(N³)
    package init?(of values: [Double], size: Int) {
        precondition(values.count == size * size, "a (\(size), \(size)) matrix has \(size * size) values, not \(values.count)")
        self.size = size
        self.values = values
        for pivot in 0..<size {
            let value = self.values[pivot * size + pivot]
            guard value > 0, value.isFinite else { return nil }
            clear(pivot)
            for index in 0..<size where index != pivot { self.values[pivot * size + index] /= value }
            self.values[pivot * size + pivot] = 1 / value
            for row in 0..<size where row != pivot { self.values[row * size + pivot] /= -value }
        }
    }

    package subscript(row: Int, column: Int) -> Double { values[row * size + column] }

    package subscript(row index: Int) -> ArraySlice<Double> { values[index * size..<(index + 1) * size] }

    /// Becomes the inverse of the matrix without row and column `index`, whose places hold zeros from then on.
    ///
    /// - Complexity: O(N²)
    package mutating func remove(_ index: Int) {
        precondition(self[index, index] != 0, "a row is removed once")
        clear(index)
        for other in 0..<size { (values[index * size + other], values[other * size + index]) = (0, 0) }
    }

    /// Subtracts from every other row what makes column `pivot` of it zero, all but that column.
    private mutating func clear(_ pivot: Int) {
        let size = size
        values.withUnsafeMutableBufferPointer { values in
            let inverse = 1 / values[pivot * size + pivot]
            for row in 0..<size where row != pivot {
                let start = row * size, factor = values[start + pivot]
                guard factor != 0 else { continue } // rows that were removed
                let share = factor * inverse
                for column in 0..<size { values[start + column] -= share * values[pivot * size + column] }
                values[start + pivot] = factor
            }
        }
    }
}
