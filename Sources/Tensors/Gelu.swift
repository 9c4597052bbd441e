internal import CKernels

/// The Gaussian error linear unit in its exact form, x · Φ(x); within 1e-6.
///
/// - Source: Hendrycks & Gimpel 2016. Hugging Face's `gelu`; ``Linear`` applies it to its products while they are in registers.
package enum Gelu {
    package static func forward(_ x: inout [Float], on instructions: InstructionSet = .best) {
        x.withUnsafeMutableBufferPointer { aw_gelu(instructions.kernel, $0.baseAddress, $0.count) }
    }
}
