internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// What a block of lines adds to a `DataSummary`.
struct BlockSummary: Sendable {
    private(set) var tokens = 0
    private(set) var spans = 0, knownSpans = 0
    /// (K).
    private(set) var knowns: [Int], positives: [Double]
    /// The hash of each text of three words or more, and its line.
    private(set) var texts: [(hash: Int, line: Int)] = []

    /// - Throws: `TrainingError`, with file and line.
    init<P: TrainableProcessor>(_ block: LabelledData<P.Gold>, for processor: P, tokenizer: Tokenizer, window: Int) throws(TrainingError) {
        positives = Array(repeating: 0, count: processor.head.labelCount)
        knowns = Array(repeating: 0, count: positives.count)
        for line in block.lines { try check(line, of: block.name, for: processor, tokenizer: tokenizer) }
        var unused = RandomSource(seed: 0) // there is no noise
        for example in try block.trainingExamples(of: processor, tokenizer: tokenizer, window: window, random: &unused) {
            tokens += example.ids.count + 2
            for row in 0..<example.targets.rows {
                var isKnown = false
                for (k, value) in example.targets[row: row].enumerated() where !value.isNaN {
                    isKnown = true
                    knowns[k] += 1
                    positives[k] += Double(value)
                }
                if isKnown { knownSpans += 1 }
            }
        }
    }

    // Each line by itself, so that an error can say which: examples may be made of several.
    private mutating func check<P: TrainableProcessor>(
        _ line: LabelledData<P.Gold>.Line, of name: String, for processor: P, tokenizer: Tokenizer
    ) throws(TrainingError) {
        let sample: Sample
        do {
            sample = try processor.sample(line.gold)
            let document = Document(
                transcript: sample.transcript, tokens: tokenizer.tokens(of: sample.transcript), states: nil, annotations: sample.annotations)
            let spans = try processor.spans(in: document)
            _ = try processor.targets(line.gold, of: spans, in: document)
            self.spans += spans.count
        } catch { throw LabelledData(name: name, lines: [line]).refusal(error, example: 0, isLine: true) }
        guard !sample.transcript.words.isEmpty else { throw .emptyText(file: name, line: line.number) }
        guard sample.transcript.words.count >= 3 else { return } // "yes." is said often
        var hasher = Hasher()
        for word in sample.transcript.words { hasher.combine(word.text.lowercased()) }
        texts.append((hasher.finalize(), line.number))
    }
}
