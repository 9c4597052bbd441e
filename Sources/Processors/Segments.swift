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
    /// A text that is taken as one sentence, whatever marks it has.
    init(oneSentence text: String) {
        self.init(Transcript(text: text))
        let words = transcript.words.indices
        guard !words.isEmpty else { return }
        annotations[Punctuation.self] = Punctuation(
            sentences: [.init(words: words, start: nil, end: nil, text: transcript.words.map(\.text).joined(separator: " "))], paragraphs: [0..<1])
    }
}
