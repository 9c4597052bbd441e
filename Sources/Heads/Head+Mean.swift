internal import AfterwordTensors

extension Head {
    /// One head whose logits are the mean of several heads' logits: their errors differ, so it is steadier than each, most where data is little.
    ///
    /// Hidden units come to stand side by side, so it is as wide as all of them; heads of one layer become one of the same size. Thresholds are the
    /// first head's.
    /// - Parameter heads: at least one, of one encoder, that decide the same labels from the same features through one or two layers.
    package init(meanOf heads: [Head]) {
        let first = heads[0], depth = first.layers.count
        precondition(depth <= 2 && heads.allSatisfy { $0.isLike(first) && $0.encoder == first.encoder }, "heads are alike, of one or two layers")
        let lasts = heads.map { $0.layers[depth - 1] }, share = 1 / Float(heads.count)
        var mean = lasts[0]
        for column in mean.bias.indices { mean.bias[column] = lasts.reduce(0) { $0 + $1.bias[column] } * share }
        if depth == 1 {
            for index in mean.weight.values.indices { mean.weight.values[index] = lasts.reduce(0) { $0 + $1.weight.values[index] } * share }
        } else {
            let rows = (0..<mean.weight.rows).flatMap { row in lasts.flatMap { $0.weight[row: row].map { $0 * share } } }
            mean.weight = Matrix(rows: mean.weight.rows, columns: mean.weight.columns * heads.count, values: rows)
        }
        let hidden = heads.map { $0.layers[0] }
        let wide = Dense(weight: Matrix(rows: hidden.reduce(0) { $0 + $1.weight.rows }, columns: hidden[0].weight.columns, values: hidden.flatMap(\.weight.values)), bias: hidden.flatMap(\.bias))
        self.init(name: first.name, groups: first.groups, features: first.features, layers: depth == 1 ? [mean] : [wide, mean], encoder: first.encoder)
    }
}
