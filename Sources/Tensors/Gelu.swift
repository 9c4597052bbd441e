internal import CKernels

/// The Gaussian error linear unit in its exact form, x · Φ(x); within 1e-6.
///
/// - Source: Hendrycks & Gimpel 2016. Hugging Face's `gelu`; ``Linear`` applies it to its products while they are in registers.
package enum Gelu {
    package static func forward(_ x: inout [Float], on instructions: InstructionSet = .best) {
        x.withUnsafeMutableBufferPointer { aw_gelu(instructions.kernel, $0.baseAddress, $0.count, $0.baseAddress) }
    }

    /// The first `rows` rows of y from those of x (rows, width), which the way back needs.
    package static func forward(_ x: [Float], rows: Int, width: Int, into y: inout [Float], threads: Int, on instructions: InstructionSet = .best) {
        precondition(x.count >= rows * width && y.count >= rows * width, "x and y have \(rows) rows")
        func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
            RowBlocks.forEach(of: rows, threads: threads) { _, block in
                aw_gelu(instructions.kernel, x + block.lowerBound * width, block.count * width, y + block.lowerBound * width)
            }
        }
        run(x, &y)
    }

    /// The gradient of y (rows, F) becomes that of x, and its column sums are added to `dBias` (F), the gradient of a bias that x contains.
    package static func backward(
        _ gradient: inout [Float], x: [Float], rows: Int, bias dBias: inout [Float], threads: Int, on instructions: InstructionSet = .best
    ) {
        let width = dBias.count
        precondition(x.count >= rows * width && gradient.count >= rows * width, "x and its gradient have \(rows) rows")
        func run(_ gradient: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>) {
            RowBlocks.sum(&dBias, of: rows, threads: threads) { block, sums in
                let start = gradient + block.lowerBound * width
                aw_gelu_backward(instructions.kernel, x + block.lowerBound * width, start, block.count, width, start, sums)
            }
        }
        run(&gradient, x)
    }
}
