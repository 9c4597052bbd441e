internal import CKernels

/// One step of Adam with decoupled weight decay, without its state.
///
/// p ← keep · p − pace · m / (√v · scale + epsilon), where m and v are the running means of the gradient and its square.
package struct AdamStep: Sendable {
    package var beta1, beta2, epsilon: Float
    /// 1 − rate · decay.
    package var keep: Float
    /// rate / (1 − beta1ⁿ) at step n.
    package var pace: Float
    /// 1 / √(1 − beta2ⁿ) at step n.
    package var scale: Float
    /// What gradients are multiplied by first: clipping, or 1 / the number of accumulated batches.
    package var gradientScale: Float

    package init(beta1: Float, beta2: Float, epsilon: Float, keep: Float, pace: Float, scale: Float, gradientScale: Float = 1) {
        (self.beta1, self.beta2, self.epsilon) = (beta1, beta2, epsilon)
        (self.keep, self.pace, self.scale, self.gradientScale) = (keep, pace, scale, gradientScale)
    }

    /// All four arrays have one length.
    package func apply(
        to parameters: inout [Float], mean: inout [Float], square: inout [Float], gradient: [Float], threads: Int, on instructions: InstructionSet = .best
    ) {
        let count = parameters.count, size = 16_384
        precondition(mean.count == count && square.count == count && gradient.count == count, "one gradient and two moments a parameter")
        let step = aw_adamw(beta1: beta1, beta2: beta2, epsilon: epsilon, keep: keep, pace: pace, scale: scale, gradient_scale: gradientScale)
        func run(_ p: UnsafeMutablePointer<Float>, _ m: UnsafeMutablePointer<Float>, _ v: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>) {
            Threads.share((count + size - 1) / size, threads: threads) { next in
                while let block = next() {
                    let i = block * size
                    aw_adamw_step(instructions.kernel, p + i, m + i, v + i, g + i, min(size, count - i), step)
                }
            }
        }
        run(&parameters, &mean, &square, gradient)
    }
}
