internal import AfterwordHeads

/// Labelled examples of a processor, from a JSON Lines file.
public struct LabelledData<Gold: Codable & Sendable>: Sendable {
    /// A labelled example and where it stands.
    public struct Line: Sendable {
        public let gold: Gold
        /// From 1.
        public let number: Int
    }

    /// What errors call the file.
    public let name: String
    public let lines: [Line]
    /// What is odd about the file, short of an error.
    public let warnings: [String]

    public init(name: String, lines: [Line], warnings: [String] = []) {
        self.name = name
        self.lines = lines
        self.warnings = warnings
    }

    /// Examples made in code.
    public init(_ golds: [Gold], name: String = "examples") {
        self.init(name: name, lines: golds.enumerated().map { Line(gold: $1, number: $0 + 1) })
    }

    /// Reads a JSON Lines file in UTF-8, a labelled example a line; blank lines are passed over, lines may end in CR LF.
    ///
    /// A byte-order mark at the start is passed over with a warning.
    /// - Throws: `TrainingError` with the line: `.unreadable`, `.malformed`, `.noExamples`.
    public init(contentsOf path: String) throws(TrainingError) {
        let file = try LabelledLines<Gold>(contentsOf: path)
        var lines: [Line] = []
        try file.forEach { lines.append($0) }
        guard !lines.isEmpty else { throw .noExamples(file: file.name) }
        self.init(name: file.name, lines: lines, warnings: file.warnings)
    }

    static func reason(_ error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String { context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".") }
        return switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty: "not a JSON object"
        case DecodingError.typeMismatch(let type, let context): "\"\(path(context))\" is not of type \(type)"
        case DecodingError.valueNotFound(_, let context): "\"\(path(context))\" is null"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty: "\"\(path(context))\": \(context.debugDescription)"
        default: "not JSON"
        }
    }

    /// What a processor's error about an example means for the file.
    func refusal(_ error: any Error, example: Int, isLine: Bool) -> TrainingError {
        guard isLine else { return .malformedExample(file: name, example: example + 1, reason: "\(error)") }
        let line = lines[example].number
        guard let unknown = error as? UnknownLabel else { return .malformed(file: name, line: line, reason: "\(error)") }
        return .unknownLabel(file: name, line: line, label: unknown.label, suggestion: unknown.suggestion)
    }
}
