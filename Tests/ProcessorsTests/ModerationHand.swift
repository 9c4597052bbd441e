import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTranscripts

/// Moderation and topics of documents whose states and logits are made by hand.
enum ModerationHand {
    static let width = 4
    static let labels = ModerationLabel.all.map(\.name)

    /// A head in which the first channel of the states speaks for `drivenLabel`, and nothing for the others.
    static func head(drivenLabel: String? = nil, thresholds: [String: Float] = [:]) -> Head {
        var group = Moderator.groups[0]
        for (label, threshold) in thresholds { group.thresholds[labels.firstIndex(of: label) ?? 0] = threshold }
        var weight = Matrix(rows: labels.count, columns: width)
        if let drivenLabel { weight[labels.firstIndex(of: drivenLabel) ?? 0, 0] = 100 }
        let layer = Dense(weight: weight, bias: [Float](repeating: -4, count: labels.count))
        return Head(name: "moderation", groups: [group], features: SpanFeatures(layers: [1]), layers: [layer], encoder: "hand")
    }

    /// Sentences, each of a speaker; a second a word; words in `lit` have a state that the driven label hears.
    static func document(_ turns: [(speaker: String, text: String)], lit: Set<Int> = []) -> Document {
        var words: [Word] = [], sentences: [Punctuation.Sentence] = []
        for (speaker, text) in turns {
            let first = words.count
            for word in text.split(separator: " ") {
                words.append(Word(String(word), start: words.count * 1000, end: words.count * 1000 + 900, speaker: speaker))
            }
            sentences.append(.init(words: first..<words.count, start: nil, end: nil, text: text))
        }
        let tokens = Tokens(ids: [Int32](repeating: 20_000, count: words.count), offsets: Array(0...words.count))
        let states = words.indices.flatMap { index in (0..<width).map { Float($0 == 0 && lit.contains(index) ? 1 : 0) } }
        var annotations = Annotations()
        annotations[Punctuation.self] = Punctuation(sentences: sentences, paragraphs: sentences.isEmpty ? [] : [0..<sentences.count])
        return Document(
            transcript: Transcript(words: words), tokens: tokens,
            states: EncoderStates(tokens: tokens, layers: [1: Matrix(rows: words.count, columns: width, values: states)], depth: 1), annotations: annotations)
    }

    /// What is found where the head is this sure of some labels in every stretch, and sure that the others are not there.
    static func moderation(
        _ turns: [(speaker: String, text: String)], sure: [String: Float] = [:], by moderator: Moderator = Moderator(head: head())
    ) throws -> Moderation {
        let document = document(turns)
        let spans = moderator.spans(in: document)
        var logits = Matrix(rows: spans.count, columns: labels.count, repeating: -10)
        for row in spans.indices { for (label, logit) in sure { logits[row, labels.firstIndex(of: label) ?? 0] = logit } }
        return try moderator.decode(logits, of: spans, in: document)
    }
}
