public import AfterwordPipeline
public import AfterwordTranscripts
public import Foundation
internal import AfterwordProcessors

/// What a result can be written as.
public enum ResultFormat: String, Sendable, CaseIterable {
    /// Everything, for programs.
    case json
    /// The restored text in paragraphs.
    case text
    /// A readable page: summary, chapters, topics, and the restored text.
    case markdown
    /// Captions of the restored text.
    case srt, vtt
    /// The Markdown page's content as one self-contained HTML file.
    case html

    /// The format that a file's extension means, if any.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "json": self = .json
        case "txt", "text": self = .text
        case "md", "markdown": self = .markdown
        case "srt": self = .srt
        case "vtt": self = .vtt
        case "html", "htm": self = .html
        default: return nil
        }
    }

    /// The usual extension of such a file, without the dot.
    public var fileExtension: String {
        switch self {
        case .text: "txt"
        case .markdown: "md"
        case .json, .srt, .vtt, .html: rawValue
        }
    }
}

extension AnnotatedTranscript {
    /// The transcript with every word as it is written after restoration: same words, times and speakers.
    public var restored: Transcript {
        var restored = transcript
        guard let display = self[Punctuation.self]?.display else { return restored }
        for (index, text) in display.enumerated() { restored.words[index].text = text }
        return restored
    }

    /// Where restored sentences and paragraphs end; nil without punctuation.
    public var layout: Layout? {
        self[Punctuation.self].map { punctuation in
            let sentences = punctuation.sentences.map(\.words)
            let paragraphs = punctuation.paragraphs.filter { !$0.isEmpty }.map { sentences[$0.lowerBound].lowerBound..<sentences[$0.upperBound - 1].upperBound }
            return Layout(sentences: sentences, paragraphs: paragraphs)
        }
    }

    /// The result in a format, UTF-8, ending in a line feed.
    ///
    /// - Parameter withheld: keys of annotations to leave out, made only because another needed them.
    /// - Throws: `TranscriptError.untimed` for captions of words without times.
    public func written(as format: ResultFormat, withholding withheld: Set<String> = []) throws -> Data {
        switch format {
        case .json: try json(withholding: withheld) + Data("\n".utf8)
        case .text: Data(restored.plainText(layout).utf8)
        case .markdown: Data(markdown(withholding: withheld).utf8)
        case .srt: try Data(restored.subRip(layout).utf8)
        case .vtt: try Data(restored.webVTT(layout).utf8)
        case .html: Data(html(withholding: withheld).utf8)
        }
    }
}
