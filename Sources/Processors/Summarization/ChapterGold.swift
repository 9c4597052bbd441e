public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordTranscripts

extension ChapterMaker {
    /// A transcript cut into chapters, in one of three shapes: sections of turns, segments of text, or turns with topics over them.
    public struct Gold: Codable, Sendable, RewritableGold {
        public var episode: String?
        public var sections: [Section]?
        public var segments: [Segment]?
        public var turns: [Turn]?
        public var topics: [Topic]?

        public struct Section: Codable, Sendable {
            public var heading: String?
            public var turns: [Turn]
        }

        public struct Segment: Codable, Sendable {
            public var headline: String?
            public var text: String
        }

        public struct Turn: Codable, Sendable {
            public var speaker: String?
            public var text: String
        }

        public struct Topic: Codable, Sendable {
            public var title: String
            /// First and last turn of each stretch about it.
            public var spans: [[Int]]
        }

        public func rewritingTexts(_ rewrite: (String) -> RewrittenText) -> Gold {
            func rewritten(_ turn: Turn) -> Turn { Turn(speaker: turn.speaker, text: rewrite(turn.text).text) }
            var result = self
            result.sections = sections?.map { Section(heading: $0.heading, turns: $0.turns.map(rewritten)) }
            result.segments = segments?.map { Segment(headline: $0.headline, text: rewrite($0.text).text) }
            result.turns = turns?.map(rewritten)
            return result
        }
    }

    public func sample(_ gold: Gold) -> Sample { gold.sample }

    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) -> Matrix {
        let starts = gold.starts
        let values = spans.map { span in span.lowerBound == 0 ? Float.nan : starts.keys.contains(span.lowerBound) ? 1 : 0 }
        return Matrix(rows: spans.count, columns: 1, values: values)
    }

    /// Text cut after words that end a sentence.
    static func sentences(of text: String) -> [String] {
        var result: [String] = [], words: [Substring] = []
        let all = text.splitAtSpaces()
        for (index, word) in all.enumerated() {
            words.append(word)
            let isLast = index == all.count - 1
            guard isLast || Disfluencies.endsSentence(String(word)) && !(word.count < 4 && word.hasSuffix(".") && word.first?.isUppercase == true) else { continue }
            result.append(words.joined(separator: " "))
            words = []
        }
        return result
    }
}

extension ChapterMaker.Gold {
    /// The transcript and its sentences.
    var sample: Sample {
        Sample(sentences: titled.flatMap { chapter in
            chapter.turns.flatMap { turn in ChapterMaker.sentences(of: turn.text).map { ($0, turn.speaker) } }
        })
    }

    /// The words at which chapters begin, each with what people called the chapter, which may be nothing.
    package var starts: [Int: String] {
        var result: [Int: String] = [:], word = 0
        for (heading, turns) in titled {
            result[word] = heading ?? ""
            word += turns.reduce(0) { $0 + $1.text.splitAtSpaces().count }
        }
        return result
    }

    /// What people called each chapter, and its turns, in order.
    private var titled: [(heading: String?, turns: [Turn])] {
        if let sections { return sections.map { ($0.heading, $0.turns) } }
        if let segments { return segments.map { ($0.headline, [Turn(speaker: nil, text: $0.text)]) } }
        var titles: [Int: String] = [:]
        for topic in topics ?? [] { for first in topic.spans.compactMap(\.first) { titles[first] = topic.title } }
        var result: [(heading: String?, turns: [Turn])] = []
        for (index, turn) in (turns ?? []).enumerated() {
            if result.isEmpty || titles[index] != nil { result.append((titles[index], [])) }
            result[result.count - 1].turns.append(turn)
        }
        return result
    }
}
