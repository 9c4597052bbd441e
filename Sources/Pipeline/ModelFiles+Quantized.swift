internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

extension ModelFiles {
    /// The model with its matrices as 8-bit integers and a scale a row: a quarter of the size, dequantised when it is loaded.
    ///
    /// Heads are bound to the new encoder, whose states differ slightly; evaluate them again.
    /// - Throws: `ModelError`.
    public func quantized() throws(ModelError) -> ModelFiles {
        let model = try Model(files: self)
        let configuration = model.encoder.configuration
        var regions = self.regions
        do {
            let weights = try EncoderWeights(Safetensors(region("model.safetensors"), file: "model.safetensors"), for: configuration)
            regions["model.safetensors"] = ByteRegion(Safetensors.serialized(weights.tensors(of: configuration, quantized: true)))
        } catch let error as EncoderError { throw .encoder(error) } catch let error as TensorError { throw .tensors(error) } catch let error as ModelError { throw error } catch { preconditionFailure("\(error)") }
        let encoder = try Model(files: ModelFiles(name: name, regions: regions.filter { !$0.key.hasPrefix("heads/") })).encoder
        for var head in model.heads.values {
            head.encoder = encoder.fingerprint
            regions.merge(head.files(quantized: true)) { _, new in new }
        }
        return ModelFiles(name: name, regions: regions)
    }
}
