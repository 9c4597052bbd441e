internal import AfterwordEncoder

extension ModelFiles {
    /// The model with its matrices as 8-bit integers and a scale a row: a quarter of the size, dequantised when it is loaded.
    ///
    /// Heads are bound to the new encoder, whose states differ slightly; evaluate them again.
    /// - Throws: `ModelError`.
    public func quantized() throws(ModelError) -> ModelFiles {
        let model = try Model(files: self), configuration = model.encoder.configuration
        return try replacing(weights(for: configuration), of: configuration, heads: model.heads.values, quantized: true)
    }
}
