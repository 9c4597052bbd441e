internal import COpenBLAS

extension Matrix {
    /// `self · weightᵀ + bias`: (N, F) times (K, F) gives (N, K), as a linear layer stores its weight.
    public func times(transposed weight: Matrix, adding bias: [Float]) -> Matrix {
        precondition(columns == weight.columns && bias.count == weight.rows, "(\(rows), \(columns)) · (\(weight.rows), \(weight.columns))ᵀ + (\(bias.count))")
        var result = Matrix(rows: rows, columns: weight.rows)
        guard rows > 0, weight.rows > 0 else { return result }
        result.values.withUnsafeMutableBufferPointer { y in
            for row in 0..<rows { for column in 0..<bias.count { y[row * bias.count + column] = bias[column] } }
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(weight.rows), Int32(columns),
                1, values, Int32(columns), weight.values, Int32(columns), 1, y.baseAddress, Int32(weight.rows))
        }
        return result
    }
}
