internal import AfterwordTranscripts

/// What a transcript says by itself, before any head is asked: its words' parts, where turns end, whether it is punctuated and cased.
struct Reading: Sendable {
    let words: [WrittenWord]
    /// (W) whether the speaker changes after the word, or the transcript ends.
    let endsTurn: [Bool]
    /// (W) whether the word stands in a stretch whose marks are left as they are.
    let asWritten: [Bool]
    /// Whether sentences are marked already, one every 30 words or oftener.
    let isPunctuated: Bool
    /// Whether it is punctuated and its sentences start with capitals.
    let isCased: Bool
    /// Whether nearly all letters are capitals, so that capitals say nothing.
    let isShouted: Bool

    init(_ transcript: [Word], existingMarks: Punctuator.ExistingMarks) {
        let words = transcript.map { WrittenWord($0.text) }
        let endsTurn = transcript.indices.map { $0 == transcript.count - 1 || transcript[$0].speaker != transcript[$0 + 1].speaker }
        self.words = words
        self.endsTurn = endsTurn
        let stops = words.count { $0.mark.endsSentence }
        isPunctuated = stops > 0 && stops * Self.wordsPerStop >= words.count { !$0.isMarksOnly }
        isShouted = Self.isShouted(words)
        isCased = isPunctuated && !isShouted && Self.startsWithCapitals(words)
        asWritten = existingMarks == .keep && isPunctuated ? Self.markedStretches(words, endsTurn: endsTurn) : [Bool](repeating: false, count: words.count)
    }

    /// Whether a sentence starts with the word as the transcript has it, so that its capital says nothing.
    func startsSentence(_ index: Int) -> Bool { index == 0 || endsTurn[index - 1] || words[index - 1].mark.endsSentence }

    /// The words that stand in a stretch of at most 60 without a mark; the stretch's marked end is one of them.
    private static func markedStretches(_ words: [WrittenWord], endsTurn: [Bool]) -> [Bool] {
        var result: [Bool] = []
        result.reserveCapacity(words.count)
        for index in words.indices where words[index].mark != .none || endsTurn[index] {
            let length = index + 1 - result.count
            result += [Bool](repeating: length <= longestUnmarked, count: length)
        }
        return result
    }

    private static func startsWithCapitals(_ words: [WrittenWord]) -> Bool {
        var starts = 0, capitals = 0, isFirst = true
        for word in words where !word.isMarksOnly {
            if isFirst, let letter = word.core.first(where: \.isLetter) {
                starts += 1
                if letter.isUppercase { capitals += 1 }
            }
            isFirst = word.mark.endsSentence
        }
        return capitals * 10 >= starts * 7 && starts > 0
    }

    private static func isShouted(_ words: [WrittenWord]) -> Bool {
        var letters = 0, capitals = 0
        for word in words where word.core.utf8.count > 1 && word.core.count > 1 {
            let found = word.core.letters
            letters += found.count
            capitals += found.capitals
        }
        return letters >= 20 && capitals * 10 >= letters * 8 // a few letters may well be an acronym
    }

    private static let wordsPerStop = 30
    private static let longestUnmarked = 60
}
