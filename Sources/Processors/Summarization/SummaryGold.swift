public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordTranscripts

extension Summarizer {
    /// A transcript with what a person wrote about it, in sentences that may be marked as worth telling, or in turns.
    public struct Gold: Codable, Sendable, RewritableGold {
        public var episode: String?
        /// Sentences of an abstract.
        public var abstract: [String]?
        public var sentences: [Sentence]?
        /// Questions about the whole and their answers, which together are an abstract too.
        public var general: [Answer]?
        public var turns: [Turn]?

        public struct Sentence: Codable, Sendable {
            public var speaker: String?
            public var text: String
            /// 1 worth telling, 0 not. Counts only where there is no abstract: what an abstract says makes the better summaries.
            public var label: Int
        }

        public struct Turn: Codable, Sendable {
            public var speaker: String?
            public var text: String
        }

        public struct Answer: Codable, Sendable {
            public var answer: String
        }

        public func rewritingTexts(_ rewrite: (String) -> RewrittenText) -> Gold {
            var result = self
            result.sentences = sentences?.map { Sentence(speaker: $0.speaker, text: rewrite($0.text).text, label: $0.label) }
            result.turns = turns?.map { Turn(speaker: $0.speaker, text: rewrite($0.text).text) }
            return result
        }
    }

    public func sample(_ gold: Gold) -> Sample { Sample(sentences: gold.units.map { ($0.text, $0.speaker) }) }

    /// Whether the abstract says much of what each unit says; without an abstract, whether the unit is marked.
    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) -> Matrix {
        guard gold.reference.isEmpty else {
            return Matrix(rows: spans.count, columns: 1, values: Self.telling(gold.reference, of: spans, in: document))
        }
        var labels: [Float] = [] // one a word
        for unit in gold.units {
            labels += [Float](repeating: unit.label.map(Float.init) ?? .nan, count: unit.text.splitAtSpaces().count)
        }
        return Matrix(rows: spans.count, columns: 1, values: spans.map { labels.indices.contains($0.lowerBound) ? labels[$0.lowerBound] : .nan })
    }

    /// 1 for the tenth of the units that say most of what the abstract says, by words and pairs of words for their length.
    private static func telling(_ abstract: String, of spans: [Range<Int>], in document: Document) -> [Float] {
        let reference = abstract.splitAtSpaces().map { Disfluencies.plain(String($0)) }
        let content = Set(reference.map(Terms.stem)), pairs = Set(zip(reference, reference.dropFirst()).map { [$0, $1] })
        let units = document.units, terms = document.contents.terms
        let scores = spans.map { span in
            let plain = units.plain[span]
            guard plain.count >= 5 else { return 0.0 }
            var counted: Set<Int> = [], score = 0.0
            for (word, text) in zip(span, plain) {
                guard let term = terms.ofWords[word], content.contains(Terms.stem(text)), counted.insert(term).inserted else { continue }
                score += terms.rarities[term]
            }
            score += Double(Set(zip(plain, plain.dropFirst()).map { [$0, $1] }).intersection(pairs).count)
            return score / Double(plain.count).squareRoot()
        }
        let threshold = scores.sorted(by: >).dropFirst(scores.count / 10).first ?? 0
        return scores.map { $0 > 0 && $0 >= threshold ? 1 : 0 }
    }
}

extension Summarizer.Gold {
    /// The abstract in one string; empty when there is none.
    package var reference: String { abstract?.joined(separator: " ") ?? general?.first?.answer ?? "" }

    /// The sentences, or the turns cut into sentences.
    fileprivate var units: [(text: String, speaker: String?, label: Int?)] {
        if let sentences { return sentences.map { ($0.text, $0.speaker, $0.label) } }
        return (turns ?? []).flatMap { turn in ChapterMaker.sentences(of: turn.text).map { ($0, turn.speaker, nil) } }
    }
}

extension Sample {
    /// Sentences as they were written, with their speakers; one without words is left out.
    init(sentences: [(text: String, speaker: String?)]) {
        var words: [Word] = [], spans: [Punctuation.Sentence] = []
        for sentence in sentences {
            let texts = sentence.text.splitAtSpaces().map(String.init)
            guard !texts.isEmpty else { continue }
            spans.append(Punctuation.Sentence(words: words.count..<words.count + texts.count, start: nil, end: nil, text: texts.joined(separator: " ")))
            words += texts.map { Word($0, speaker: sentence.speaker) }
        }
        self.init(Transcript(words: words))
        annotations[Punctuation.self] = Punctuation(sentences: spans, paragraphs: [0..<spans.count])
    }
}
