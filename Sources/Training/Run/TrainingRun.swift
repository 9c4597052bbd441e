package import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// A run in progress: weights, tasks, and where it stands in its data. Two runs of the same state go on alike, bit for bit.
package struct TrainingRun: Sendable {
    let options: EncoderTraining
    let configuration: EncoderConfiguration
    /// Steps of the whole run.
    let totalSteps: Int
    package private(set) var weights: EncoderWeights
    package private(set) var tasks: [TrainingTask]
    /// Steps done.
    package private(set) var step = 0

    private var mixer: BatchMixer
    private var optimizer: Optimizer
    private let classToken, separatorToken: Int32
    private var tape: TrainingTape
    private var pass: TrainingPass

    /// What one step did.
    package struct Step: Sendable {
        /// By task, mean over the step's batches; nil where no example of a task was in them.
        package var losses: [Double?]
        /// By task, the length of its loss's gradient by the states: how hard it pulls at the encoder, beside the others.
        package var pulls: [Double?]
        package var tokens: Int
        package var rate: Float
        /// The length of the gradient before it was clipped.
        package var norm: Double
    }

    package init(_ tasks: [TrainingTask], encoder: TransformerEncoder, weights: EncoderWeights, options: EncoderTraining) {
        self.options = options
        self.tasks = tasks
        self.weights = weights
        configuration = encoder.configuration
        (classToken, separatorToken) = (encoder.classToken, encoder.separatorToken)
        let tokens = tasks.reduce(0) { $0 + $1.tokens }
        // Small data takes at least sixteen steps a pass: a few large ones would teach nothing.
        let batchTokens = options.steps == nil ? min(options.batchTokens, max(64, tokens / (16 * options.accumulate))) : options.batchTokens
        totalSteps = max(1, options.steps ?? Int((Double(tokens) * options.epochs / Double(batchTokens * options.accumulate)).rounded(.up)))
        mixer = BatchMixer(tasks, tokens: batchTokens)
        optimizer = Optimizer(for: configuration, options: options)
        tape = TrainingTape(for: configuration)
        pass = TrainingPass(
            width: configuration.hiddenSize, layerCount: configuration.layerCount, dEncoder: EncoderWeights(zerosFor: configuration),
            product: Product(precision: options.precision, threads: options.threads))
    }

    var isFinished: Bool { step >= totalSteps }

    /// One step down the gradient of the next batches.
    ///
    /// - Throws: `TrainingError.notFinite` before anything has changed; errors of the data.
    package mutating func advance() throws(TrainingError) -> Step {
        let (losses, pulls, tokens) = try accumulateGradients()
        let norm = optimizer.norm(pass.dEncoder, &tasks)
        guard norm.isFinite else { throw .notFinite(step: step + 1, task: "all tasks, by its gradient,") }
        let rate = options.schedule.rate(at: step, of: totalSteps), isTooLong = options.clip > 0 && norm > Double(options.clip)
        optimizer.step(&weights, &pass.dEncoder, tasks: &tasks, rate: rate, scale: isTooLong ? Float(Double(options.clip) / norm) : 1)
        step += 1
        return Step(losses: losses, pulls: pulls, tokens: tokens, rate: rate, norm: norm)
    }

    /// Losses and pulls by task, and the tokens they were taken from.
    private mutating func accumulateGradients() throws(TrainingError) -> (losses: [Double?], pulls: [Double?], tokens: Int) {
        var sums = tasks.map { _ in (loss: 0.0, pull: 0.0, count: 0) }
        var tokens = 0
        for part in 0..<options.accumulate {
            var batch = TrainingBatch(taskCount: tasks.count, classToken: classToken, separatorToken: separatorToken)
            try mixer.fill(&batch)
            tokens += batch.sequences.rows
            for (task, loss, pull) in run(batch, number: step * options.accumulate + part) {
                guard loss.isFinite else { throw .notFinite(step: step + 1, task: tasks[task].name) }
                sums[task] = (sums[task].loss + Double(loss), sums[task].pull + pull, sums[task].count + 1)
            }
        }
        return (
            sums.map { $0.count > 0 ? $0.loss / Double($0.count) : nil }, sums.map { $0.count > 0 ? $0.pull / Double($0.count) : nil }, tokens)
    }

    /// The gradients that the next step would go down, by the names of the parameters, and the losses; nothing changes but the place in the data.
    package mutating func gradients() throws(TrainingError) -> (gradients: [String: [Float]], losses: [Double?]) {
        let (losses, _, _) = try accumulateGradients()
        var gradients: [String: [Float]] = [:]
        for parameter in Parameter.all(of: configuration) { gradients["encoder." + parameter.name] = pass.dEncoder[keyPath: parameter.place].values }
        for index in tasks.indices {
            tasks[index].objective.forEachParameter { parameter, _, gradient in gradients["task.\(index).\(parameter.name)"] = gradient }
        }
        return (gradients, losses)
    }

    /// Adds a batch's gradients to those of the step.
    private mutating func run(_ batch: TrainingBatch, number: Int) -> [(task: Int, loss: Float, pull: Double)] {
        var keys = RandomSource(seed: RandomSource.mixed(~options.seed, UInt64(number))) // of the batch, so that nothing random need be kept
        weights.forward(
            batch.sequences, configuration: configuration, dropouts: LayerDropouts(rate: options.dropout, key: keys.next()), tape: &tape, product: &pass.product)
        var results: [(Int, Float, Double)] = []
        var dStates = tape.states.map { _ in [Float]() } // of all tasks
        for index in tasks.indices where !batch.parts[index].spans.rows.isEmpty {
            pass.begin(rows: batch.sequences.rows)
            pass.random = RandomSource(seed: keys.next())
            pass.weight = tasks[index].weight / Float(options.accumulate)
            let loss = tasks[index].objective.addLoss(of: batch.parts[index], states: tape.states, encoder: weights, pass: &pass)
            let pull = pass.dStates.reduce(0) { $0 + Sums.squares(of: $1, threads: options.threads) }.squareRoot()
            results.append((index, loss, pull * Double(options.accumulate)))
            for layer in dStates.indices { if dStates[layer].isEmpty { dStates[layer] = pass.dStates[layer] } else { dStates[layer].add(pass.dStates[layer]) } }
        }
        weights.backward(
            dStates, configuration: configuration, lowest: options.lowestLayer, tape: &tape, product: &pass.product, into: &pass.dEncoder)
        return results
    }
}

