internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts
internal import Foundation

/// What one reading of a labelled file tells: how much there is of what, and what is odd; every line is checked on the way.
struct DataSummary: Sendable {
    let name: String
    private let fileWarnings: [String]
    /// `[CLS]` and `[SEP]` of each window included.
    private(set) var tokens = 0
    /// Spans that are decided about, and those of them of which something is known.
    private(set) var spans = 0, knownSpans = 0
    /// (K) spans of which a label is known, and those of them that have it; a soft label counts as its probability.
    private(set) var knowns: [Int], positives: [Double]
    /// Hash of a text of three words or more → the first line it stands on.
    private var lines: [Int: Int] = [:]
    /// Lines whose text stands on an earlier one too: how many, and the first with the other.
    private var repeats: (count: Int, line: Int, other: Int)?

    /// - Parameter window: tokens that an example is cut at; never unless told.
    /// - Throws: `TrainingError`, with file and line where data is at fault.
    init<P: TrainableProcessor>(_ data: LabelledLines<P.Gold>, for processor: P, tokenizer: Tokenizer, window: Int = .max) throws(TrainingError) {
        name = data.name
        fileWarnings = data.warnings
        positives = Array(repeating: 0, count: processor.head.labelCount)
        knowns = Array(repeating: 0, count: positives.count)
        var reader = data.makeIterator(), isExhausted = false, isEmpty = true
        while !isExhausted {
            var block: [LabelledData<P.Gold>.Line] = []
            while block.count < 512, !isExhausted {
                guard let line = try reader.nextLine() else {
                    isExhausted = true
                    continue
                }
                try check(line, of: processor, tokenizer: tokenizer)
                block.append(line)
                isEmpty = false
            }
            var unused = RandomSource(seed: 0) // there is no noise
            for example in try LabelledData(name: name, lines: block).trainingExamples(of: processor, tokenizer: tokenizer, window: window, random: &unused) {
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
        guard !isEmpty else { throw .noExamples(file: name) }
    }

    // Each line by itself, so that an error can say which: examples may be made of several.
    private mutating func check<P: TrainableProcessor>(
        _ line: LabelledData<P.Gold>.Line, of processor: P, tokenizer: Tokenizer
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
        let hash = hasher.finalize()
        if let first = lines[hash] { repeats = (1 + (repeats?.count ?? 0), repeats?.line ?? line.number, repeats?.other ?? first) } else { lines[hash] = line.number }
    }

    /// Square root of how much rarer each label is than the most frequent one, at most 8.
    static func classWeights(of files: [DataSummary]) -> [Float] {
        let positives = sum(files, \.positives), most = Float(positives.max() ?? 1)
        return positives.map { $0 == 0 ? 1 : min(8, (most / Float($0)).squareRoot()) }
    }

    /// What is odd about the training data and the data to be measured on.
    static func warnings(train: [DataSummary], dev: [DataSummary], groups: [LabelGroup]) -> [String] {
        var warnings = (train + dev).flatMap(\.fileWarnings)
        for file in train { if let text = file.repeatWarning { warnings.append(text) } }
        for file in dev { for other in train { if let text = file.leakWarning(into: other) { warnings.append(text) } } }
        let positives = sum(train, \.positives), without = zip(groups.flatMap(\.labels), positives).filter { $0.1 == 0 }.map(\.0)
        if !without.isEmpty {
            let shown = without.prefix(10).joined(separator: ", ") + (without.count > 10 ? ", …" : "")
            warnings.append("\(train.map(\.name).joined(separator: ", ")): no positives for \(without.count) of \(positives.count) labels: \(shown)")
        }
        return warnings
    }

    /// (K) the logits that say no more than how frequent each label is: where a last layer's biases best begin.
    ///
    /// From zeros, hundreds of rare labels would pull at the encoder until each has learnt that it is rare.
    /// - Source: Lin et al., "Focal loss for dense object detection", ICCV 2017, section 4.1.
    static func priorLogits(of files: [DataSummary], groups: [LabelGroup]) -> [Float] {
        let frequencies = zip(sum(files, \.positives), sum(files, \.knowns)).map { ($0 + 0.5) / (Double($1) + 1) }
        let kinds = groups.flatMap { group in group.labels.map { _ in group.kind } }
        return zip(frequencies, kinds).map { frequency, kind in Float(log(kind == .exclusive ? frequency : frequency / (1 - frequency))) }
    }

    private static func sum<Count: AdditiveArithmetic>(_ files: [DataSummary], _ counts: KeyPath<DataSummary, [Count]>) -> [Count] {
        guard let first = files.first else { return [] }
        return first[keyPath: counts].indices.map { k in files.reduce(.zero) { $0 + $1[keyPath: counts][k] } }
    }

    private var repeatWarning: String? {
        repeats.map { "\(name):\($0.line): \($0.count) texts stand there twice, this one first on line \($0.other)" }
    }

    private func leakWarning(into train: DataSummary) -> String? {
        let leaks = lines.compactMap { hash, line in train.lines[hash].map { (line: line, other: $0) } }.sorted { $0.line < $1.line }
        return leaks.first.map {
            "\(name):\($0.line): \(leaks.count) texts are also in \(train.name), this one on line \($0.other): scores on dev are too good"
        }
    }
}
