/// The mark after each word and the words after which a sentence ends.
struct MarkedWords: Sendable {
    typealias Mark = Punctuation.Mark

    /// (W) the mark that structure follows, whether it is written or not.
    private(set) var marks: [Mark]
    /// (W) whether a sentence ends after the word.
    private(set) var endsSentence: [Bool]

    init(_ reading: Reading, scores: PunctuatorScores, existingMarks: Punctuator.ExistingMarks) {
        let words = reading.words
        marks = words.indices.map { Self.mark(of: $0, reading: reading, scores: scores, existingMarks: existingMarks) }
        endsSentence = [Bool](repeating: false, count: words.count)
        for index in words.indices where reading.endsTurn[index] {
            closeTurn(at: index, reading: reading, scores: scores, keeps: existingMarks == .keep)
        }
        for index in words.indices {
            endsSentence[index] = reading.endsTurn[index] || (marks[index].endsSentence && !Self.goesOn(after: index, reading: reading))
        }
        for index in words.indices.dropFirst() where endsSentence[index - 1] && !reading.endsTurn[index - 1] && words[index].closesAlone {
            endsSentence[index - 1] = false
            endsSentence[index] = true
        }
        splitLongSentences(reading, scores: scores, keeps: existingMarks == .keep)
    }

    private static func mark(of index: Int, reading: Reading, scores: PunctuatorScores, existingMarks: Punctuator.ExistingMarks) -> Mark {
        let word = reading.words[index]
        if word.isMarksOnly { return word.mark }
        // The next word is the mark of this one: "hello ."
        if !reading.endsTurn[index], reading.words[index + 1].isMarksOnly, reading.words[index + 1].mark != .none { return .none }
        if reading.asWritten[index] {
            let mayEnd = word.isAbbreviated && word.mark == .none && !word.isTitle
            return mayEnd && scores.odds(ofEndAfter: index) > 1 ? .period : word.mark
        }
        if existingMarks == .keep, word.mark != .none { return word.mark }
        if word.core.utf8.count <= 3, !reading.endsTurn[index], begunAnswers.contains(word.core.asKey), endedAnswers.contains(reading.words[index + 1].core.asKey) { return .none }
        return scores.mark(word: index, endsTurn: reading.endsTurn[index])
    }

    /// Ends a turn with a mark that ends a sentence, or with a dash where more turns come. What is left as written ends as it does.
    private mutating func closeTurn(at last: Int, reading: Reading, scores: PunctuatorScores, keeps: Bool) {
        var index = last
        while reading.words[index].isMarksOnly {
            guard reading.words[index].mark == .none, index > 0, !reading.endsTurn[index - 1] else { return }
            index -= 1
        }
        let isFinal = last == reading.words.count - 1
        guard !reading.asWritten[index], !marks[index].endsSentence, !keeps || reading.words[index].mark == .none, isFinal || marks[index] != .dash else { return }
        marks[index] = scores.stop(word: index, interrupted: !isFinal)
    }

    /// Whether a mark as written stands inside a sentence: `"Really?" he said.`
    private static func goesOn(after index: Int, reading: Reading) -> Bool {
        guard index + 1 < reading.words.count, reading.asWritten[index], reading.asWritten[index + 1], reading.isCased else { return false }
        return Punctuation.LetterCase(of: reading.words[index + 1].core) == .lower
    }

    /// Ends a sentence that grows over the limit at its likeliest place, so that text without marks still has sentences.
    private mutating func splitLongSentences(_ reading: Reading, scores: PunctuatorScores, keeps: Bool) {
        var first = 0, index = 0
        while index < marks.count {
            let limit = reading.asWritten[index] ? Self.longestAsWritten : Self.longest
            if endsSentence[index] {
                first = index + 1
            } else if index + 1 - first >= limit {
                var best = index
                for candidate in (first + limit / 3)..<index where !reading.words[candidate + 1].isMarksOnly {
                    if scores.odds(ofEndAfter: candidate) > scores.odds(ofEndAfter: best) { best = candidate }
                }
                endsSentence[best] = true
                if !reading.asWritten[best], !reading.words[best].isMarksOnly, !keeps || reading.words[best].mark == .none {
                    marks[best] = scores.stop(word: best, interrupted: false)
                }
                first = best + 1
                index = best
            }
            index += 1
        }
    }

    /// `mm hmm`, `uh huh`: one answer in two words.
    private static let begunAnswers: Set<String> = ["mm", "mhm", "uh", "um", "nuh"], endedAnswers: Set<String> = ["hm", "hmm", "huh"]
    private static let longest = 60
    private static let longestAsWritten = 200
}

extension WrittenWord {
    /// Whether it is only marks that belong to what stands before: a closing quote, a bracket, a stop.
    var closesAlone: Bool { isMarksOnly && mark != .dash && !opensAlone }

    private var opensAlone: Bool { trailing.contains { "([{“‘«„¿¡「『《（".contains($0) } }
}
