/// WordPiece ids of a transcript's words; every token knows its word.
///
/// Rows of an encoder's states follow this order. `[CLS]` and `[SEP]` are not in it: they belong to a window, not to the words.
public struct Tokens: Sendable, Equatable {
    /// (T) WordPiece ids.
    public let ids: [Int32]
    /// (W + 1) offsets into `ids`: word w has tokens `offsets[w]..<offsets[w + 1]`, which may be empty (a word of marks only).
    public let offsets: [Int]

    public init(ids: [Int32], offsets: [Int]) {
        precondition(offsets.first == 0 && offsets.last == ids.count, "offsets must run from 0 to the number of ids")
        self.ids = ids
        self.offsets = offsets
    }

    public var count: Int { ids.count }
    public var wordCount: Int { offsets.count - 1 }

    /// The tokens of one word.
    public subscript(word index: Int) -> Range<Int> { offsets[index]..<offsets[index + 1] }

    /// The tokens of a range of words.
    public subscript(words range: Range<Int>) -> Range<Int> { offsets[range.lowerBound]..<offsets[range.upperBound] }
}
