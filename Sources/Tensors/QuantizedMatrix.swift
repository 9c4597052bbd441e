/// A matrix as 8-bit integers with one scale a row: a quarter of the bytes.
public struct QuantizedMatrix: Sendable, Equatable {
    public let rows, columns: Int
    /// (rows · columns) values in -127...127, row by row.
    public let values: [Int8]
    /// (rows) factors: an element is value × scale.
    public let scales: [Float]

    public init(rows: Int, columns: Int, values: [Int8], scales: [Float]) {
        precondition(values.count == rows * columns && scales.count == rows, "a quantised matrix has one scale a row")
        self.rows = rows
        self.columns = columns
        self.values = values
        self.scales = scales
    }

    /// Rounds each row to 127 steps of its largest magnitude; an element moves by at most half a step.
    public init(quantizing matrix: Matrix) {
        var values = [Int8](repeating: 0, count: matrix.values.count)
        var scales = [Float](repeating: 0, count: matrix.rows)
        for row in 0..<matrix.rows {
            let source = matrix[row: row]
            let largest = source.reduce(0) { max($0, $1.magnitude) }
            let scale = largest / 127
            guard scale > 0, scale.isFinite else { continue }
            scales[row] = scale
            for (column, value) in source.enumerated() {
                values[row * matrix.columns + column] = Int8(min(127, max(-127, (value / scale).rounded(.toNearestOrEven))))
            }
        }
        self.init(rows: matrix.rows, columns: matrix.columns, values: values, scales: scales)
    }

    /// Matrices of the same width, one under the other.
    package init(stacking matrices: [QuantizedMatrix]) {
        precondition(!matrices.isEmpty && matrices.allSatisfy { $0.columns == matrices[0].columns }, "matrices of one width are stacked")
        self.init(
            rows: matrices.reduce(0) { $0 + $1.rows }, columns: matrices[0].columns, values: matrices.flatMap(\.values), scales: matrices.flatMap(\.scales))
    }

    public func dequantized() -> Matrix {
        let floats = [Float](unsafeUninitializedCapacity: values.count) { floats, count in
            values.withUnsafeBufferPointer { values in
                for row in 0..<rows {
                    let scale = scales[row]
                    for i in row * columns..<(row + 1) * columns { floats.initializeElement(at: i, to: Float(values[i]) * scale) }
                }
            }
            count = values.count
        }
        return Matrix(rows: rows, columns: columns, values: floats)
    }
}