extension TrainingRun {
    /// All that a run needs to go on: parameters with their moments, by name, and where it stands in the data.
    var snapshot: (tensors: [String: Safetensors.Content], state: BatchMixer.State) {
        mutating get {
            var tensors: [String: Safetensors.Content] = [:]
            func add(_ name: String, _ values: [Float], _ shape: [Int], _ moments: AdamW?) {
                tensors[name] = .floats(values, shape: shape)
                guard let moments else { return }
                tensors[name + ".mean"] = .floats(moments.mean, shape: shape)
                tensors[name + ".square"] = .floats(moments.square, shape: shape)
            }
            for parameter in Parameter.all(of: configuration) {
                let name = "encoder." + parameter.name
                add(name, weights[keyPath: parameter.place].values, parameter.shape, optimizer.moments[name])
            }
            for index in tasks.indices {
                tasks[index].objective.forEachParameter { parameter, values, _ in
                    let name = "task.\(index).\(parameter.name)"
                    add(name, values, parameter.shape, optimizer.moments[name])
                }
            }
            return (tensors, mixer.state)
        }
    }

    /// Where the run stands in its data.
    var dataState: BatchMixer.State { mixer.state }

    /// The parameters alone.
    var modelTensors: [String: Safetensors.Content] {
        mutating get { snapshot.tensors.filter { !$0.key.hasSuffix(".mean") && !$0.key.hasSuffix(".square") } }
    }

    mutating func install(_ weights: EncoderWeights, heads: [Head]) {
        self.weights = weights
        for index in tasks.indices { if let head = heads.first(where: { $0.name == tasks[index].name }) { tasks[index].install(head) } }
    }

    /// Takes the parameters of a file and leaves all else.
    mutating func restoreModel(from file: Safetensors) throws(TrainingError) { _ = try readParameters(from: file, step: 0) }

    /// Goes to where a snapshot was taken.
    ///
    /// - Throws: `TrainingError.checkpoint` when the file is not of this run.
    mutating func restore(step: Int, state: BatchMixer.State, from file: Safetensors) throws(TrainingError) {
        optimizer.restore(try readParameters(from: file, step: step))
        try mixer.move(to: state)
        self.step = step
    }

    /// Takes the parameters of a file; the moments that are in it too are returned.
    private mutating func readParameters(from file: Safetensors, step: Int) throws(TrainingError) -> [String: AdamW] {
        var moments: [String: AdamW] = [:]
        var failure: TensorError?
        func read(_ name: String, _ shape: [Int], _ values: inout [Float]) {
            guard failure == nil else { return }
            do throws(TensorError) {
                values = try file.floats(name, shape: shape)
                guard file.tensors[name + ".mean"] != nil else { return } // it does not train
                moments[name] = AdamW(
                    mean: try file.floats(name + ".mean", shape: shape), square: try file.floats(name + ".square", shape: shape), steps: step,
                    options: shape.count == 2 ? options.optimizer : options.optimizer.withoutDecay)
            } catch { failure = error }
        }
        for parameter in Parameter.all(of: configuration) {
            weights.update(parameter) { read("encoder." + parameter.name, parameter.shape, &$0) }
        }
        for index in tasks.indices {
            tasks[index].objective.forEachParameter { parameter, values, _ in read("task.\(index).\(parameter.name)", parameter.shape, &values) }
        }
        if let failure { throw .checkpoint(file: file.file, reason: "\(failure)") }
        return moments
    }
}
