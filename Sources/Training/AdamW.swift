internal import AfterwordTensors
internal import Foundation

/// Adam with decoupled weight decay, for one array of parameters.
///
/// - Source: Loshchilov & Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2; as PyTorch's `AdamW` computes it.
public struct AdamW: Sendable {
    public struct Options: Sendable, Codable, Equatable {
        public var beta1: Float = 0.9
        public var beta2: Float = 0.999
        public var epsilon: Float = 1e-8
        /// Per step and unit of learning rate; 0 for biases and norms.
        public var decay: Float = 0.01

        public init() {}
    }

    public var options: Options
    /// Running means of the gradient and of its square, one a parameter.
    private(set) var mean, square: [Float]
    private var steps = 0

    public init(count: Int, options: Options = Options()) {
        self.options = options
        mean = [Float](repeating: 0, count: count)
        square = [Float](repeating: 0, count: count)
    }

    /// As it was after `steps` steps.
    init(mean: [Float], square: [Float], steps: Int, options: Options) {
        precondition(mean.count == square.count, "two moments a parameter")
        (self.mean, self.square, self.steps, self.options) = (mean, square, steps, options)
    }

    /// One step down the gradient, which is multiplied by `gradientScale` first.
    public mutating func step(_ parameters: inout [Float], gradient: [Float], rate: Float, gradientScale: Float = 1, threads: Int = 1) {
        precondition(parameters.count == mean.count && gradient.count == mean.count, "one moment a parameter")
        steps += 1
        let correction1 = 1 - powf(options.beta1, Float(steps)), correction2 = 1 - powf(options.beta2, Float(steps))
        let step = AdamStep(
            beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon, keep: 1 - rate * options.decay, pace: rate / correction1,
            scale: 1 / correction2.squareRoot(), gradientScale: gradientScale)
        step.apply(to: &parameters, mean: &mean, square: &square, gradient: gradient, threads: threads)
    }
}
