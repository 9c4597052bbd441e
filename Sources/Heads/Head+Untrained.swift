public import AfterwordEncoder
internal import AfterwordTensors

extension Head {
    /// A head that knows nothing yet: every label as likely as the next.
    ///
    /// - Parameter hidden: width of a GELU layer between features and labels; 0 for none.
    public init(untrained name: String, groups: [LabelGroup], features: SpanFeatures, hidden: Int = 0, for encoder: TransformerEncoder) {
        let inputs = features.count(width: encoder.configuration.hiddenSize)
        let outputs = groups.reduce(0) { $0 + $1.labels.count }
        let widths = hidden > 0 ? [inputs, hidden, outputs] : [inputs, outputs]
        let layers = zip(widths, widths.dropFirst()).map { Dense(weight: Matrix(rows: $1, columns: $0), bias: [Float](repeating: 0, count: $1)) }
        self.init(name: name, groups: groups, features: features, layers: layers, encoder: encoder.fingerprint)
    }

    package var isUntrained: Bool { layers.allSatisfy { layer in layer.weight.values.allSatisfy { $0 == 0 } } }
}
