/// A stretch of words by one speaker.
public struct Utterance: Sendable, Codable, Equatable {
    public var speaker: String?
    /// Indices into `Transcript.words`, never empty.
    public var words: Range<Int>

    public init(speaker: String?, words: Range<Int>) {
        self.speaker = speaker
        self.words = words
    }
}

extension Transcript {
    /// The words cut where the speaker changes; covers every word once.
    public var utterances: [Utterance] {
        var result: [Utterance] = []
        for (index, word) in words.enumerated() {
            if let last = result.indices.last, result[last].speaker == word.speaker {
                result[last].words = result[last].words.lowerBound..<(index + 1)
            } else {
                result.append(Utterance(speaker: word.speaker, words: index..<(index + 1)))
            }
        }
        return result
    }
}
