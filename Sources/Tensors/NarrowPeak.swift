internal import CKernels

/// The most narrow products that one core can do: what the linear layers are measured against.
package enum NarrowPeak {
    /// Does the products' inner loop on values in the first-level cache, `rounds` times.
    ///
    /// - Returns: how many products of two values, each added up, that were.
    package static func multiply(_ precision: NarrowPrecision, rounds: Int, on instructions: InstructionSet = .best) -> Int {
        var products = 0
        _ = AlignedArray<UInt32>(repeating: 0, count: aw_narrow_peak_words()) { words in
            products = aw_narrow_peak(instructions.kernel, precision.kernel, rounds, words.baseAddress)
        }
        return products
    }
}
