public import AfterwordPipeline

/// Written speech to learn marks and case from: turns in the order they were spoken.
///
/// A line of a data file is one turn, `{"source"?, "episode"?, "style"?, "speaker"?, "text", "gap"?, "soft_labels"?}`; `gap` says
/// that something inaudible was cut from it. `Punctuator.gather` joins lines of an episode. A line may say in which style it is punctuated.
/// `soft_labels` has a teacher's probabilities for some of its words, to learn from instead of what the text has there (knowledge distillation):
///
///     {"text": "So I went, you know", "soft_labels": {"0": {",": 0.4, "none": 0.6}, "2": {",": 0.7, "none": 0.3, "lower": 1}}}
public struct PunctuationGold: Codable, Sendable, Equatable, RewritableGold {
    /// The data set and the recording that it comes from.
    public var source: String?
    public var episode: String?
    /// How densely it is punctuated; the standard unless told.
    public var style: Punctuation.Style?
    public var turns: [Turn]

    /// What one speaker said at a stretch.
    public struct Turn: Codable, Sendable, Equatable {
        public var speaker: String?
        public var text: String
        /// Whether something is missing from it.
        public var gap: Bool?
        /// By the number of a word, from 0, the probability of each label, 0…1: a teacher's.
        ///
        /// Words are parts between white space that are not marks only. Labels are the marks' (`none` `,` `.` `?` `!` `:` `;` `—` `…`) and the
        /// cases' (`lower` `capitalised` `upper` `mixed`, of the word inside a sentence). A word may have probabilities of the marks, of the case
        /// or of both: labels left out have 0, the others sum to 1 within 0.02 and are divided by their sum, so that they sum to 1 but for rounding.
        /// Where there are none, the text decides; where the text does not tell, they do.
        public var softLabels: [Int: [String: Float]]?

        public init(speaker: String? = nil, text: String, gap: Bool? = nil, softLabels: [Int: [String: Float]]? = nil) {
            self.speaker = speaker
            self.text = text
            self.gap = gap
            self.softLabels = softLabels
        }

        private enum CodingKeys: String, CodingKey {
            case speaker, text, gap
            case softLabels = "soft_labels"
        }
    }

    public init(source: String? = nil, episode: String? = nil, style: Punctuation.Style? = nil, turns: [Turn]) {
        self.source = source
        self.episode = episode
        self.style = style
        self.turns = turns
    }

    private enum CodingKeys: CodingKey { case source, episode, style, turns }

    /// Reads a line of one turn, or an object with `turns`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = try container.decodeIfPresent(String.self, forKey: .source)
        episode = try container.decodeIfPresent(String.self, forKey: .episode)
        style = try container.decodeIfPresent(Punctuation.Style.self, forKey: .style)
        turns = try container.decodeIfPresent([Turn].self, forKey: .turns) ?? [Turn(from: decoder)]
    }

    public func rewritingTexts(_ rewrite: (String) -> RewrittenText) -> PunctuationGold {
        var result = self
        for (index, turn) in turns.enumerated() {
            let rewritten = rewrite(turn.text)
            result.turns[index].text = rewritten.text
            if let labels = turn.softLabels { result.turns[index].softLabels = SoftLabels.moved(labels, from: turn.text, to: rewritten) }
        }
        return result
    }
}
