/// Written speech to learn marks and case from: turns in the order they were spoken.
///
/// A line of a data file is one turn, `{"source"?, "episode"?, "speaker"?, "text", "gap"?}`; `gap` says that something
/// inaudible was cut from it. `Punctuator.gather` joins lines of an episode.
public struct PunctuationGold: Codable, Sendable, Equatable {
    /// The data set and the recording that it comes from.
    public var source: String?
    public var episode: String?
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

    public init(source: String? = nil, episode: String? = nil, turns: [Turn]) {
        self.source = source
        self.episode = episode
        self.turns = turns
    }

    private enum CodingKeys: CodingKey { case source, episode, turns }

    /// Reads a line of one turn, or an object with `turns`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = try container.decodeIfPresent(String.self, forKey: .source)
        episode = try container.decodeIfPresent(String.self, forKey: .episode)
        turns = try container.decodeIfPresent([Turn].self, forKey: .turns) ?? [Turn(from: decoder)]
    }
}
