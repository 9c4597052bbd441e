internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// What a head says of the spans of labelled data of which something is known.
struct KnownLogits: Sendable {
    /// (N, K) each; targets are 1, 0 or the probability, NaN where unknown.
    var logits, targets: Matrix
    /// (N) the number of each span's text.
    var examples: [Int]

    /// Nothing yet, for heads of `labelCount` labels.
    init(labelCount: Int) { self.init(logits: Matrix(rows: 0, columns: labelCount), targets: Matrix(rows: 0, columns: labelCount), examples: []) }

    init(logits: Matrix, targets: Matrix, examples: [Int]) { (self.logits, self.targets, self.examples) = (logits, targets, examples) }

    /// Adds those of another file.
    mutating func append(_ other: KnownLogits) {
        let first = (examples.last ?? -1) + 1
        logits.append(other.logits)
        targets.append(other.targets)
        examples += other.examples.map { $0 + first }
    }
}

extension TrainableProcessor {
    /// What a head says of labelled data, and what it should.
    ///
    /// Only logits stay in memory: a data set of any size is measured.
    func knownLogits(
        of data: LabelledLines<Gold>, head: Head, encoder: TransformerEncoder, tokenizer: Tokenizer, threads: Int
    ) throws(TrainingError) -> KnownLogits {
        var logits: [Float] = [], targets: [Float] = [], examples: [Int] = [], example = 0
        var reader = data.makeIterator(), isExhausted = false
        while !isExhausted {
            var lines: [LabelledData<Gold>.Line] = []
            while lines.count < 512, !isExhausted {
                if let line = try reader.nextLine() { lines.append(line) } else { isExhausted = true }
            }
            let golds = Self.gather(lines.map(\.gold)), block = LabelledData(name: data.name, lines: lines)
            do {
                let samples = try golds.map(sample)
                let tokens = samples.map { tokenizer.tokens(of: $0.transcript) }
                let states = encoder.states(of: tokens, layers: Set(head.features.layers), threads: threads)
                for (index, gold) in golds.enumerated() {
                    let document = Document(
                        transcript: samples[index].transcript, tokens: tokens[index], states: states[index], annotations: samples[index].annotations)
                    let spans = try spans(in: document)
                    let gold = try self.targets(gold, of: spans, in: document), given = head.logits(states[index], spans: spans)
                    for row in spans.indices where !gold[row: row].allSatisfy(\.isNaN) {
                        logits += given[row: row]
                        targets += gold[row: row]
                        examples.append(example)
                    }
                    example += 1
                }
            } catch { throw block.refusal(error, example: 0, isLine: false) }
        }
        let rows = logits.count / max(1, head.labelCount)
        return KnownLogits(
            logits: Matrix(rows: rows, columns: head.labelCount, values: logits), targets: Matrix(rows: rows, columns: head.labelCount, values: targets),
            examples: examples)
    }
}
