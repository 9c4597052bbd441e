/// Sentences gathered into paragraphs: one speaker each, of about a given number of words, broken where the longest pause is.
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
            let words = sentences[first].words.lowerBound..<sentences[index].words.upperBound
            if endsTurn[index] || words.count >= length {
                let last = endsTurn[index] ? index : longestPause(sentences, first: first, last: index, length: length)
                result.append(first..<(last + 1))
                first = last + 1
                index = last
            }
            index += 1
        }
        if first < sentences.count { result.append(first..<sentences.count) }
        return result
    }

    /// The sentence of the paragraph's second half that the longest pause of at least a second follows; `last` if there is none.
    private static func longestPause(_ sentences: [Punctuation.Sentence], first: Int, last: Int, length: Int) -> Int {
        var best = last, longest = shortestPause - 1
        for index in first...last where index + 1 < sentences.count {
            let words = sentences[first].words.lowerBound..<sentences[index].words.upperBound
            guard words.count * 2 >= length, let end = sentences[index].end, let start = sentences[index + 1].start else { continue }
            if start - end > longest { (best, longest) = (index, start - end) }
        }
        return best
    }

    /// Milliseconds.
    private static let shortestPause = 1000
}
