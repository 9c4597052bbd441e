internal import CKernels

/// Rows of activations as narrow products read them, in place of a matrix of floats.
package struct NarrowRows: Sendable {
    package let precision: NarrowPrecision
    /// How many rows there is room for, and how many values each has.
    package let capacity, width: Int
    private var words: [UInt32]
    /// (capacity, blocks) each: an 8-bit value is scale · (u8 − zero), with its own scale for every block of a row's columns.
    private var scales: [Float]
    private var zeros: [Int32]

    package init(capacity: Int, width: Int, precision: NarrowPrecision) {
        (self.capacity, self.width, self.precision) = (capacity, width, precision)
        let rows = capacity + Int(AW_SLACK)
        words = [UInt32](repeating: 0, count: rows * aw_row_words(precision.kernel, width))
        let count = precision == .int8 ? rows * Self.blocks(width) : 0
        scales = [Float](repeating: 0, count: count)
        zeros = [Int32](repeating: 0, count: count)
    }

    /// The columns that share a scale, and how many such blocks a row of `width` has.
    package static let block = Int(AW_BLOCK)
    package static func blocks(_ width: Int) -> Int { (width + block - 1) / block }

    /// Rows `first ..< first + rows` become those of x (…, width) from row `source` on.
    package mutating func fill(from first: Int = 0, rows: Int, with x: [Float], from source: Int = 0, on instructions: InstructionSet = .best) {
        precondition(x.count >= (source + rows) * width, "x has \(rows) rows")
        let width = width
        withKernel(from: first, rows: rows) { kernel in
            x.withUnsafeBufferPointer { aw_narrow(instructions.kernel, $0.baseAddress.map { $0 + source * width }, rows, kernel) }
        }
    }

    /// Gives `body` what the kernels take for rows.
    mutating func withKernel(from first: Int = 0, rows: Int, _ body: (aw_rows) -> Void) {
        precondition(first >= 0 && rows >= 0 && first + rows <= capacity, "there is room for \(capacity) rows, not \(first + rows)")
        let precision = precision.kernel, width = width, blocks = Self.blocks(width)
        words.withUnsafeMutableBufferPointer { words in
            scales.withUnsafeMutableBufferPointer { scales in
                zeros.withUnsafeMutableBufferPointer { zeros in
                    body(
                        aw_rows(
                            precision: precision, k: width, words: words.baseAddress.map { $0 + first * aw_row_words(precision, width) },
                            scales: scales.baseAddress.map { $0 + first * blocks }, zeros: zeros.baseAddress.map { $0 + first * blocks }))
                }
            }
        }
    }

    /// What one row stands for.
    package func values(row: Int) -> [Float] {
        let count = aw_row_words(precision.kernel, width)
        return words[row * count..<(row + 1) * count].withUnsafeBytes { bytes in
            (0..<width).map { column in
                guard precision == .int8 else { return Float(bitPattern: UInt32(bytes.load(fromByteOffset: 2 * column, as: UInt16.self)) << 16) }
                let place = row * Self.blocks(width) + column / Self.block
                let byte = column / 64 * 64 + column % 16 * 4 + column % 64 / 16 // a word has columns that are 16 apart
                return scales[place] * Float(Int32(bytes[byte]) - zeros[place])
            }
        }
    }
}
