internal import CKernels

/// A linear layer of narrow weights, y = x · Wᵀ + b, over rows of the same precision.
///
/// A row of y depends on the same row of x only, bit for bit. Sums of 8-bit products are exact in every block.
package struct NarrowLinear: Sendable {
    /// K, the width of y, and C, the width of x.
    package let outputs, inputs: Int
    package let precision: NarrowPrecision
    private let panels: AlignedArray<UInt32>
    /// Over the outputs, which are padded to whole panels: the scale of a weight, its sum in every block, the bias.
    private let scales: [Float]
    private let sums: [Int32]
    private let bias: [Float]

    /// From an 8-bit weight (K, C), which is laid out as it is.
    package init(weight: QuantizedMatrix, bias: [Float]) {
        self.init(outputs: weight.rows, inputs: weight.columns, precision: .int8, scales: weight.scales, bias: bias) { kernel in
            var kernel = kernel
            weight.values.withUnsafeBufferPointer { aw_pack_int8($0.baseAddress, &kernel) }
        }
    }

    /// From a weight (K, C) rounded to bfloat16.
    package init(rounding weight: Matrix, bias: [Float]) {
        self.init(outputs: weight.rows, inputs: weight.columns, precision: .bfloat16, scales: [], bias: bias) { kernel in
            var kernel = kernel
            weight.values.withUnsafeBufferPointer { aw_pack_bfloat16($0.baseAddress, &kernel) }
        }
    }

    private init(outputs: Int, inputs: Int, precision: NarrowPrecision, scales: [Float], bias: [Float], pack: (aw_weight) -> Void) {
        precondition(bias.count == outputs, "a bias has one value an output")
        let padded = aw_narrow_outputs(outputs)
        func pad(_ values: [Float]) -> [Float] { values + [Float](repeating: 0, count: padded - values.count) }
        var sums = [Int32](repeating: 0, count: precision == .int8 ? NarrowRows.blocks(inputs) * padded : 0)
        panels = AlignedArray(repeating: 0, count: aw_narrow_words(precision.kernel, outputs, inputs)) { panels in
            sums.withUnsafeMutableBufferPointer { sums in
                pack(aw_weight(precision: precision.kernel, n: outputs, k: inputs, panels: panels.baseAddress, scales: nil, sums: sums.baseAddress, bias: nil))
            }
        }
        (self.outputs, self.inputs, self.precision, self.sums) = (outputs, inputs, precision, sums)
        self.scales = pad(scales)
        self.bias = pad(bias)
    }

    /// Floats of `scratch`.
    package var scratchCount: Int { aw_narrow_linear_scratch(precision.kernel, inputs) }

    /// The first `rows` rows of y (…, K) from those of x from row `first` on.
    package func forward(
        _ x: inout NarrowRows, from first: Int = 0, rows: Int, scratch: inout [Float], into y: inout [Float], on instructions: InstructionSet = .best
    ) {
        precondition(y.count >= rows * outputs, "y has room for \(rows) rows")
        y.withUnsafeMutableBufferPointer { y in multiply(&x, from: first, rows: rows, &scratch, floats: y.baseAddress, halves: nil, on: instructions) }
    }

    /// The same rounded to bfloat16.
    package func forward(
        _ x: inout NarrowRows, from first: Int = 0, rows: Int, scratch: inout [Float], into y: inout [UInt16], on instructions: InstructionSet = .best
    ) {
        precondition(y.count >= rows * outputs, "y has room for \(rows) rows")
        y.withUnsafeMutableBufferPointer { y in multiply(&x, from: first, rows: rows, &scratch, floats: nil, halves: y.baseAddress, on: instructions) }
    }

    private func multiply(
        _ x: inout NarrowRows, from first: Int, rows: Int, _ scratch: inout [Float], floats: UnsafeMutablePointer<Float>?,
        halves: UnsafeMutablePointer<UInt16>?, on instructions: InstructionSet
    ) {
        precondition(x.width == inputs && x.precision == precision, "a linear layer of \(inputs) inputs was given \(x.width)")
        precondition(scratch.count >= scratchCount, "scratch has room for what is widened")
        x.withKernel(from: first, rows: rows) { x in
            scratch.withUnsafeMutableBufferPointer { scratch in
                withKernel { aw_narrow_linear(instructions.kernel, x, rows, $0, floats, halves, scratch.baseAddress) }
            }
        }
    }

    /// Gives `body` what the kernels take for a weight.
    func withKernel(_ body: (aw_weight) -> Void) {
        panels.withUnsafeBufferPointer { panels in
            scales.withUnsafeBufferPointer { scales in
                sums.withUnsafeBufferPointer { sums in
                    bias.withUnsafeBufferPointer { bias in
                        body(
                            aw_weight(
                                precision: precision.kernel, n: outputs, k: inputs, panels: UnsafeMutablePointer(mutating: panels.baseAddress), scales: scales.baseAddress,
                                sums: UnsafeMutablePointer(mutating: sums.baseAddress), bias: bias.baseAddress))
                    }
                }
            }
        }
    }
}
