internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts
internal import Foundation

/// The pooled states and targets of every span of a data set, computed once; a head's features are gathered from them.
struct SpanCache {
    /// (N, L · C): each span's own states, standardised; neighbours are found at training time, so they are not stored again.
    private(set) var states: Matrix
    /// (N, K): 1 holds, 0 does not, or the probability that it holds; NaN unknown.
    let targets: Matrix
    /// For each span, the first and the end of its example's spans.
    private let examples: [(first: Int32, end: Int32)]
    private let features: SpanFeatures
    /// (L · C): what a neighbour beyond an example's ends looks like: zero states, standardised.
    private var absent: [Float]

    /// Encodes a data set, which is checked first unless a summary of it shows that it was.
    init<P: TrainableProcessor>(
        _ data: LabelledData<P.Gold>, summary: DataSummary? = nil, of processor: P, model: Model, threads: Int, progress: (Double) -> Void
    ) throws(TrainingError) {
        let head = processor.head
        features = head.features
        let own = SpanFeatures(layers: features.layers)
        let spanCount = if let summary { summary.spans } else { try DataSummary(LabelledLines(data), for: processor, tokenizer: model.tokenizer, threads: threads).spans }
        let gathered = P.gather(data.lines.map(\.gold))
        let areLines = gathered.count == data.lines.count // an example made of several lines has lost their numbers
        var states: [Float] = [], targets: [Float] = [], examples: [(Int32, Int32)] = []
        states.reserveCapacity(spanCount * own.count(width: model.encoder.configuration.hiddenSize)) // growing would take twice the memory
        targets.reserveCapacity(spanCount * head.labelCount)
        var index = 0
        while index < gathered.count {
            var batch: [(gold: P.Gold, sample: Sample, tokens: Tokens, index: Int)] = [], size = 0
            while index < gathered.count, size < Self.batchTokens {
                do {
                    let sample = try processor.sample(gathered[index])
                    let tokens = model.tokenizer.tokens(of: sample.transcript)
                    if tokens.count > 0 {
                        batch.append((gathered[index], sample, tokens, index))
                        size += tokens.count
                    } else if areLines { throw TrainingError.emptyText(file: data.name, line: data.lines[index].number) }
                } catch let error as TrainingError { throw error } catch { throw data.refusal(error, example: index, isLine: areLines) }
                index += 1
            }
            let encoded = model.encoder.states(of: batch.map(\.tokens), layers: processor.layers, threads: threads)
            for ((gold, sample, tokens, index), encoded) in zip(batch, encoded) {
                let document = Document(transcript: sample.transcript, tokens: tokens, states: encoded, annotations: sample.annotations)
                do {
                    let spans = try processor.spans(in: document)
                    targets += try processor.targets(gold, of: spans, in: document).values
                    states += own.matrix(encoded, spans: spans, range: 0..<spans.count).values
                    let first = Int32(examples.count), end = first + Int32(spans.count)
                    examples += repeatElement((first, end), count: spans.count)
                } catch { throw data.refusal(error, example: index, isLine: areLines) }
            }
            progress(Double(index) / Double(gathered.count))
        }
        self.examples = examples
        self.targets = Matrix(rows: examples.count, columns: head.labelCount, values: targets)
        self.states = Matrix(rows: examples.count, columns: own.count(width: model.encoder.configuration.hiddenSize), values: states)
        absent = [Float](repeating: 0, count: self.states.columns)
    }

    private static let batchTokens = 16_384

    /// Rows that say something about some label.
    var knownRows: [Int] { (0..<targets.rows).filter { !targets[row: $0].allSatisfy(\.isNaN) } }

    /// Mean and standard deviation of every column.
    func moments() -> Standardization {
        var mean = [Double](repeating: 0, count: states.columns), square = mean
        for row in 0..<states.rows {
            for (column, value) in states[row: row].enumerated() {
                mean[column] += Double(value)
                square[column] += Double(value) * Double(value)
            }
        }
        let count = Double(max(1, states.rows))
        let means = mean.map { $0 / count }
        let deviations = zip(square, means).map { max(0, $0 / count - $1 * $1).squareRoot() }
        // Some of an encoder's channels never change; dividing by next to nothing would give them enormous weights.
        return Standardization(mean: means.map(Float.init), deviation: deviations.map { $0 > 1e-3 ? Float($0) : .infinity })
    }

    /// Moves every column to mean 0 and deviation 1.
    mutating func standardize(_ moments: Standardization) {
        let columns = states.columns
        states.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<values.count / max(1, columns) {
                for c in 0..<columns { values[row * columns + c] = (values[row * columns + c] - moments.mean[c]) / moments.deviation[c] }
            }
        }
        absent = zip(moments.mean, moments.deviation).map { -$0 / $1 }
    }

    /// Features of some spans, (rows.count, F), as `SpanFeatures` lays them out.
    func features(of rows: ArraySlice<Int>) -> Matrix {
        let columns = states.columns
        var result = Matrix(rows: rows.count, columns: columns * features.offsets.count)
        result.values.withUnsafeMutableBufferPointer { output in
            states.values.withUnsafeBufferPointer { states in
                var at = 0
                for row in rows {
                    let example = examples[row]
                    for offset in features.offsets {
                        let neighbour = row + offset
                        if neighbour >= example.first, neighbour < example.end {
                            for c in 0..<columns { output[at + c] = states[neighbour * columns + c] }
                        } else {
                            for c in 0..<columns { output[at + c] = absent[c] }
                        }
                        at += columns
                    }
                }
            }
        }
        return result
    }

    /// A head's logits of some spans, (rows.count, K).
    func logits(of head: Head, rows: [Int]) -> Matrix {
        var values: [Float] = []
        for first in stride(from: 0, to: rows.count, by: 1024) { // all rows' features at once may not fit
            values += head.logits(features(of: rows[first..<min(rows.count, first + 1024)])).values
        }
        return Matrix(rows: rows.count, columns: head.labelCount, values: values)
    }

    /// Targets of some spans, (rows.count, K).
    func targets(of rows: ArraySlice<Int>) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(rows.count * targets.columns)
        for row in rows { values += targets[row: row] }
        return Matrix(rows: rows.count, columns: targets.columns, values: values)
    }
}

/// Mean and deviation of each feature: training sees standardised features, a finished head the plain ones.
struct Standardization {
    /// (L · C) each.
    let mean, deviation: [Float]

    /// The first layer of a head for plain features that answers as `layer` does for standardised ones.
    func folded(into layer: Dense) -> Dense {
        var plain = layer
        for row in 0..<layer.weight.rows {
            for column in 0..<layer.weight.columns {
                let feature = column % mean.count // every offset has the same features
                let weight = layer.weight[row, column] / deviation[feature]
                plain.weight[row, column] = weight
                plain.bias[row] -= weight * mean[feature]
            }
        }
        return plain
    }
}
