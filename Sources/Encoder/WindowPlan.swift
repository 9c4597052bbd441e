/// How a long document is cut into windows that overlap, each token kept from a window where it has context on both sides.
package struct WindowPlan: Sendable {
    /// Tokens that are seen together, and how many of them two neighbours share.
    package let length, overlap: Int

    package struct Window: Sendable, Equatable {
        /// The tokens seen.
        package let tokens: Range<Int>
        /// Those of them whose states are kept.
        package let kept: Range<Int>

        package init(tokens: Range<Int>, kept: Range<Int>) {
            self.tokens = tokens
            self.kept = kept
        }
    }

    package init(length: Int, overlap: Int) {
        precondition(length > 0 && (0..<length).contains(overlap), "neighbours share less than a window")
        self.length = length
        self.overlap = overlap
    }

    /// Windows over `count` tokens; what they keep follows one another without gap.
    ///
    /// The last one reaches back to be as long as the others. Every kept token has half an overlap of tokens beside it, or the document's end.
    package func windows(over count: Int) -> [Window] {
        guard count > length else { return count > 0 ? [Window(tokens: 0..<count, kept: 0..<count)] : [] }
        var result: [Window] = []
        var kept = 0
        for start in stride(from: 0, to: count, by: length - overlap) {
            let end = min(start + length, count)
            let until = end == count ? count : end - overlap / 2
            result.append(Window(tokens: end - length..<end, kept: kept..<until))
            if end == count { break }
            kept = until
        }
        return result
    }
}
