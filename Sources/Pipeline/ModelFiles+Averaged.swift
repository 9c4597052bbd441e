internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

extension ModelFiles {
    /// One model whose weights are the mean of several that were fine-tuned from one another, at the cost of one.
    ///
    /// Encoders, heads and thresholds are averaged value by value; vocabulary, name and version are the first model's. All must go back to one
    /// run: the hidden units of runs that began apart have nothing to do with each other. Evaluate what comes out.
    /// - Parameters:
    ///   - models: at least one, all with the same vocabulary, the same sizes and the same heads.
    ///   - shares: how much each counts, over 0, one a model; nil if all count alike.
    /// - Throws: `ModelError`; `.unlike` names a model that differs from the first.
    /// - Source: Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves accuracy without increasing inference time", ICML 2022.
    public static func averaged(_ models: [ModelFiles], shares: [Double]? = nil) throws(ModelError) -> ModelFiles {
        let shares = shares ?? models.map { _ in 1 }
        precondition(!models.isEmpty && shares.count == models.count, "one share a model")
        precondition(shares.allSatisfy { $0 > 0 && $0.isFinite }, "shares are over 0")
        let first = try Model(files: models[0]), configuration = first.encoder.configuration
        var encoders: [EncoderWeights] = [], heads: [[Head]] = []
        for (index, files) in models.enumerated() {
            let model = try Model(files: files)
            if let difference = try model.difference(from: first) { throw .unlike(model: files.name, number: index + 1, what: difference) }
            encoders.append(try files.weights(for: configuration))
            heads.append(model.heads.values.sorted { $0.name < $1.name })
        }
        let mean = Mean(shares: shares)
        var weights = encoders[0]
        for parameter in Parameter.all(of: configuration) {
            weights[keyPath: parameter.place].values = mean.of(encoders.map { $0[keyPath: parameter.place].values })
        }
        let joined = heads[0].indices.map { index in mean.of(heads.map { $0[index] }) }
        return try models[0].replacing(weights, of: configuration, heads: joined, quantized: false)
    }
}

extension Model {
    /// What of this model has no counterpart in another; nil if every value has.
    fileprivate func difference(from other: Model) throws(ModelError) -> String? {
        if encoder.configuration != other.encoder.configuration { return "config.json asks another encoder" }
        if try files.bytes("vocab.txt") != other.files.bytes("vocab.txt") { return "vocab.txt has other pieces" }
        func list(_ heads: [String: Head]) -> String { heads.isEmpty ? "none" : heads.keys.sorted().joined(separator: ", ") }
        if list(heads) != list(other.heads) { return "its heads are \(list(heads)) instead of \(list(other.heads))" }
        let odd = heads.keys.sorted().first { name in heads[name].flatMap { head in other.heads[name].map(head.isLike) } != true }
        return odd.map { "its head \"\($0)\" has other labels, features or sizes" }
    }
}

/// The mean of values that stand at the same place, summed in 64 bits in the order given.
private struct Mean {
    /// They add up to 1.
    private let shares: [Double]

    init(shares: [Double]) {
        let total = shares.reduce(0, +)
        self.shares = shares.map { $0 / total }
    }

    func of(_ parts: [[Float]]) -> [Float] {
        parts[0].indices.map { index in Float(zip(parts, shares).reduce(0) { $0 + Double($1.0[index]) * $1.1 }) }
    }

    func of(_ heads: [Head]) -> Head {
        var result = heads[0]
        for index in result.layers.indices {
            result.layers[index].weight.values = of(heads.map(\.layers[index].weight.values))
            result.layers[index].bias = of(heads.map(\.layers[index].bias))
        }
        for index in result.groups.indices { result.groups[index].thresholds = of(heads.map(\.groups[index].thresholds)) }
        return result
    }
}
