internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// The labels of spans: a head's cross-entropy.
struct LabelObjective: TrainingObjective {
    var head: Head
    /// (K), how much a positive of each label counts; all the same when empty.
    let classWeights: [Float]
    /// The part of a hidden layer's values that is dropped in each step, 0…1.
    let dropout: Float
    private var gradient: [Dense]

    init(_ head: Head, classWeights: [Float] = [], dropout: Float) {
        self.head = head
        self.classWeights = classWeights
        self.dropout = dropout
        gradient = head.layers.map { Dense(weight: Matrix(rows: $0.weight.rows, columns: $0.weight.columns), bias: $0.bias.map { _ in 0 }) }
    }

    var description: String {
        let widths = head.layers.map { String($0.bias.count) }.joined(separator: " ")
        return ", layers \(head.features.layers), offsets \(head.features.offsets), widths \(widths), class weights \(!classWeights.isEmpty)"
    }

    mutating func addLoss(of part: TrainingBatch.Part, states: [[Float]], encoder: EncoderWeights, pass: inout TrainingPass) -> Float {
        let rows = part.spans.rows.count
        guard rows > 0 else { return 0 }
        let features = head.features.forward(states, width: pass.width, of: part.spans)
        let step = HeadGradient(
            of: head, features: features, targets: Matrix(rows: rows, columns: head.labelCount, values: part.targets), weights: classWeights,
            dropout: Dropout(key: pass.random.next(), rate: dropout), withFeatures: true, product: &pass.product)
        for index in gradient.indices {
            gradient[index].weight.values.add(step.layers[index].weight.values, times: pass.weight)
            gradient[index].bias.add(step.layers[index].bias, times: pass.weight)
        }
        guard let dFeatures = step.dFeatures else { preconditionFailure("the features' gradient was asked for") }
        pass.open(head.features.layers)
        head.features.backward(dFeatures, times: pass.weight, width: pass.width, of: part.spans, into: &pass.dStates)
        return step.loss
    }

    mutating func forEachParameter(_ body: (_ parameter: OwnParameter, _ values: inout [Float], _ gradient: inout [Float]) -> Void) {
        for index in head.layers.indices {
            let weight = head.layers[index].weight
            body(OwnParameter(name: "layers.\(index).weight", shape: [weight.rows, weight.columns]), &head.layers[index].weight.values, &gradient[index].weight.values)
            body(OwnParameter(name: "layers.\(index).bias", shape: [weight.rows]), &head.layers[index].bias, &gradient[index].bias)
        }
    }
}
