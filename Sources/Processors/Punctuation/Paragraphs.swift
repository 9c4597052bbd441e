/// Sentences gathered into paragraphs: one speaker each, of about a given number of words, broken where the reader pauses anyway.
enum Paragraphs {
    /// - Parameters:
    ///   - sentences: in order, each with its words.
    ///   - endsTurn: (S) whether the speaker changes after the sentence.
    ///   - length: the words after which a paragraph ends.
    /// - Returns: ranges of sentence indices that cover all of them.
    static func ranges(_ sentences: [Punctuation.Sentence], endsTurn: [Bool], length: Int) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var first = 0, index = 0
        while index < sentences.count {
            if endsTurn[index] || words(sentences, first...index) >= length {
                let last = endsTurn[index] ? index : bestEnd(sentences, endsTurn: endsTurn, first: first, reaching: index, length: length)
                result.append(first..<(last + 1))
                first = last + 1
                index = last
            }
            index += 1
        }
        if first < sentences.count { result.append(first..<sentences.count) }
        return result
    }

    private static func words(_ sentences: [Punctuation.Sentence], _ range: ClosedRange<Int>) -> Int {
        sentences[range.upperBound].words.upperBound - sentences[range.lowerBound].words.lowerBound
    }

    /// The sentence from half the length on, and before one and a half times it, that a paragraph is best ended with.
    ///
    /// - Parameter reached: the sentence with which the paragraph is long enough.
    private static func bestEnd(_ sentences: [Punctuation.Sentence], endsTurn: [Bool], first: Int, reaching reached: Int, length: Int) -> Int {
        var best = reached, least = Double.infinity
        for index in first..<sentences.count {
            let words = words(sentences, first...index)
            guard index <= reached || words * 2 < 3 * length else { break }
            guard words * 2 >= length else { continue }
            let cost = abs(Double(words - length)) / Double(max(1, length)) + reluctance(toEnd: index, of: sentences)
            if cost < least { (best, least) = (index, cost) }
            if endsTurn[index] { break }
        }
        return best
    }

    /// What speaks against a new paragraph after a sentence: a question wants its answer, `And …` what it goes on from. A pause of a second or more speaks for it.
    private static func reluctance(toEnd index: Int, of sentences: [Punctuation.Sentence]) -> Double {
        guard index + 1 < sentences.count else { return 0 }
        let (sentence, next) = (sentences[index], sentences[index + 1])
        if let end = sentence.end, let start = next.start, start - end >= shortestPause { return -1 - Double(start - end) / 10_000 }
        var cost = 0.0
        switch sentence.text.last {
        case "?": cost += 0.7
        case "…", "—", ",": cost += 0.5
        default: break
        }
        if leans(next.text) { cost += 0.35 }
        return cost
    }

    /// Whether a sentence goes on from the one before, or answers it.
    private static func leans(_ text: String) -> Bool { leaning.contains(String(text.prefix { $0.isLetter }).lowercased()) }

    /// Milliseconds.
    private static let shortestPause = 1000
    private static let leaning: Set<String> = [
        "and", "but", "because", "so", "or", "nor", "which", "that", "who", "whereas", "then", "also", "like", "plus",
        "yeah", "yes", "yep", "yup", "no", "nope", "right", "exactly", "okay", "ok", "sure", "absolutely", "totally", "correct",
    ]
}
