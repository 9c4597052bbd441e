internal import CKernels

/// What the factors of training's matrix products are rounded to; everything else, and every sum, is 32-bit.
public enum Precision: String, Sendable, Codable, CaseIterable {
    case float32
    /// 8 significant bits in the range of 32: twice as fast on a CPU that multiplies it by itself (AVX-512 BF16), no faster elsewhere.
    case bfloat16

    /// ``bfloat16`` where this CPU has it.
    public static let best: Precision = aw_has_bfloat16() != 0 ? .bfloat16 : .float32

    var kernel: aw_precision { self == .bfloat16 ? AW_BFLOAT16 : AW_FLOAT32 }
}
