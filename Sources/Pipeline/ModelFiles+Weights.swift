package import AfterwordEncoder
package import AfterwordHeads
internal import AfterwordTensors

extension ModelFiles {
    /// The encoder's parameters in 32 bits.
    package func weights(for configuration: EncoderConfiguration) throws(ModelError) -> EncoderWeights {
        let bytes = try region("model.safetensors")
        do { return try EncoderWeights(Safetensors(bytes, file: "model.safetensors"), for: configuration) } catch let error as EncoderError { throw .encoder(error) } catch let error as TensorError { throw .tensors(error) } catch { preconditionFailure("\(error)") }
    }

    /// The same model with other parameters, and with heads that are bound to them.
    ///
    /// - Parameter quantized: matrices as 8-bit integers with a scale a row.
    package func replacing(
        _ weights: EncoderWeights, of configuration: EncoderConfiguration, heads: some Sequence<Head>, quantized: Bool
    ) throws(ModelError) -> ModelFiles {
        var regions = regions.filter { !$0.key.hasPrefix("heads/") }
        regions["model.safetensors"] = ByteRegion(Safetensors.serialized(weights.tensors(of: configuration, quantized: quantized)))
        let encoder = try Model(files: ModelFiles(name: name, regions: regions)).encoder
        for var head in heads {
            head.encoder = encoder.fingerprint
            regions.merge(head.files(quantized: quantized)) { _, new in new }
        }
        return ModelFiles(name: name, regions: regions)
    }
}
