internal import AfterwordPipeline
internal import AfterwordTranscripts

/// Stretches of whole sentences, long enough to be about something.
enum Segments {
    /// The document's sentences joined into stretches of at most `words` words, never across speakers.
    ///
    /// A sentence longer than that stands alone. Together they hold every word once.
    static func ranges(in document: Document, of punctuation: Punctuation, words limit: Int) -> [Range<Int>] {
        var result: [Range<Int>] = []
        let words = document.transcript.words
        for sentence in punctuation.sentences.map(\.words) where !sentence.isEmpty {
            if let last = result.last, sentence.upperBound - last.lowerBound <= limit, words[last.lowerBound].speaker == words[sentence.lowerBound].speaker {
                result[result.count - 1] = last.lowerBound..<sentence.upperBound
            } else {
                result.append(sentence)
            }
        }
        return result
    }
}

extension Float {
    /// The value with four decimals: what a score is good for, and the same on every machine.
    var score: Double { (Double(self) * 10_000).rounded() / 10_000 }
}

extension Sample {
    /// Texts one after the other, each taken as one sentence of another speaker, whatever marks it has.
    init(apart texts: [String]) {
        self.init(Transcript(words: []))
        var sentences: [Punctuation.Sentence] = []
        for (index, text) in texts.enumerated() {
            let first = transcript.words.count
            transcript.words += text.splitAtSpaces().map { Word(String($0), speaker: index.isMultiple(of: 2) ? "A" : "B") }
            guard transcript.words.count > first else { continue }
            let words = first..<transcript.words.count
            sentences.append(.init(words: words, start: nil, end: nil, text: transcript.words[words].map(\.text).joined(separator: " ")))
        }
        annotations[Punctuation.self] = Punctuation(sentences: sentences, paragraphs: sentences.isEmpty ? [] : [0..<sentences.count])
    }
}

/// A labelled text that may have others behind it: a stretch of a transcript never stands alone, so neither does what is learnt from.
protocol LabelledText {
    var text: String { get set }
    var parts: [Self]? { get set }
    /// The same text with nothing behind it.
    var alone: Self { get }
}

extension LabelledText {
    public func rewritingTexts(_ rewrite: (String) -> RewrittenText) -> Self {
        var result = self
        result.text = rewrite(text).text
        result.parts = parts?.map { $0.rewritingTexts(rewrite) }
        return result
    }

    /// The texts of the example that have words, its own first.
    var all: [Self] { ([alone] + (parts ?? [])).filter { $0.text.contains { !$0.isWhitespace } } }

    /// Texts put behind each other in examples of 160 words or a little more; one that says what is behind it, nothing even, stays as it is.
    static func packed(_ lines: [Self]) -> [Self] {
        var examples: [Self] = [], words = 160
        for line in lines where line.text.contains(where: { !$0.isWhitespace }) {
            if line.parts != nil {
                examples.append(line)
                words = 160
                continue
            }
            if words >= 160 {
                examples.append(line)
                words = 0
            } else {
                examples[examples.count - 1].parts = (examples[examples.count - 1].parts ?? []) + [line]
            }
            words += line.text.utf8.count { $0 == UInt8(ascii: " ") } + 1
        }
        return examples
    }
}
