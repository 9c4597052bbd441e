internal import AfterwordTensors

extension Head {
    /// One head that answers what several do, group after group, in one product a layer.
    ///
    /// It sees every layer of the encoder that one of them sees; what a head does not read has weights of zero.
    /// - Parameter heads: of one encoder, with the same offsets and as many layers each; nil if they are not.
    public init?(joining heads: [Head], name: String) {
        guard let first = heads.first, Self.canJoin(heads) else { return nil }
        let features = SpanFeatures(layers: Set(heads.flatMap(\.features.layers)).sorted(), offsets: first.features.offsets)
        var layers: [Dense] = []
        for depth in first.layers.indices {
            let parts = heads.map(\.layers[depth])
            let weights = depth == 0 ? zip(heads, parts).map { Self.spread($1.weight, of: $0.features, over: features) } : parts.map(\.weight)
            layers.append(Dense(weight: depth == 0 ? Self.stacked(weights) : Self.blocks(weights), bias: parts.flatMap(\.bias)))
        }
        self.init(name: name, groups: heads.flatMap(\.groups), features: features, layers: layers, encoder: first.encoder)
    }

    /// Whether heads are of one encoder, with the same offsets and as many layers each.
    public static func canJoin(_ heads: [Head]) -> Bool {
        heads.allSatisfy { $0.encoder == heads[0].encoder && $0.features.offsets == heads[0].features.offsets && $0.layers.count == heads[0].layers.count }
    }

    /// Columns moved to where a wider choice of encoder layers has them.
    private static func spread(_ weight: Matrix, of features: SpanFeatures, over wider: SpanFeatures) -> Matrix {
        guard features != wider else { return weight }
        let width = weight.columns / (features.layers.count * features.offsets.count)
        var result = Matrix(rows: weight.rows, columns: wider.count(width: width))
        for offset in features.offsets.indices {
            for (index, layer) in features.layers.enumerated() {
                guard let place = wider.layers.firstIndex(of: layer) else { continue }
                let from = (offset * features.layers.count + index) * width, to = (offset * wider.layers.count + place) * width
                for row in 0..<weight.rows { for c in 0..<width { result[row, to + c] = weight[row, from + c] } }
            }
        }
        return result
    }

    /// Rows below each other.
    static func stacked(_ parts: [Matrix]) -> Matrix {
        Matrix(rows: parts.reduce(0) { $0 + $1.rows }, columns: parts[0].columns, values: parts.flatMap(\.values))
    }

    /// Parts on the diagonal, zeros elsewhere.
    private static func blocks(_ parts: [Matrix]) -> Matrix {
        var result = Matrix(rows: parts.reduce(0) { $0 + $1.rows }, columns: parts.reduce(0) { $0 + $1.columns })
        var (row, column) = (0, 0)
        for part in parts {
            for i in 0..<part.rows { for j in 0..<part.columns { result[row + i, column + j] = part[i, j] } }
            row += part.rows
            column += part.columns
        }
        return result
    }
}
