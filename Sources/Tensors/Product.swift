internal import CKernels
internal import Synchronization

/// The matrix products of training, c = left · right, with memory that is kept from one to the next.
///
///     var product = Product(precision: .best, threads: 2)
///     product(.init(x, rows: n, columns: c), .init(weight).transposed, bias: bias, into: &y)        // y (N, K) = x · Wᵀ + b
///     product(.init(dY, rows: n, columns: k), .init(weight), into: &dX)                             // dX (N, C) = dY · W
///     product(.init(dY, rows: n, columns: k).transposed, .init(x, rows: n, columns: c), accumulating: true, into: &dW) // += dYᵀ · x
///
/// A value of c is the same bits however many threads there are, and for a given left row whatever rows are beside it.
package struct Product: Sendable {
    package var precision: Precision
    package var threads: Int
    package var instructions: InstructionSet
    // Stages of the right factor and of a transposed left one, and a thread's part of another, as the kernels read them.
    private var panels: [UInt32] = [], strips: [UInt32] = [], scratch: [UInt32] = []

    package init(precision: Precision, threads: Int = 1, instructions: InstructionSet = .best) {
        self.precision = precision
        self.threads = threads
        self.instructions = instructions
    }

    /// A factor (rows, columns): the first values of an array, or the transpose of what they are.
    package struct Operand {
        let values: ArraySlice<Float>
        package let rows, columns: Int
        let isTransposed: Bool

        /// A row-major matrix; `values` may go on behind it.
        package init(_ values: ArraySlice<Float>, rows: Int, columns: Int) {
            self.init(values: values, rows: rows, columns: columns, isTransposed: false)
        }

        package init(_ values: [Float], rows: Int, columns: Int) { self.init(values[...], rows: rows, columns: columns) }

        package init(_ matrix: Matrix) { self.init(matrix.values[...], rows: matrix.rows, columns: matrix.columns) }

        private init(values: ArraySlice<Float>, rows: Int, columns: Int, isTransposed: Bool) {
            precondition(rows >= 0 && columns >= 0 && values.count >= rows * columns, "a (\(rows), \(columns)) factor was given \(values.count) values")
            self.values = values
            self.rows = rows
            self.columns = columns
            self.isTransposed = isTransposed
        }

        /// The transpose, without moving a value.
        package var transposed: Operand { Operand(values: values, rows: columns, columns: rows, isTransposed: !isTransposed) }
    }

    /// c (M, N) = left (M, K) · right (K, N) + bias (N), or c += left · right.
    ///
    /// - Parameters:
    ///   - bias: what each row of c starts from; nothing unless told.
    ///   - accumulating: adds to the values of c, instead of to the bias.
    ///   - c: holds M · N values from `offset` on; the others stay as they are.
    package mutating func callAsFunction(
        _ left: Operand, _ right: Operand, bias: [Float] = [], accumulating: Bool = false, into c: inout [Float], at offset: Int = 0
    ) {
        precondition(left.columns == right.rows, "(\(left.rows), \(left.columns)) · (\(right.rows), \(right.columns))")
        precondition(offset >= 0 && c.count - offset >= left.rows * right.columns, "c has room for the product")
        precondition(bias.isEmpty || bias.count == right.columns && !accumulating, "a bias has one value a column, and c is not added to as well")
        var product = aw_product()
        product.isa = instructions.kernel
        product.precision = precision.kernel
        (product.m, product.n, product.k) = (left.rows, right.columns, left.columns)
        product.left_transposed = left.isTransposed ? 1 : 0
        product.right_transposed = right.isTransposed ? 1 : 0
        product.accumulating = accumulating ? 1 : 0
        let scratchStride = aw_product_scratch(&product)
        Self.reserve(aw_panels_count(&product), in: &panels)
        Self.reserve(aw_strips_count(&product), in: &strips)
        Self.reserve(scratchStride * max(threads, 1), in: &scratch)
        let threads = threads
        left.values.withUnsafeBufferPointer { left in
            right.values.withUnsafeBufferPointer { right in
                bias.withUnsafeBufferPointer { bias in
                    c.withUnsafeMutableBufferPointer { c in
                        Self.withAligned(&panels) { panels in
                            Self.withAligned(&strips) { strips in
                                Self.withAligned(&scratch) { scratch in
                                    product.left = left.baseAddress
                                    product.right = right.baseAddress
                                    product.bias = bias.isEmpty ? nil : bias.baseAddress
                                    product.panels = panels
                                    product.strips = strips
                                    product.c = c.baseAddress.map { $0 + offset }
                                    Self.run(&product, threads: threads, scratch: scratch, stride: scratchStride)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func run(_ product: UnsafePointer<aw_product>, threads: Int, scratch: UnsafeMutablePointer<UInt32>?, stride: Int) {
        // Pieces write to places of their own, workers to scratch of their own.
        nonisolated(unsafe) let product = product
        nonisolated(unsafe) let scratch = scratch
        for stage in 0..<aw_product_stages(product) {
            Threads.forEach(aw_packing_pieces(product, stage), threads: threads) { next in
                while let piece = next() { aw_pack_piece(product, stage, piece) }
            }
            let workers = Atomic<Int>(0)
            Threads.forEach(aw_product_pieces(product), threads: threads) { next in
                let own = scratch.map { $0 + stride * workers.add(1, ordering: .relaxed).oldValue }
                while let piece = next() { aw_multiply_piece(product, stage, piece, own) }
            }
        }
    }

    private static let alignment = 64

    private static func reserve(_ words: Int, in scratch: inout [UInt32]) {
        let count = words + alignment / MemoryLayout<UInt32>.stride
        if scratch.count < count { scratch = [UInt32](repeating: 0, count: count) }
    }

    private static func withAligned(_ scratch: inout [UInt32], _ body: (UnsafeMutablePointer<UInt32>?) -> Void) {
        scratch.withUnsafeMutableBytes { body($0.baseAddress?.alignedUp(toMultipleOf: alignment).assumingMemoryBound(to: UInt32.self)) }
    }
}
