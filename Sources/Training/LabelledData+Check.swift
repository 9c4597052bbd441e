internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTokenization
internal import AfterwordTranscripts

extension LabelledData {
    /// Refuses what cannot be learnt from, line by line and before the hours that encoding may take.
    ///
    /// - Returns: how many spans there are to decide about.
    /// - Throws: `TrainingError.emptyText`, `.unknownLabel`, `.malformed`.
    func check<P: TrainableProcessor>(for processor: P, model: Model) throws(TrainingError) -> Int where P.Gold == Gold {
        var spanCount = 0
        for (index, line) in lines.enumerated() {
            do {
                let sample = try processor.sample(line.gold)
                guard !sample.transcript.words.isEmpty else { throw TrainingError.emptyText(file: name, line: line.number) }
                let document = Document(
                    transcript: sample.transcript, tokens: model.tokenizer.tokens(of: sample.transcript), states: nil, annotations: sample.annotations)
                let spans = try processor.spans(in: document)
                _ = try processor.targets(line.gold, of: spans, in: document)
                spanCount += spans.count
            } catch let error as TrainingError { throw error } catch { throw refusal(error, example: index, isLine: true) }
        }
        return spanCount
    }

    /// What a processor's error about an example means for the file.
    func refusal(_ error: any Error, example: Int, isLine: Bool) -> TrainingError {
        guard isLine else { return .malformedExample(file: name, example: example + 1, reason: "\(error)") }
        let line = lines[example].number
        guard let unknown = error as? UnknownLabel else { return .malformed(file: name, line: line, reason: "\(error)") }
        return .unknownLabel(file: name, line: line, label: unknown.label, suggestion: unknown.suggestion)
    }
}
