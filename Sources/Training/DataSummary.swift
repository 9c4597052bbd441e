internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import Foundation
internal import Synchronization

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

    /// - Parameters:
    ///   - window: Tokens that an example is cut at; never unless told.
    ///   - threads: Which it does not depend on.
    /// - Throws: `TrainingError`, with file and line where data is at fault: the first there is.
    init<P: TrainableProcessor>(
        _ data: LabelledLines<P.Gold>, for processor: P, tokenizer: Tokenizer, window: Int = .max, threads: Int
    ) throws(TrainingError) {
        name = data.name
        fileWarnings = data.warnings
        positives = Array(repeating: 0, count: processor.head.labelCount)
        knowns = Array(repeating: 0, count: positives.count)
        let blocks = Mutex(LabelledBlocks(data)), summaries = Mutex([Int: Result<BlockSummary, TrainingError>]())
        Threads.forEach(threads, threads: threads) { _ in
            while let (number, block) = blocks.withLock({ $0.next() }) {
                let summary = block.flatMap { block in
                    Result { () throws(TrainingError) in try BlockSummary(block, for: processor, tokenizer: tokenizer, window: window) }
                }
                if case .failure = summary { blocks.withLock { $0.stop() } } // those before it are under way
                summaries.withLock { $0[number] = summary }
            }
        }
        let inOrder = summaries.withLock { $0.sorted { $0.key < $1.key } }.map(\.value)
        guard !inOrder.isEmpty else { throw .noExamples(file: name) }
        for summary in inOrder { add(try summary.get()) }
    }

    private mutating func add(_ block: BlockSummary) {
        tokens += block.tokens
        spans += block.spans
        knownSpans += block.knownSpans
        for k in knowns.indices {
            knowns[k] += block.knowns[k]
            positives[k] += block.positives[k]
        }
        for (hash, line) in block.texts {
            if let first = lines[hash] { repeats = (1 + (repeats?.count ?? 0), repeats?.line ?? line, repeats?.other ?? first) } else { lines[hash] = line }
        }
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
