internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// What a task wants of the encoder's states: a loss, with parameters of its own that are trained together with the encoder.
protocol TrainingObjective: Sendable {
    /// The loss of a batch's part: a mean over what is known of it, 0 if nothing is.
    ///
    /// Its gradients, times `pass.weight`, are added to those of the pass and of the task's own parameters.
    mutating func addLoss(of part: TrainingBatch.Part, states: [[Float]], encoder: EncoderWeights, pass: inout TrainingPass) -> Float

    /// What makes it another objective than one of the same name, for telling runs apart.
    var description: String { get }

    /// Visits the task's own parameters and their gradients, always in the same order.
    mutating func forEachParameter(_ body: (_ parameter: OwnParameter, _ values: inout [Float], _ gradient: inout [Float]) -> Void)
}

extension TrainingObjective {
    var description: String { "" }
}

/// A parameter beside the encoder's.
struct OwnParameter: Sendable, Equatable {
    var name: String
    /// (outputs, inputs), or one number for biases and norms, which do not decay.
    var shape: [Int]
}

/// The gradients that the losses of one pass leave, and what they are computed with.
struct TrainingPass: Sendable {
    /// C
    let width: Int
    /// R
    private(set) var rows = 0
    /// By layer, (R, C); empty where no loss depends on the layer.
    var dStates: [[Float]]
    var dEncoder: EncoderWeights
    var product: Product
    /// How much the loss in hand counts.
    var weight: Float = 1
    /// Of the loss in hand: differs from step to step and from task to task.
    var random = RandomSource(seed: 0)

    init(width: Int, layerCount: Int, dEncoder: EncoderWeights, product: Product) {
        self.width = width
        self.dEncoder = dEncoder
        self.product = product
        dStates = Array(repeating: [], count: layerCount + 1)
    }

    /// Forgets the gradients by an earlier batch's states.
    mutating func begin(rows: Int) {
        self.rows = rows
        dStates = dStates.map { _ in [] }
    }

    /// Makes a place for gradients by the states of some layers.
    mutating func open(_ layers: [Int]) {
        for layer in layers where dStates[layer].isEmpty { dStates[layer] = [Float](repeating: 0, count: rows * width) }
    }
}
