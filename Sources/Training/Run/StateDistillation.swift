internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors
package import AfterwordTokenization
internal import AfterwordTranscripts

/// Keeps the states of every token where another encoder has them: its heads can then read those of an encoder that is smaller.
///
/// The loss is the mean squared difference of the layers' values. The teacher reads a batch when its turn comes: its states of all texts would not fit.
/// - Source: Jiao et al., "TinyBERT: distilling BERT for natural language understanding", Findings of EMNLP 2020, equation 8, without the projection that
///   widths which differ would need.
struct StateDistillation: TrainingObjective {
    private let layers: [Int]
    private let teacher: TransformerEncoder

    /// - Parameter layers: of both encoders, which are equally wide.
    init(layers: [Int], teacher: TransformerEncoder) { (self.layers, self.teacher) = (layers, teacher) }

    var description: String { "layers \(layers)" }

    mutating func addLoss(of part: TrainingBatch.Part, states: [[Float]], encoder: EncoderWeights, pass: inout TrainingPass) -> Float {
        let width = pass.width, count = part.spans.rows.count * width * layers.count
        guard count > 0 else { return 0 }
        let documents = part.spans.texts.map { text in Tokens(ids: part.targets[text].map { Int32($0) }, offsets: Array(0...text.count)) }
        let taught = teacher.states(of: documents, layers: Set(layers), threads: pass.product.threads)
        let scale = 2 * pass.weight / Float(count)
        var total = 0.0
        pass.open(layers)
        for layer in layers {
            for (text, own) in zip(part.spans.texts, taught) {
                guard let target = own.layers[layer]?.matrix else { preconditionFailure("the layers asked for are there") }
                for (place, span) in text.enumerated() {
                    let row = part.spans.rows[span].lowerBound * width
                    var sum: Float = 0
                    for c in 0..<width {
                        let difference = states[layer][row + c] - target.values[place * width + c]
                        sum += difference * difference
                        pass.dStates[layer][row + c] += scale * difference
                    }
                    total += Double(sum)
                }
            }
        }
        return Float(total / Double(count))
    }

    mutating func forEachParameter(_ body: (_ parameter: OwnParameter, _ values: inout [Float], _ gradient: inout [Float]) -> Void) {}
}

extension TrainingExample {
    /// Texts as examples of a window each, every token a span: one after the other, as turns are said, and some by themselves.
    package static func everyToken(of texts: [String], tokenizer: Tokenizer, window: Int, random: inout RandomSource) -> [TrainingExample] {
        var joined: [String] = [], alone: [String] = []
        for text in texts {
            if random.unit() < partAlone { alone.append(text) } else { joined.append(text) }
        }
        return ([joined] + alone.map { [$0] }).flatMap { texts in
            let tokens = tokenizer.tokens(of: texts.flatMap { $0.splitAtSpaces().map(String.init) })
            // A token's id is its target: ids are far below 2²⁴, so a float holds them.
            let targets = Matrix(rows: tokens.count, columns: 1, values: tokens.ids.map { Float($0) })
            return windows(of: tokens, tokenSpans: tokens.ids.indices.map { $0..<($0 + 1) }, targets: targets, length: window)
        }
    }

    // Somebody may write one question only; joined texts never are as short.
    private static let partAlone: Float = 0.12
}
