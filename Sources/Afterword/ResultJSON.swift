internal import AfterwordPipeline
internal import AfterwordProcessors
internal import AfterwordTranscripts
public import Foundation

extension AnnotatedTranscript {
    /// The result as JSON in UTF-8: the transcript word by word, and a field for each annotation under its key.
    ///
    /// - Parameters:
    ///   - pretty: indented over many lines, or one line without a line feed.
    ///   - withheld: keys of annotations to leave out, such as those made only because another needed them.
    public func json(pretty: Bool = true, withholding withheld: Set<String> = []) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(ResultJSON(result: self, withheld: withheld))
    }
}

/// The shape of a result file.
private struct ResultJSON: Encodable {
    let result: AnnotatedTranscript
    let withheld: Set<String>

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: FieldName.self)
        try fields.encode(Maker(version: afterwordVersion, model: result.model), forKey: "afterword")
        try fields.encode(Source(format: result.transcript.format, repairs: result.transcript.repairs), forKey: "source")
        let display = result[Punctuation.self]?.display ?? result.transcript.words.map(\.text)
        try fields.encode(display.joined(separator: " "), forKey: "text")
        try fields.encode(zip(result.transcript.words, display).map(WordField.init), forKey: "words")
        for (key, annotation) in result.annotations.all where !withheld.contains(key) {
            try annotation.encode(to: fields.superEncoder(forKey: FieldName(stringValue: key)))
        }
        try fields.encode(result.failures, forKey: "errors")
    }

    private struct Maker: Encodable {
        let version: String
        let model: ModelIdentity
    }

    private struct Source: Encodable {
        let format: TranscriptFormat?
        let repairs: [Repair]
    }
}

/// One word of a result file: as it is written and as it came.
private struct WordField: Encodable {
    let text, raw: String
    let start, end: Int?
    let timeSource: TimeSource
    let confidence: Double?
    let speaker: String?

    init(_ word: Word, display: String) {
        (text, raw) = (display, word.text)
        (start, end, timeSource) = (word.start, word.end, word.timeSource)
        (confidence, speaker) = (word.confidence, word.speaker)
    }

    enum CodingKeys: String, CodingKey {
        case text, raw, start, end, confidence, speaker
        case timeSource = "time_source"
    }
}

/// A field whose name is only known at run time.
private struct FieldName: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init(stringLiteral value: String) { stringValue = value }
    init?(intValue: Int) { nil }
}
