/// Why a transcript cannot be read or written; says where, never what was said.
public enum TranscriptError: Error, Sendable, Equatable {
    /// The source is empty, or all mark-up.
    case noWords(file: String)
    /// Binary data: too many of the bytes are control characters, the first one at `offset`.
    case notText(file: String, offset: Int)
    /// The source was said to be `format` and has nothing in it that is.
    case noCues(file: String, format: TranscriptFormat)
    /// JSON that does not parse; `column` counts bytes from 1.
    case syntax(file: String, line: Int, column: Int, expected: String, found: String)
    /// A JSON value that is missing or of another kind, such as `segments[3].text`.
    case field(file: String, line: Int, path: String, expected: String, found: String)
    /// The service that made the file reports that it failed.
    case failedJob(file: String, line: Int)
    /// A word without times cannot be written as a caption.
    case untimed(word: Int, format: TranscriptFormat)
    /// A format that is only read.
    case notWritable(format: TranscriptFormat)
}

extension TranscriptError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noWords(let file):
            "\(file): no words in it"
        case .notText(let file, let offset):
            "\(file): not a text file: control character at byte \(offset)"
        case .noCues(let file, let format):
            "\(file): no timed line in it, so it is not \(format.rawValue); leave the format out to have it found"
        case .syntax(let file, let line, let column, let expected, let found):
            "\(file):\(line):\(column): expected \(expected), found \(found)"
        case .field(let file, let line, let path, let expected, let found):
            "\(file):\(line): \(path): expected \(expected), found \(found)"
        case .failedJob(let file, let line):
            "\(file):\(line): status is not \"completed\": the service did not finish this transcript"
        case .untimed(let word, let format):
            "word \(word) has no times, so the transcript cannot be written as \(format.rawValue); text, markdown and json need none"
        case .notWritable(let format):
            "\(format.rawValue) is read but not written; choose text, lines, srt, vtt or json"
        }
    }
}
