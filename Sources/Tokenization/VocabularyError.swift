/// Why a vocabulary cannot be used.
public enum VocabularyError: Error, Equatable, Sendable, CustomStringConvertible {
    case notUTF8(file: String, line: Int)
    case emptyPiece(file: String, line: Int)
    case duplicate(file: String, line: Int, first: Int)
    /// A piece that every BERT vocabulary has.
    case missing(file: String, piece: String)
    case tooLarge(file: String, bytes: Int)

    public var description: String {
        switch self {
        case .notUTF8(let file, let line): "\(file):\(line): not UTF-8"
        case .emptyPiece(let file, let line): "\(file):\(line): an empty piece; ids are line numbers, so no line may be missing"
        case .duplicate(let file, let line, let first): "\(file):\(line): the piece of line \(first) again"
        case .missing(let file, let piece): "\(file): has no piece \(piece)"
        case .tooLarge(let file, let bytes): "\(file): \(bytes) bytes, more than a vocabulary has"
        }
    }
}
