internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts
internal import Foundation

/// Guesses hidden tokens from those around them: what an encoder learns a kind of speech by, without any labels.
///
/// - Source: Devlin et al., "BERT: pre-training of deep bidirectional transformers", NAACL 2019, section 3.1.
struct MaskedLanguageModel: TrainingObjective {
    /// (C, C), GELU and a norm before the decoder, whose weight is the word embeddings'.
    private var transform: Dense
    private var gain, shift: [Float]
    /// (V)
    private var bias: [Float]
    private var dTransform: Dense
    private var dGain, dShift, dBias: [Float]
    private let epsilon: Float
    private let features: SpanFeatures

    init(for configuration: EncoderConfiguration, random: inout RandomSource) {
        let width = configuration.hiddenSize
        func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
        transform = Dense(weight: Matrix(rows: width, columns: width), bias: zeros(width))
        for index in transform.weight.values.indices { transform.weight.values[index] = 0.02 * random.normal() }
        for index in 0..<width { transform.weight[index, index] += 1 } // starts near the states themselves
        dTransform = Dense(weight: Matrix(rows: width, columns: width), bias: zeros(width))
        gain = zeros(width).map { _ in 1 }
        shift = zeros(width)
        (dGain, dShift) = (zeros(width), zeros(width))
        bias = zeros(configuration.vocabularySize)
        dBias = bias
        epsilon = configuration.layerNormEpsilon
        features = SpanFeatures(layers: [configuration.layerCount])
    }

    mutating func addLoss(of part: TrainingBatch.Part, states: [[Float]], encoder: EncoderWeights, pass: inout TrainingPass) -> Float {
        let count = part.spans.rows.count, width = pass.width, threads = pass.product.threads
        guard count > 0 else { return 0 }
        let x = features.forward(states, width: width, of: part.spans) // (N, C) states of the hidden tokens
        var linear = Matrix(rows: count, columns: width), activated = linear, y = linear, dY = linear, dX = linear
        var record = LayerNorm.Record(rows: count, width: width)
        let norm = LayerNorm(gain: gain, bias: shift, epsilon: epsilon)
        pass.product(.init(x), .init(transform.weight).transposed, bias: transform.bias, into: &linear.values)
        Gelu.forward(linear.values, rows: count, width: width, into: &activated.values, threads: threads)
        norm.forward(activated.values, rows: count, into: &y.values, record: &record, threads: threads)
        let loss = decode(y, targets: part.targets, encoder: encoder, pass: &pass, dY: &dY)
        norm.backward(&dY.values, rows: count, record: record, gain: &dGain, bias: &dShift, threads: threads)
        Gelu.backward(&dY.values, x: linear.values, rows: count, bias: &dTransform.bias, threads: threads)
        pass.product(.init(dY).transposed, .init(x), accumulating: true, into: &dTransform.weight.values)
        pass.product(.init(dY), .init(transform.weight), into: &dX.values)
        pass.open(features.layers)
        features.backward(dX, width: width, of: part.spans, into: &pass.dStates)
        return loss
    }

    /// The loss of guessing `targets` from y (N, C), whose gradient is put into `dY`.
    private mutating func decode(_ y: Matrix, targets: [Float], encoder: EncoderWeights, pass: inout TrainingPass, dY: inout Matrix) -> Float {
        let scale = pass.weight / Float(y.rows)
        var total = 0.0
        for first in stride(from: 0, to: y.rows, by: Self.block) { // logits of all at once would be the largest array of the run
            let rows = first..<min(y.rows, first + Self.block)
            let block = y.rows(rows)
            var logits = Matrix(rows: rows.count, columns: bias.count)
            pass.product(.init(block), .init(encoder.words).transposed, bias: bias, into: &logits.values)
            total += logits.becomeCrossEntropyGradient(gold: targets[rows].map { Int($0) }, scale: scale, threads: pass.product.threads)
            pass.product(.init(logits).transposed, .init(block), accumulating: true, into: &pass.dEncoder.words.values)
            Sums.addColumns(of: logits.values, rows: rows.count, to: &dBias, threads: pass.product.threads)
            pass.product(.init(logits), .init(encoder.words), into: &dY.values, at: first * y.columns)
        }
        return Float(total / Double(y.rows))
    }

    private static let block = 256

    mutating func forEachParameter(_ body: (_ parameter: OwnParameter, _ values: inout [Float], _ gradient: inout [Float]) -> Void) {
        let width = gain.count
        body(OwnParameter(name: "transform.weight", shape: [width, width]), &transform.weight.values, &dTransform.weight.values)
        body(OwnParameter(name: "transform.bias", shape: [width]), &transform.bias, &dTransform.bias)
        body(OwnParameter(name: "norm.weight", shape: [width]), &gain, &dGain)
        body(OwnParameter(name: "norm.bias", shape: [width]), &shift, &dShift)
        body(OwnParameter(name: "decoder.bias", shape: [bias.count]), &bias, &dBias)
    }
}

extension MaskedLanguageModel {
    /// Text as examples of a window each, with 15 % of the words hidden: by `[MASK]`, now and then by another token, now and then not at all.
    static func examples(of texts: [String], tokenizer: Tokenizer, mask: Int32, window: Int, random: inout RandomSource) -> [TrainingExample] {
        let tokens = tokenizer.tokens(of: texts.flatMap { $0.splitAtSpaces().map(String.init) })
        let words = (0..<tokens.wordCount).filter { !tokens[word: $0].isEmpty }
        let hidden = words.filter { _ in random.unit() < 0.15 }
        var masked = tokens.ids
        for word in hidden {
            let lot = random.unit()
            for token in tokens[word: word] where lot < 0.9 {
                masked[token] = lot < 0.8 ? mask : Int32(random.next() % UInt64(tokenizer.vocabulary.count))
            }
        }
        let spans = hidden.flatMap { tokens[word: $0].map { $0..<($0 + 1) } }
        // A token's id is its target: ids are far below 2²⁴, so a float holds them.
        let targets = Matrix(rows: spans.count, columns: 1, values: spans.map { Float(tokens.ids[$0.lowerBound]) })
        let shown = Tokens(ids: masked, offsets: tokens.offsets)
        return TrainingExample.windows(of: shown, tokenSpans: spans, targets: targets, length: window)
    }
}

extension Matrix {
    /// Turns logits (N, V) into `scale` times the gradient of their cross-entropy, and returns the sum of the rows' losses.
    fileprivate mutating func becomeCrossEntropyGradient(gold: [Int], scale: Float, threads: Int) -> Double {
        let columns = columns
        var losses = [Double](repeating: 0, count: rows)
        values.withUnsafeMutableBufferPointer { values in
            losses.withUnsafeMutableBufferPointer { losses in
                nonisolated(unsafe) let values = values, losses = losses // each row is one thread's
                Threads.forEach(gold.count, threads: threads) { next in
                    while let row = next() {
                        let logits = UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])
                        let peak = logits.reduce(-Float.infinity, max)
                        var sum: Float = 0
                        for index in logits.indices {
                            logits[index] = expf(logits[index] - peak)
                            sum += logits[index]
                        }
                        losses[row] = -Double(logf(max(logits[gold[row]] / sum, 1e-30)))
                        for index in logits.indices { logits[index] *= scale / sum }
                        logits[gold[row]] -= scale
                    }
                }
            }
        }
        return losses.reduce(0, +)
    }
}
