internal import CVocab

/// The word pieces a model knows; a piece's id is its line in `vocab.txt`, from 0.
public struct Vocabulary: Sendable {
    /// Ids of `[UNK]`, `[CLS]`, `[SEP]` and `[PAD]`.
    public let unknownToken, classToken, separatorToken, paddingToken: Int32
    /// The id of `[MASK]`, which hides a token while an encoder learns to guess it; models that never did may lack it.
    public let maskToken: Int32?
    /// The special pieces that have an id of their own where they stand in a text.
    let special: [(bytes: [UInt8], id: Int32)]
    let table: PieceTable

    /// Reads a `vocab.txt`: a piece a line in UTF-8, `##` before those that continue a word.
    ///
    /// - Parameter name: what errors call the file.
    /// - Throws: `VocabularyError` with the line.
    public init(_ bytes: [UInt8], name: String) throws(VocabularyError) {
        guard bytes.count < Int(Int32.max) else { throw .tooLarge(file: name, bytes: bytes.count) }
        let table = try PieceTable(bytes, name: name)
        func id(_ piece: String) throws(VocabularyError) -> Int32 {
            guard let id = table.id(of: Array(piece.utf8)) else { throw .missing(file: name, piece: piece) }
            return id
        }
        unknownToken = try id("[UNK]")
        classToken = try id("[CLS]")
        separatorToken = try id("[SEP]")
        paddingToken = try id("[PAD]")
        maskToken = table.id(of: Array("[MASK]".utf8))
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].compactMap { piece in
            table.id(of: Array(piece.utf8)).map { (Array(piece.utf8), $0) }
        }
        self.table = table
    }

    /// The vocabulary of BERT base uncased, which is built in: 30,522 pieces.
    public static func bertUncased() throws(VocabularyError) -> Vocabulary {
        let file = afterword_vocab_wordpiece()
        return try Vocabulary(Array(UnsafeBufferPointer(start: file.bytes, count: file.count)), name: "wordpiece.txt")
    }

    /// Whether a word is a piece by itself.
    package func contains(_ word: some StringProtocol) -> Bool { table.id(of: word.utf8) != nil }

    /// V.
    public var count: Int { table.count }

    /// All pieces, by id.
    public var pieces: [String] { (0..<Int32(count)).map { String(decoding: table.bytes(of: $0), as: UTF8.self) } }
}
