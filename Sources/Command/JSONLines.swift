import Afterword
import Foundation

/// `annotate --jsonl`: a record a line in, a record a line out, in the same order, for as long as lines come.
struct JSONLines {
    let pipeline: Pipeline
    let withheld: Set<String>
    let masks: Bool

    /// Annotates records until the input ends. A bad record becomes an error record in its place.
    func run() throws {
        var lines = LineReader(descriptor: STDIN_FILENO)
        while let line = try lines.next() {
            guard line.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }) else { continue }
            let goesOn = try Interruption.finishing { try OutputFile.print(answer(to: line, number: lines.number) + Data("\n".utf8)) }
            if !goesOn { return }
        }
    }

    private func answer(to line: [UInt8], number: Int) throws -> Data {
        let id = RecordID(line: line)
        do {
            let transcript = try Transcript(reading: line, name: "line \(number)", format: .json)
            let annotated = pipeline.annotate(transcript)
            let result = try (masks ? annotated.maskingProfanity() : annotated).json(pretty: false, withholding: withheld)
            return id.prefixed(to: result)
        } catch let error as TranscriptError {
            return try JSONEncoder.lines.encode(Refusal(id: id, error: .init(code: CommandFailure.Code.badInput.rawValue, message: error.description)))
        }
    }

    private struct Refusal: Encodable {
        let id: RecordID
        let error: Reason

        struct Reason: Encodable {
            let code: Int32
            let message: String
        }
    }
}

/// The `id` of a record: text, a number, or null where it has none.
struct RecordID: Codable, Sendable {
    private enum Value { case none, text(String), integer(Int), number(Double) }
    private let value: Value

    init(line: [UInt8]) {
        struct Record: Decodable { let id: RecordID? }
        value = (try? JSONDecoder().decode(Record.self, from: Data(line)))?.id?.value ?? .none
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) { value = .text(text) }
        else if let integer = try? container.decode(Int.self) { value = .integer(integer) }
        else if let number = try? container.decode(Double.self) { value = .number(number) }
        else { value = .none }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .none: try container.encodeNil()
        case .text(let text): try container.encode(text)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        }
    }

    /// The JSON object `result` with this id as its first field.
    func prefixed(to result: Data) -> Data {
        let id = (try? JSONEncoder.lines.encode(self)) ?? Data("null".utf8)
        return Data(#"{"id":"#.utf8) + id + Data(",".utf8) + result.dropFirst()
    }
}

extension JSONEncoder {
    /// One line, the same bytes for the same value; keys in snake case, as in results.
    static var lines: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan") // a loss may be
        return encoder
    }

    /// The same over many lines, for people.
    static var pages: JSONEncoder {
        let encoder = lines
        encoder.outputFormatting.insert(.prettyPrinted)
        return encoder
    }
}
