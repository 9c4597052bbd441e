internal import AfterwordEncoder
internal import AfterwordHeads
package import AfterwordPipeline
internal import AfterwordTensors

extension TrainingRun {
    /// A run that begins with a model's encoder.
    package init(_ tasks: [TrainingTask], model: Model, options: EncoderTraining) throws(TrainingError) {
        self.init(tasks, encoder: model.encoder, weights: try model.trainableWeights(), options: options)
    }

    /// The encoder as it is now, for inference.
    func encoder(like original: TransformerEncoder) -> TransformerEncoder {
        TransformerEncoder(configuration: configuration, weights: weights, classToken: original.classToken, separatorToken: original.separatorToken)
    }
}

extension EncoderTraining {
    /// Tokens of an example at most: no more than the encoder has positions for.
    func window(in model: Model) -> Int { min(window, model.encoder.configuration.positionCount - 2) }
}

extension Model {
    /// The encoder's parameters as a file has them.
    func trainableWeights() throws(TrainingError) -> EncoderWeights {
        do {
            return try EncoderWeights(Safetensors(files.region("model.safetensors"), file: "model.safetensors"), for: encoder.configuration)
        } catch { throw .model(reason: "\(error)") }
    }

    /// A model of other weights with these heads and no others.
    func with(_ weights: EncoderWeights, heads: [Head]) throws(TrainingError) -> Model {
        var regions = files.regions.filter { !$0.key.hasPrefix("heads/") && $0.key != "README.md" } // the card describes another model
        regions["model.safetensors"] = ByteRegion(Safetensors.serialized(weights.tensors(of: encoder.configuration)))
        for head in heads { regions.merge(head.files()) { _, new in new } }
        do { return try Model(files: ModelFiles(name: files.name, regions: regions)) } catch { throw .model(reason: "\(error)") }
    }

    func trainedHead(_ name: String) throws(TrainingError) -> Head {
        do { return try head(name) } catch { throw .model(reason: "\(error)") }
    }
}
