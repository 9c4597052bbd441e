/// Sequences of token ids one after the other, `[CLS]` and `[SEP]` included, without padding.
package struct PackedSequences: Sendable, Equatable {
    /// (R) ids.
    package private(set) var ids: [Int32] = []
    /// (B) rows of each sequence.
    package private(set) var lengths: [Int] = []
    private let classToken, separatorToken: Int32

    package init(classToken: Int32, separatorToken: Int32) {
        self.classToken = classToken
        self.separatorToken = separatorToken
    }

    /// R
    package var rows: Int { ids.count }

    /// Adds a sequence and returns the row of its first token, behind `[CLS]`.
    package mutating func append(_ tokens: some Collection<Int32>) -> Int {
        let first = ids.count + 1
        ids.append(classToken)
        ids.append(contentsOf: tokens)
        ids.append(separatorToken)
        lengths.append(tokens.count + 2)
        return first
    }
}
