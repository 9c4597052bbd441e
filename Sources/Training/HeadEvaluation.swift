public import AfterwordPipeline
internal import AfterwordEncoder
internal import AfterwordHeads
public import AfterwordProcessors
internal import AfterwordTensors
internal import AfterwordTokenization

extension TrainableProcessor {
    /// How well the head does on labelled data, with the thresholds it has.
    ///
    /// - Throws: `TrainingError`, with file and line where data is at fault.
    public func evaluate(
        on data: LabelledData<Gold>, model: Model, threads: Int = 1, progress: (Double) -> Void = { _ in }
    ) throws(TrainingError) -> Evaluation {
        let cache = try SpanCache(data, of: self, model: model, threads: threads, progress: progress)
        let rows = cache.knownRows
        guard !rows.isEmpty else { throw .nothingKnown(file: data.name) }
        return Evaluation(head.probabilities(cache.logits(of: head, rows: rows)), targets: cache.targets(of: rows[...]), groups: head.groups)
    }
}

extension Punctuator {
    /// How well whole documents are restored, each in its style, in the field's measures: what `evaluate` of a head cannot see.
    public func score(
        on data: LabelledData<Gold>, model: Model, threads: Int = 1, progress: (Double) -> Void = { _ in }
    ) throws -> PunctuationScore {
        var score = PunctuationScore()
        let golds = Self.gather(data.lines.map(\.gold))
        for first in stride(from: 0, to: golds.count, by: 64) {
            let batch = golds[first..<min(golds.count, first + 64)].map { (gold: $0, sample: sample($0)) }
            let tokens = batch.map { model.tokenizer.tokens(of: $0.sample.transcript) }
            let states = model.encoder.states(of: tokens, layers: layers, threads: threads)
            for (index, (gold, sample)) in batch.enumerated() {
                let document = Document(transcript: sample.transcript, tokens: tokens[index], states: states[index], annotations: sample.annotations)
                var punctuator = self
                if let style = gold.style, styles.contains(style) { punctuator.options.style = style }
                score.add(gold: written(gold), predicted: try punctuator.process(document).display)
            }
            progress(Double(first + batch.count) / Double(golds.count))
        }
        return score
    }
}
