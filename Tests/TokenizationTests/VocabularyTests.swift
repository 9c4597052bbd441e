import AfterwordTokenization
import Testing

@Suite struct VocabularyTests {
    private let small = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##able", "##a", "believ", "##"]

    private func vocabulary(_ lines: [String], separator: String = "\n") throws(VocabularyError) -> Vocabulary {
        try Vocabulary(Array(lines.joined(separator: separator).utf8), name: "vocab.txt")
    }

    @Test func `pieces are numbered by line, with any line ends`() throws {
        for separator in ["\n", "\r\n"] {
            let vocabulary = try vocabulary(small, separator: separator)
            #expect(vocabulary.pieces == small)
            #expect([vocabulary.paddingToken, vocabulary.unknownToken, vocabulary.classToken, vocabulary.separatorToken] == [0, 1, 2, 3])
        }
    }

    @Test func `the longest piece wins, and a word without one is unknown as a whole`() throws {
        let tokenizer = try Tokenizer(vocabulary: vocabulary(small))
        #expect(tokenizer.ids(of: "unable believable unbeliev") == [4, 5, 7, 5, 1])
    }

    @Test func `a piece that stands there twice is refused with both lines`() {
        #expect(throws: VocabularyError.duplicate(file: "vocab.txt", line: 10, first: 5)) { try vocabulary(small + ["un"]) }
    }

    @Test func `an empty line is refused, because ids are line numbers`() {
        #expect(throws: VocabularyError.emptyPiece(file: "vocab.txt", line: 2)) { try vocabulary(["[PAD]", "", "[UNK]"]) }
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() {
        #expect(throws: VocabularyError.notUTF8(file: "vocab.txt", line: 2)) { try Vocabulary([97, 10, 0xC3, 10], name: "vocab.txt") }
    }

    @Test(arguments: ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]) func `a vocabulary without a special piece is refused`(piece: String) {
        #expect(throws: VocabularyError.missing(file: "vocab.txt", piece: piece)) { try vocabulary(small.filter { $0 != piece }) }
    }

    @Test func `the built-in vocabulary has 30,522 pieces`() throws {
        #expect(try Vocabulary.bertUncased().count == 30_522)
    }
}
