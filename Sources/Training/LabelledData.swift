internal import Foundation

/// Labelled examples of a processor, from a JSON Lines file.
public struct LabelledData<Gold: Codable & Sendable>: Sendable {
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
        let name = URL(filePath: path).lastPathComponent
        var data: Data
        do { data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) } catch {
            throw .unreadable(file: path, reason: FileManager.default.fileExists(atPath: path) ? "not a readable file" : "no such file")
        }
        let hasMark = data.starts(with: [0xEF, 0xBB, 0xBF])
        if hasMark { data = data.dropFirst(3) }
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) { throw .malformed(file: name, line: 1, reason: "UTF-16, expected UTF-8") }
        let decoder = JSONDecoder()
        var lines: [Line] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            guard line.contains(where: { $0 > 32 }) else { continue }
            do { lines.append(Line(gold: try decoder.decode(Gold.self, from: line), number: index + 1)) } catch {
                throw .malformed(file: name, line: index + 1, reason: String(validating: line, as: UTF8.self) == nil ? "not UTF-8" : Self.reason(error))
            }
        }
        guard !lines.isEmpty else { throw .noExamples(file: name) }
        self.init(name: name, lines: lines, warnings: hasMark ? ["\(name):1: a byte-order mark was passed over"] : [])
    }

    private static func reason(_ error: any Error) -> String {
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
}
