extension Matrix {
    /// `self · weightᵀ + bias`: (N, F) times (K, F) gives (N, K), as a linear layer stores its weight.
    ///
    /// A row of the result is the same bits whatever rows are beside it.
    public func times(transposed weight: Matrix, adding bias: [Float]) -> Matrix {
        precondition(columns == weight.columns && bias.count == weight.rows, "(\(rows), \(columns)) · (\(weight.rows), \(weight.columns))ᵀ + (\(bias.count))")
        return Linear(weight: weight, bias: bias)(self)
    }
}
