import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTokenization
import AfterwordTranscripts

/// A punctuator fed with logits made by hand instead of a trained head.
struct PunctuationHand {
    var punctuator = Punctuator(head: Self.head)

    /// What logits say about words by index; a word that isn't named has no mark and is lower case.
    struct Said {
        var marks: [Int: Punctuation.Mark] = [:]
        var cases: [Int: Punctuation.LetterCase] = [:]
        /// How sure the logits are.
        var strength: Float = 8
    }

    static let head = Head(
        name: "punctuation", groups: Punctuator.groups, features: SpanFeatures(layers: [0]),
        layers: [Dense(weight: Matrix(rows: 13, columns: 4), bias: [Float](repeating: 0, count: 13))], encoder: "hand")

    func annotate(_ transcript: Transcript, _ said: Said = Said()) throws -> Punctuation {
        let document = Self.document(transcript)
        let spans = punctuator.spans(in: document)
        return try punctuator.decode(Self.logits(said, spans: spans), of: spans, in: document)
    }

    func annotate(_ text: String, marks: [Int: Punctuation.Mark] = [:], cases: [Int: Punctuation.LetterCase] = [:]) throws -> Punctuation {
        try annotate(Transcript(text: text), Said(marks: marks, cases: cases))
    }

    /// The restored text, sentences one a line.
    func text(_ text: String, marks: [Int: Punctuation.Mark] = [:], cases: [Int: Punctuation.LetterCase] = [:]) throws -> String {
        try annotate(text, marks: marks, cases: cases).sentences.map(\.text).joined(separator: "\n")
    }

    /// A document with one token for every word that has a letter, a digit or a symbol.
    static func document(_ transcript: Transcript) -> Document {
        var offsets = [0]
        for word in transcript.words {
            let isMarks = word.text.allSatisfy { $0.isPunctuation }
            offsets.append(offsets[offsets.count - 1] + (isMarks ? 0 : 1))
        }
        let ids = [Int32](repeating: 100, count: offsets[offsets.count - 1])
        return Document(transcript: transcript, tokens: Tokens(ids: ids, offsets: offsets), states: nil)
    }

    static func logits(_ said: Said, spans: [Range<Int>]) -> Matrix {
        var logits = Matrix(rows: spans.count, columns: 13)
        for (row, span) in spans.enumerated() {
            let mark = said.marks[span.lowerBound] ?? .none, letterCase = said.cases[span.lowerBound] ?? .lower
            logits[row, 0] = said.strength / 2
            logits[row, Punctuation.Mark.allCases.firstIndex(of: mark) ?? 0] = said.strength
            logits[row, 9 + (Punctuation.LetterCase.allCases.firstIndex(of: letterCase) ?? 0)] = said.strength
        }
        return logits
    }
}
