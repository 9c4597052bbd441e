internal import Foundation

/// The labelled examples of a JSON Lines file, decoded one at a time: the file may be larger than memory.
public struct LabelledLines<Gold: Codable & Sendable>: Sendable {
    /// What errors call the file.
    public let name: String
    /// What is odd about the file, short of an error.
    public let warnings: [String]
    private let content: Content

    private enum Content: Sendable {
        case file(Data) // mapped, so that only the pages being read are in memory
        case lines([LabelledData<Gold>.Line])
    }

    /// Opens a JSON Lines file in UTF-8; blank lines are passed over, lines may end in CR LF.
    ///
    /// A byte-order mark at the start is passed over with a warning.
    /// - Throws: `TrainingError.unreadable`, `.malformed`.
    public init(contentsOf path: String) throws(TrainingError) {
        name = URL(filePath: path).lastPathComponent
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped) } catch {
            throw .unreadable(file: path, reason: FileManager.default.fileExists(atPath: path) ? "not a readable file" : "no such file")
        }
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) { throw .malformed(file: name, line: 1, reason: "UTF-16, expected UTF-8") }
        let hasMark = data.starts(with: [0xEF, 0xBB, 0xBF])
        content = .file(hasMark ? data.dropFirst(3) : data)
        warnings = hasMark ? ["\(name):1: a byte-order mark was passed over"] : []
    }

    public init(_ data: LabelledData<Gold>) {
        name = data.name
        warnings = data.warnings
        content = .lines(data.lines)
    }

    /// Reads the lines one after the other.
    ///
    /// - Throws: `TrainingError.malformed`.
    public func forEach(_ body: (LabelledData<Gold>.Line) -> Void) throws(TrainingError) {
        var reader = makeIterator()
        while let line = try reader.nextLine() { body(line) }
    }

    func makeIterator() -> Iterator { Iterator(self) }

    struct Iterator: Sendable {
        private let name: String
        private let content: Content
        private var offset = 0
        private var number = 0
        private let decoder = JSONDecoder()

        init(_ lines: LabelledLines) {
            name = lines.name
            content = lines.content
        }

        /// The next line that is not blank.
        ///
        /// - Throws: `TrainingError.malformed`.
        mutating func nextLine() throws(TrainingError) -> LabelledData<Gold>.Line? {
            switch content {
            case .lines(let lines):
                guard number < lines.count else { return nil }
                number += 1
                return lines[number - 1]
            case .file(let data):
                while offset < data.count {
                    let rest = data[(data.startIndex + offset)...]
                    let line = rest.prefix { $0 != UInt8(ascii: "\n") }
                    offset += line.count + 1
                    number += 1
                    guard line.contains(where: { $0 > 32 }) else { continue }
                    do { return .init(gold: try decoder.decode(Gold.self, from: line), number: number) } catch {
                        throw .malformed(file: name, line: number, reason: String(validating: line, as: UTF8.self) == nil ? "not UTF-8" : LabelledData<Gold>.reason(error))
                    }
                }
                return nil
            }
        }
    }
}
