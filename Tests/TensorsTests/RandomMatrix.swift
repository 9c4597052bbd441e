import AfterwordTensors
import TestSupport

extension SeededGenerator {
    /// A matrix of numbers between `-scale` and `scale`.
    mutating func matrix(_ rows: Int, _ columns: Int, scale: Float = 1) -> Matrix {
        Matrix(rows: rows, columns: columns, values: (0..<rows * columns).map { _ in Float.random(in: -scale...scale, using: &self) })
    }
}
