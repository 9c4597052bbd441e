import AfterwordEncoder
import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTranscripts

/// Documents with hand-made sentences and states, in place of a punctuator and an encoder.
enum SummarizationHand {
    static let width = 4

    static func head(_ name: String, _ groups: [LabelGroup], bias: Float = 0) -> Head {
        let features = SpanFeatures(layers: [1])
        let labels = groups.reduce(0) { $0 + $1.labels.count }
        let layer = Dense(weight: Matrix(rows: labels, columns: width), bias: [Float](repeating: bias, count: labels))
        return Head(name: name, groups: groups, features: features, layers: [layer], encoder: "hand")
    }

    static var summarizer: Summarizer { Summarizer(head: head("summary", Summarizer.groups)) }

    static func maker(bias: Float = -1.5, shortest: Int = 20) -> ChapterMaker {
        ChapterMaker(head: head("chapters", ChapterMaker.groups, bias: bias), shortest: shortest)
    }

    /// A document of sentences, a second a word from 0 on unless `timed` is false; a sentence's states point where `direction` says.
    static func document(
        _ sentences: [String], speakers: [String?] = [], timed: Bool = true, direction: (Int) -> Int = { _ in 0 }
    ) -> Document {
        var words: [Word] = [], spans: [Punctuation.Sentence] = [], states: [Float] = []
        for (index, sentence) in sentences.enumerated() {
            let texts = sentence.split(separator: " ").map(String.init)
            guard !texts.isEmpty else { continue }
            let first = words.count
            for text in texts {
                let start = timed ? words.count * 1000 : nil
                words.append(Word(text, start: start, end: start.map { $0 + 900 }, speaker: speakers.isEmpty ? nil : speakers[index % speakers.count]))
                states += (0..<width).map { $0 == direction(index) ? 1 : 0 }
            }
            spans.append(.init(words: first..<words.count, start: nil, end: nil, text: texts.joined(separator: " ")))
        }
        let tokens = Tokens(ids: [Int32](repeating: 20_000, count: words.count), offsets: Array(0...words.count))
        var annotations = Annotations()
        annotations[Punctuation.self] = Punctuation(sentences: spans, paragraphs: [0..<spans.count])
        let matrix = Matrix(rows: words.count, columns: width, values: states)
        return Document(
            transcript: Transcript(words: words), tokens: tokens, states: EncoderStates(tokens: tokens, layers: [1: matrix], depth: 1), annotations: annotations)
    }

    /// What nobody hopes for in a transcript, and everybody gets.
    static let odd: [[String]] = [
        ["hello"], ["Um."], ["um uh uh, you know, um"], ["--"], ["... ?!"], ["I, I, I"], ["the the the the"], ["Yes."], ["日本語のテキスト"], ["🎉 🎉"],
        ["a b c d e f g h"], ["so"], ["and so and so and so"], ["wo- wo- wo-"], ["Yeah.", "Okay.", "Mm-hmm.", "Yeah."],
        [String(repeating: "word ", count: 300)], [String(repeating: "um ", count: 200)], (0..<90).map { "item\($0)" },
        ["The budget is fixed."], ["the budget is fixed and nobody may change it without the whole board's consent"],
    ]

    /// Forty sentences about gardens and then forty about engines.
    static let twoSubjects: [String] = (0..<40).map { "The garden bed number \($0) needs compost, water and tomato seedlings." }
        + (0..<40).map { "Engine test \($0) showed turbine pressure and fuel temperature." }
}
