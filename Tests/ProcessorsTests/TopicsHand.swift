import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTranscripts

/// Topics told from hand-made states: a word's state points along one axis, and each topic has an axis.
enum TopicsHand {
    static let width = 4
    static let labels = ["Sports", "Sports>Tennis", "Travel"]

    /// A head that gives `labels[k]` a logit of +6 on axis k and −6 elsewhere.
    static func head(_ labels: [String] = labels, thresholds: [Float]? = nil, kind: LabelGroup.Kind = .independent) -> Head {
        var weight = Matrix(rows: labels.count, columns: width)
        for label in labels.indices { weight[label, label] = 12 }
        return Head(
            name: "topics", groups: [LabelGroup(name: "topics", kind: kind, labels: labels, thresholds: thresholds)],
            features: SpanFeatures(layers: [1]), layers: [Dense(weight: weight, bias: [Float](repeating: -6, count: labels.count))], encoder: "hand")
    }

    /// Names' vectors: each topic lies at an angle of `cosine` to the axis given for it.
    static func descriptions(_ axes: [(String, Int)], cosine: Float = 1, features: SpanFeatures = SpanFeatures(layers: [1])) -> Head {
        var weight = Matrix(rows: axes.count, columns: features.count(width: width))
        for (row, topic) in axes.enumerated() { (weight[row, topic.1], weight[row, (topic.1 + 1) % width]) = (cosine, (1 - cosine * cosine).squareRoot()) }
        return Head(
            name: TopicDetector.descriptionsName, groups: [LabelGroup(name: "topics", kind: .independent, labels: axes.map(\.0))],
            features: features, layers: [Dense(weight: weight, bias: [Float](repeating: 0, count: axes.count))], encoder: "hand")
    }

    /// A sentence of some words about one subject; `axis` nil is small talk, whose states are nowhere near a topic.
    struct Sentence {
        var axis: Int?
        var words = 20
        var speaker: String?
    }

    /// A document of sentences, a second a word.
    static func document(_ sentences: [Sentence]) -> Document {
        var words: [Word] = [], spans: [Punctuation.Sentence] = [], states: [Float] = []
        for sentence in sentences {
            let first = words.count
            for _ in 0..<sentence.words {
                let start = words.count * 1000
                words.append(Word("word", start: start, end: start + 900, speaker: sentence.speaker))
                states += (0..<width).map { $0 == sentence.axis ? 1 : 0 }
            }
            spans.append(.init(words: first..<words.count, start: nil, end: nil, text: [String](repeating: "word", count: sentence.words).joined(separator: " ")))
        }
        let tokens = Tokens(ids: [Int32](repeating: 2773, count: words.count), offsets: Array(0...words.count))
        var annotations = Annotations()
        annotations[Punctuation.self] = Punctuation(sentences: spans, paragraphs: [0..<spans.count])
        let matrix = Matrix(rows: words.count, columns: width, values: states)
        return Document(
            transcript: Transcript(words: words), tokens: tokens, states: EncoderStates(tokens: tokens, layers: [1: matrix], depth: 1), annotations: annotations)
    }
}
