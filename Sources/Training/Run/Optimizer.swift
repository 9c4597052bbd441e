internal import AfterwordEncoder
internal import AfterwordTensors
internal import Foundation

/// AdamW over the parameters of an encoder and of the tasks on it, each array with its own moments, rate and decay.
struct Optimizer: Sendable {
    private let configuration: EncoderConfiguration
    private let options: EncoderTraining
    /// By name: `encoder.layer.0.…`, `task.0.layers.0.weight`.
    private(set) var moments: [String: AdamW] = [:]

    init(for configuration: EncoderConfiguration, options: EncoderTraining) {
        self.configuration = configuration
        self.options = options
    }

    /// The Euclidean length of all gradients together.
    func norm(_ dEncoder: EncoderWeights, _ tasks: inout [TrainingTask]) -> Double {
        var total = 0.0
        for parameter in Parameter.all(of: configuration) where trains(parameter) {
            total += Sums.squares(of: dEncoder[keyPath: parameter.place].values, threads: options.threads)
        }
        for index in tasks.indices { tasks[index].objective.forEachParameter { _, _, gradient in total += Sums.squares(of: gradient, threads: options.threads) } }
        return total.squareRoot()
    }

    /// One step of all parameters down their gradients, which are multiplied by `scale` first and are zero afterwards.
    mutating func step(_ weights: inout EncoderWeights, _ dEncoder: inout EncoderWeights, tasks: inout [TrainingTask], rate: Float, scale: Float) {
        for parameter in Parameter.all(of: configuration) where trains(parameter) {
            let name = "encoder." + parameter.name
            weights.update(parameter) { values in
                dEncoder.update(parameter) { gradient in
                    step(name, &values, &gradient, decays: parameter.shape.count == 2, rate: rate * rateScale(of: parameter), scale: scale)
                }
            }
        }
        for index in tasks.indices {
            tasks[index].objective.forEachParameter { parameter, values, gradient in
                step(
                    "task.\(index).\(parameter.name)", &values, &gradient, decays: parameter.shape.count == 2, rate: rate * options.headRate, scale: scale)
            }
        }
    }

    private mutating func step(
        _ name: String, _ values: inout [Float], _ gradient: inout [Float], decays: Bool, rate: Float, scale: Float
    ) {
        var adam = moments.removeValue(forKey: name) ?? AdamW(count: values.count, options: decays ? options.optimizer : options.optimizer.withoutDecay)
        adam.step(&values, gradient: gradient, rate: rate, gradientScale: scale, threads: options.threads)
        moments[name] = adam
        gradient.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    }

    mutating func restore(_ moments: [String: AdamW]) { self.moments = moments }

    /// Whether a parameter changes at all.
    private func trains(_ parameter: Parameter) -> Bool { parameter.layer >= options.lowestLayer }

    private func rateScale(of parameter: Parameter) -> Float { powf(options.layerDecay, Float(configuration.layerCount - parameter.layer)) }
}

extension Parameter {
    /// 0 for the embeddings, n for the n-th layer.
    var layer: Int {
        let parts = name.split(separator: ".")
        return parts.count > 2 && parts[1] == "layer" ? (Int(parts[2]) ?? 0) + 1 : 0
    }
}
