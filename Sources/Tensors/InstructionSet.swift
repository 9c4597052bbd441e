package import CKernels

/// The instruction sets the kernels are compiled for, chosen once from what the CPU has.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
    /// Plain vector code, NEON on ARM: the reference of the others.
    case portable
    /// NEON with dot products of 8-bit integers.
    case neonDot = "neon-dot"
    case avx2
    /// AVX2 with dot products of 8-bit integers.
    case avx2VNNI = "avx2-vnni"
    case avx512
    /// AVX-512 with dot products of 8-bit integers.
    case avx512VNNI = "avx512-vnni"
    /// AVX-512 with dot products of 8-bit integers and of bfloat16.
    case avx512BF16 = "avx512-bf16"

    /// The best one of this machine.
    public static let best = available.max() ?? .portable

    /// Those this machine can run, the portable one first.
    public static var available: [InstructionSet] { allCases.filter { aw_has_isa($0.kernel) != 0 } }

    public static func < (left: InstructionSet, right: InstructionSet) -> Bool { left.kernel.rawValue < right.kernel.rawValue }

    package var kernel: aw_isa {
        switch self {
        case .portable: AW_PORTABLE
        case .neonDot: AW_NEON_DOT
        case .avx2: AW_AVX2
        case .avx2VNNI: AW_AVX2_VNNI
        case .avx512: AW_AVX512
        case .avx512VNNI: AW_AVX512_VNNI
        case .avx512BF16: AW_AVX512_BF16
        }
    }
}
