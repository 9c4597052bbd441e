public import AfterwordTranscripts

/// WordPiece for BERT's uncased models: the ids of Hugging Face's tokenizers, and for every token the word it belongs to.
///
///     let tokenizer = try Tokenizer(vocabulary: .bertUncased())
///     let tokens = tokenizer.tokens(of: ["Hello,", "U.S.A."])
///     print(tokens.ids, tokens[word: 1])
public struct Tokenizer: Sendable {
    public let vocabulary: Vocabulary
    private let wordPiece: WordPiece

    public init(vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        wordPiece = WordPiece(vocabulary)
    }

    /// The tokens of a transcript's words.
    public func tokens(of transcript: Transcript) -> Tokens { tokens(of: transcript.words.lazy.map(\.text)) }

    /// The tokens of words, each stripped of the marks around it and of its case, so that states don't depend on either.
    ///
    /// `"Hello,"` and `hello` have the same tokens, so have `don’t` and `don't`; a word of marks only has none.
    /// - Complexity: linear in the words' length.
    public func tokens(of words: some Sequence<String>) -> Tokens {
        var normalizer = Normalizer()
        var ids: [Int32] = [], offsets = [0]
        ids.reserveCapacity(words.underestimatedCount * 3 / 2)
        offsets.reserveCapacity(words.underestimatedCount + 1)
        for var word in words {
            WordCore.withBytes(of: &word) { normalizer.append($0) }
            wordPiece.append(normalizer.words, of: normalizer.bytes, to: &ids)
            normalizer.removeAll()
            offsets.append(ids.count)
        }
        return Tokens(ids: ids, offsets: offsets)
    }

    /// The ids of a text, without `[CLS]` and `[SEP]`, exactly as Hugging Face's tokenizers give them.
    ///
    /// A special piece that stands in the text, such as `[MASK]`, is its own id.
    public func ids(of text: String) -> [Int32] {
        var normalizer = Normalizer()
        var ids: [Int32] = []
        var text = text
        text.withUTF8 { bytes in
            var start = 0, index = 0
            while index < bytes.count {
                if bytes[index] == UInt8(ascii: "["), let special = vocabulary.special.first(where: { bytes[index...].starts(with: $0.bytes) }) {
                    append(UnsafeBufferPointer(rebasing: bytes[start..<index]), through: &normalizer, to: &ids)
                    ids.append(special.id)
                    index += special.bytes.count
                    start = index
                } else {
                    index += 1
                }
            }
            append(UnsafeBufferPointer(rebasing: bytes[start...]), through: &normalizer, to: &ids)
        }
        return ids
    }

    private func append(_ bytes: UnsafeBufferPointer<UInt8>, through normalizer: inout Normalizer, to ids: inout [Int32]) {
        normalizer.append(bytes)
        wordPiece.append(normalizer.words, of: normalizer.bytes, to: &ids)
        normalizer.removeAll()
    }
}
