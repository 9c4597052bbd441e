internal import CKernels

/// What the factors of an encoder's matrix products are when it reads text.
public enum InferencePrecision: String, Sendable, Codable, CaseIterable {
    /// Everything in 32 bits: the reference.
    case float32
    /// 8 significant bits in the range of 32; sums in 32. As close to ``float32`` as makes no difference.
    case bfloat16
    /// 8-bit integers: activations with a scale and a zero point for every 384 columns of a token, weights with a scale an output. Attention in ``bfloat16``.
    case int8

    package var narrow: NarrowPrecision? {
        switch self {
        case .float32: nil
        case .bfloat16: .bfloat16
        case .int8: .int8
        }
    }
}

/// A precision narrower than 32 bits.
package enum NarrowPrecision: Sendable, CaseIterable {
    case bfloat16, int8

    var kernel: aw_precision { self == .int8 ? AW_INT8 : AW_BFLOAT16 }
}
