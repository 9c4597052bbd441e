/// A dense matrix of 32-bit floats, row-major.
public struct Matrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    /// (rows · columns) values, row by row.
    public var values: [Float]

    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns, "a (\(rows), \(columns)) matrix has \(rows * columns) values, not \(values.count)")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    public init(rows: Int, columns: Int, repeating value: Float = 0) {
        self.init(rows: rows, columns: columns, values: [Float](repeating: value, count: rows * columns))
    }

    /// Matrices of the same width, one under the other.
    package init(stacking matrices: [Matrix]) {
        precondition(!matrices.isEmpty && matrices.allSatisfy { $0.columns == matrices[0].columns }, "matrices of one width are stacked")
        self.init(rows: matrices.reduce(0) { $0 + $1.rows }, columns: matrices[0].columns, values: matrices.flatMap(\.values))
    }

    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// One row as a slice of `values`.
    public subscript(row index: Int) -> ArraySlice<Float> { values[index * columns..<(index + 1) * columns] }

    /// Adds the rows of another matrix below.
    package mutating func append(_ other: Matrix) {
        precondition(columns == other.columns, "\(other.columns) columns are put below \(columns)")
        self = Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
    }

    /// Rows `range` as a matrix of their own.
    public func rows(_ range: Range<Int>) -> Matrix {
        Matrix(rows: range.count, columns: columns, values: Array(values[range.lowerBound * columns..<range.upperBound * columns]))
    }
}
