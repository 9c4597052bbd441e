public import AfterwordPipeline

/// Written speech to learn marks and case from: turns in the order they were spoken.
///
/// A line of a data file is one turn, `{"source"?, "episode"?, "style"?, "speaker"?, "text", "gap"?}`; `gap` says that something
/// inaudible was cut from it. `Punctuator.gather` joins lines of an episode. A line may say in which style it is punctuated.
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

        public init(speaker: String? = nil, text: String, gap: Bool? = nil) {
            self.speaker = speaker
            self.text = text
            self.gap = gap
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

    public func rewritingTexts(_ rewrite: (String) -> String) -> PunctuationGold {
        var result = self
        for index in turns.indices { result.turns[index].text = rewrite(turns[index].text) }
        return result
    }
}
