package import AfterwordTensors

/// A parameter: its name in Hugging Face's files and its place in ``EncoderWeights``.
package struct Parameter {
    package let name: String
    /// The name that checkpoints converted from TensorFlow carry, `gamma` and `beta`.
    package let oldName: String?
    package let place: WritableKeyPath<EncoderWeights, Matrix>
    /// The shape in the file: one number for biases and norms, (outputs, inputs) for weights.
    package let shape: [Int]

    /// The shape in ``EncoderWeights``, where a bias is one row.
    package var rows: Int { shape.count == 1 ? 1 : shape[0] }
    package var columns: Int { shape[shape.count - 1] }

    /// All parameters of an encoder, in the order of its layers.
    package static func all(of configuration: EncoderConfiguration) -> [Parameter] {
        let c = configuration.hiddenSize, f = configuration.intermediateSize
        var list: [Parameter] = []
        func add(_ name: String, _ place: WritableKeyPath<EncoderWeights, Matrix>, _ shape: [Int], oldName: String? = nil) {
            list.append(Parameter(name: name, oldName: oldName, place: place, shape: shape))
        }
        func add(_ name: String, norm: WritableKeyPath<EncoderWeights, EncoderWeights.Norm>) {
            add(name + ".weight", norm.appending(path: \.gain), [c], oldName: name + ".gamma")
            add(name + ".bias", norm.appending(path: \.bias), [c], oldName: name + ".beta")
        }
        func add(_ name: String, dense: WritableKeyPath<EncoderWeights, EncoderWeights.Dense>, _ outputs: Int, _ inputs: Int) {
            add(name + ".weight", dense.appending(path: \.weight), [outputs, inputs])
            add(name + ".bias", dense.appending(path: \.bias), [outputs])
        }
        add("embeddings.word_embeddings.weight", \.words, [configuration.vocabularySize, c])
        add("embeddings.position_embeddings.weight", \.positions, [configuration.positionCount, c])
        add("embeddings.token_type_embeddings.weight", \.types, [configuration.typeCount, c])
        add("embeddings.LayerNorm", norm: \.embeddingsNorm)
        for i in 0..<configuration.layerCount {
            let layer = "encoder.layer.\(i)."
            add(layer + "attention.self.query", dense: \.layers[i].query, c, c)
            add(layer + "attention.self.key", dense: \.layers[i].key, c, c)
            add(layer + "attention.self.value", dense: \.layers[i].value, c, c)
            add(layer + "attention.output.dense", dense: \.layers[i].attentionOutput, c, c)
            add(layer + "attention.output.LayerNorm", norm: \.layers[i].attentionNorm)
            add(layer + "intermediate.dense", dense: \.layers[i].up, f, c)
            add(layer + "output.dense", dense: \.layers[i].down, c, f)
            add(layer + "output.LayerNorm", norm: \.layers[i].outputNorm)
        }
        return list
    }

    /// The names it may have in a file, the present one first; models with a head on top prefix them.
    package var namesInFiles: [String] {
        let names = [name] + (oldName.map { [$0] } ?? [])
        return names + names.map { "bert." + $0 }
    }
}
