package import AfterwordTensors
package import AfterwordTokenization

/// A window of a labelled text, ready for the encoder.
package struct TrainingExample: Sendable, Equatable {
    /// (T) WordPiece ids, without `[CLS]` and `[SEP]`.
    package var ids: [Int32]
    /// (N) ranges of `ids` that are decided about; an empty one has no tokens of its own.
    package var spans: [Range<Int>]
    /// (N, K) of the task's head: 1 holds, 0 does not, or the probability that it holds; NaN unknown.
    package var targets: Matrix

    package init(ids: [Int32], spans: [Range<Int>], targets: Matrix) {
        precondition(spans.count == targets.rows, "one row of targets a span")
        self.ids = ids
        self.spans = spans
        self.targets = targets
    }

    /// A document cut into windows of at most `length` tokens and about equal size, between words and, where it can be, between spans.
    ///
    /// A span belongs to the window it begins in; of one that is longer than a window, the part in that window stands for the whole.
    package static func windows(of tokens: Tokens, spans: [Range<Int>], targets: Matrix, length: Int) -> [TrainingExample] {
        windows(of: tokens, tokenSpans: spans.map { tokens[words: $0] }, targets: targets, length: length)
    }

    /// The same for spans that are ranges of tokens.
    static func windows(of tokens: Tokens, tokenSpans rows: [Range<Int>], targets: Matrix, length: Int) -> [TrainingExample] {
        var examples: [TrainingExample] = []
        for window in cuts(of: tokens, avoiding: rows, length: length) {
            let inside = rows.indices.filter { window.contains(rows[$0].lowerBound) || (rows[$0].isEmpty && rows[$0].lowerBound == window.upperBound && window.upperBound == tokens.count) }
            guard inside.contains(where: { !targets[row: $0].allSatisfy(\.isNaN) }) else { continue } // nothing to learn from
            examples.append(TrainingExample(
                ids: Array(tokens.ids[window]),
                spans: inside.map { (rows[$0].lowerBound - window.lowerBound)..<(min(rows[$0].upperBound, window.upperBound) - window.lowerBound) },
                targets: Matrix(rows: inside.count, columns: targets.columns, values: inside.flatMap { targets[row: $0] })))
        }
        return examples
    }

    private static func cuts(of tokens: Tokens, avoiding spans: [Range<Int>], length: Int) -> [Range<Int>] {
        guard tokens.count > length else { return tokens.count > 0 ? [0..<tokens.count] : [] }
        var inSpan = [Bool](repeating: false, count: tokens.count + 1) // a cut before this token would part a span
        for span in spans where span.count <= length { for token in span.dropFirst() { inSpan[token] = true } }
        var result: [Range<Int>] = []
        var start = 0
        while start < tokens.count {
            let left = tokens.count - start
            let target = start + (left + (left + length - 1) / length - 1) / ((left + length - 1) / length) // what is left, in equal parts
            let end = target >= tokens.count ? tokens.count : cut(before: min(target + length / 8, start + length), after: start, of: tokens, inSpan)
            result.append(start..<end)
            start = end
        }
        return result
    }

    // The last place between spans in the second half of the window, else the last between words, else anywhere.
    private static func cut(before limit: Int, after start: Int, of tokens: Tokens, _ inSpan: [Bool]) -> Int {
        func last(_ holds: (Int) -> Bool) -> Int? { stride(from: limit, to: start + (limit - start) / 2, by: -1).first(where: holds) }
        let startsWord = { (token: Int) in tokens.startsWord(token) }
        return last { startsWord($0) && !inSpan[$0] } ?? last(startsWord) ?? limit
    }
}

extension Tokens {
    /// Whether a word begins at a token, or the text ends there.
    fileprivate func startsWord(_ token: Int) -> Bool {
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < token { low = middle + 1 } else { high = middle }
        }
        return low < offsets.count && offsets[low] == token
    }
}
