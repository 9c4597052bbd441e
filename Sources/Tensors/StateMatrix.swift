internal import CKernels

/// Rows that are written once, each by whatever thread has it, and then only read: 32-bit floats, or bfloat16 in half the memory.
public struct StateMatrix: Sendable {
    public let rows: Int
    public let columns: Int
    private let storage: Storage
    /// The place in `storage` of the first value.
    private let start: Int

    private enum Storage: Sendable {
        case float32(AlignedArray<Float>)
        case bfloat16(AlignedArray<UInt16>)
    }

    private init(rows: Int, columns: Int, storage: Storage, start: Int) {
        (self.rows, self.columns, self.storage, self.start) = (rows, columns, storage, start)
    }

    /// The same values as 32-bit floats.
    public init(_ matrix: Matrix) {
        self.init(unwritten: matrix.rows, columns: matrix.columns, precision: .float32)
        matrix.values.withUnsafeBufferPointer { values in
            if let values = values.baseAddress { write(values, rows: matrix.rows, at: 0) }
        }
    }

    /// Room for rows, every one of which is to be written before it is read. In bfloat16 they have an even number of columns.
    package init(unwritten rows: Int, columns: Int, precision: Precision) {
        precondition(precision == .float32 || columns.isMultiple(of: 2), "bfloat16 are stored in pairs")
        let count = rows * columns
        self.init(rows: rows, columns: columns, storage: precision == .float32 ? .float32(AlignedArray(unwritten: count)) : .bfloat16(AlignedArray(unwritten: count)), start: 0)
    }

    /// Puts x (rows, columns) from row `first` on, rounded to the nearest value there is.
    package func write(_ x: UnsafePointer<Float>, rows count: Int, at first: Int, on instructions: InstructionSet = .best) {
        precondition(first >= 0 && count >= 0 && first + count <= rows, "there is room for \(rows) rows, not \(first + count)")
        let place = start + first * columns
        switch storage {
        case .float32(let values): values.write { ($0 + place).update(from: x, count: count * columns) }
        case .bfloat16(let halves):
            halves.write { halves in
                (halves + place).withMemoryRebound(to: UInt32.self, capacity: count * columns / 2) { pairs in
                    aw_narrow(instructions.kernel, x, count, aw_rows(precision: AW_BFLOAT16, k: columns, words: pairs, scales: nil, zeros: nil))
                }
            }
        }
    }

    /// Adds rows `range`, one after the other, to `sums` (columns).
    package func add(rows range: Range<Int>, to sums: UnsafeMutablePointer<Float>, on instructions: InstructionSet = .best) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        let place = start + range.lowerBound * columns
        switch storage {
        case .float32(let values):
            values.withUnsafeBufferPointer { if let values = $0.baseAddress { aw_column_sums(instructions.kernel, values + place, range.count, columns, sums) } }
        case .bfloat16(let halves):
            halves.withUnsafeBufferPointer { if let halves = $0.baseAddress { aw_column_sums_of_halves(instructions.kernel, halves + place, range.count, columns, sums) } }
        }
    }

    /// Rows `range`, in the same memory.
    public func rows(_ range: Range<Int>) -> StateMatrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
        return StateMatrix(rows: range.count, columns: columns, storage: storage, start: start + range.lowerBound * columns)
    }

    /// The values as 32-bit floats.
    public var matrix: Matrix {
        var result = Matrix(rows: rows, columns: columns)
        result.values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            for row in 0..<rows { add(rows: row..<row + 1, to: values + row * columns) }
        }
        return result
    }
}

extension StateMatrix: Equatable {
    public static func == (left: StateMatrix, right: StateMatrix) -> Bool { left.matrix == right.matrix }
}
