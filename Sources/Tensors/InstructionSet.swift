package import CKernels

/// The instruction sets the kernels are compiled for, chosen once from what the CPU has.
public enum InstructionSet: String, Sendable, CaseIterable, Comparable {
    /// Plain vector code, NEON on ARM: the reference of the others.
    case portable
    case avx2
    case avx512

    /// The best one of this machine.
    public static let best = InstructionSet(aw_best_isa())

    /// Those this machine can run, the portable one first.
    public static var available: [InstructionSet] { allCases.filter { $0 <= best } }

    public static func < (left: InstructionSet, right: InstructionSet) -> Bool { left.kernel.rawValue < right.kernel.rawValue }

    package var kernel: aw_isa {
        switch self {
        case .portable: AW_PORTABLE
        case .avx2: AW_AVX2
        case .avx512: AW_AVX512
        }
    }

    private init(_ kernel: aw_isa) {
        switch kernel {
        case AW_AVX512: self = .avx512
        case AW_AVX2: self = .avx2
        default: self = .portable
        }
    }
}
