internal import AfterwordTensors

extension Head {
    /// One head whose logits are the mean of several heads' logits: their errors differ, so it is steadier than each, most where data is little.
    ///
    /// Hidden units come to stand side by side, so it is as wide as all of them; heads of one layer become one of the same size. Thresholds are the
    /// first head's.
    /// - Parameter heads: at least one, of one encoder, that decide the same labels from the same features through one or two layers.
    package init(meanOf heads: [Head]) {
        self = heads[0]
        let last = layers.count - 1, share = 1 / Float(heads.count)
        precondition(last <= 1 && heads.allSatisfy { $0.isLike(heads[0]) && $0.encoder == encoder }, "heads are alike, of one or two layers")
        func mean(_ parts: [[Float]]) -> [Float] { parts[0].indices.map { index in parts.reduce(0) { $0 + $1[index] } * share } }
        layers[last].bias = mean(heads.map(\.layers[last].bias))
        guard last > 0 else {
            layers[0].weight.values = mean(heads.map(\.layers[0].weight.values))
            return
        }
        layers[0] = Dense(weight: Self.stacked(heads.map(\.layers[0].weight)), bias: heads.flatMap(\.layers[0].bias))
        let rows = (0..<layers[last].weight.rows).flatMap { row in heads.flatMap { $0.layers[last].weight[row: row].map { $0 * share } } }
        layers[last].weight = Matrix(rows: layers[last].weight.rows, columns: layers[0].weight.rows, values: rows)
    }
}
