internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

extension ModelFiles {
    /// The model with an encoder that does less for each token: fewer layers, fewer inner units in each feed-forward layer.
    ///
    /// The layers on top go, and with them the heads that read them. Of the inner units those go that the others can best stand in for; half of them may cost
    /// a point, which some more training wins back. Evaluate what comes out.
    /// - Parameters:
    ///   - layers: how many stay, counted from the embeddings; nil if all do.
    ///   - innerUnits: how many of a layer stay; nil if all do.
    ///   - texts: read to see which units stand in for which; some 100,000 tokens of them, spread evenly, are enough and no more are taken.
    /// - Throws: `ModelError`; `.prunedSize`, `.noText`.
    public func pruned(layers: Int? = nil, innerUnits: Int? = nil, on texts: [String] = [], threads: Int = 1) throws(ModelError) -> ModelFiles {
        let model = try Model(files: self), whole = model.encoder.configuration
        let depth = layers ?? whole.layerCount, inner = innerUnits ?? whole.intermediateSize
        guard (1...whole.layerCount).contains(depth) else { throw .prunedSize(of: "layers", asked: depth, allowed: 1...whole.layerCount) }
        guard (1...whole.intermediateSize).contains(inner) else { throw .prunedSize(of: "inner units", asked: inner, allowed: 1...whole.intermediateSize) }
        var weights = try weights(for: whole)
        weights.layers.removeSubrange(depth...)
        if inner < whole.intermediateSize {
            let batches = model.batches(of: texts)
            guard !batches.isEmpty else { throw .noText }
            let moments = InnerMoments(of: weights, configuration: try whole.with(layers: depth, innerUnits: whole.intermediateSize), on: batches, threads: threads)
            weights = weights.pruned(toInner: inner, by: moments, threads: threads)
        }
        let configuration = try whole.with(layers: depth, innerUnits: inner)
        var regions = regions
        regions["config.json"] = ByteRegion(configuration.json())
        return try ModelFiles(name: name, regions: regions).replacing(
            weights, of: configuration, heads: model.heads.values.filter { $0.features.layers.allSatisfy { $0 <= depth } }, quantized: false)
    }
}

extension EncoderConfiguration {
    fileprivate func with(layers: Int, innerUnits: Int) throws(ModelError) -> EncoderConfiguration {
        do {
            return try EncoderConfiguration(
                vocabularySize: vocabularySize, hiddenSize: hiddenSize, layerCount: layers, headCount: headCount, intermediateSize: innerUnits,
                positionCount: positionCount, typeCount: typeCount, layerNormEpsilon: layerNormEpsilon)
        } catch { throw .encoder(error) }
    }
}

extension Model {
    private static let windows = 400, windowsOfBatch = 10

    /// Windows of the texts, which follow one another, packed some at a time; none for texts without a word.
    fileprivate func batches(of texts: [String]) -> [PackedSequences] {
        let length = min(254, encoder.configuration.positionCount - 2)
        let ids = texts.flatMap { tokenizer.tokens(of: $0.splitAtSpaces().map(String.init)).ids }
        let starts = Array(stride(from: 0, to: ids.count, by: length))
        let taken = starts.count <= Self.windows ? starts : (0..<Self.windows).map { starts[$0 * starts.count / Self.windows] }
        return stride(from: 0, to: taken.count, by: Self.windowsOfBatch).map { first in
            var batch = PackedSequences(classToken: encoder.classToken, separatorToken: encoder.separatorToken)
            for start in taken[first..<min(first + Self.windowsOfBatch, taken.count)] { _ = batch.append(ids[start..<min(start + length, ids.count)]) }
            return batch
        }
    }
}
