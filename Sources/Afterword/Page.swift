internal import AfterwordPipeline
internal import AfterwordProcessors
internal import AfterwordTranscripts

/// A result laid out for a reader: what Markdown and HTML show.
struct Page {
    /// A text with when it was said, such as `12:03`.
    struct Timed {
        var time: String?
        var text: String
    }

    struct Section {
        /// Nil where there are no chapters.
        var title: Timed?
        var summary: String?
        var paragraphs: [Paragraph]
    }

    struct Paragraph {
        /// Named where the speaker changes.
        var speaker: String?
        var text: String
    }

    var title: String
    var gist: String?
    var bullets: [Timed] = []
    var topics: [(name: String, relevance: Double)] = []
    var moderation: [Timed] = []
    var sections: [Section] = []

    init(_ result: AnnotatedTranscript, withholding withheld: Set<String>) {
        func annotation<A: Annotation>(_ type: A.Type) -> A? { withheld.contains(A.key) ? nil : result[type] }
        func clock(_ milliseconds: Int?) -> String? { milliseconds.map { Timecode(milliseconds: $0).text(.clock) } }
        let summary = annotation(Summary.self)
        title = summary?.headline ?? "Transcript"
        gist = summary?.gist
        bullets = (summary?.bullets ?? []).map { Timed(time: clock($0.start), text: $0.text) }
        for topics in [annotation(Topics.self), result[Topics.self, named: TopicMatcher.key]].compactMap(\.self) {
            self.topics += topics.summary.filter { $0.value >= Self.leastRelevance }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map { ($0.key, $0.value) }
        }
        moderation = (annotation(Moderation.self)?.results ?? []).map { found in
            let labels = found.labels.map { label in label.label.replacing("_", with: " ") + (label.severity.map { " (\($0.rawValue))" } ?? "") }
            return Timed(time: clock(found.start), text: labels.joined(separator: ", "))
        }
        let words = result.restored.words
        let paragraphs = result.layout?.paragraphs ?? [0..<words.count]
        if let chapters = annotation(Chapters.self)?.chapters, !chapters.isEmpty {
            sections = chapters.map { chapter in
                Section(title: Timed(time: clock(chapter.start), text: chapter.headline), summary: chapter.gist, paragraphs: Self.paragraphs(paragraphs, in: chapter.words, of: words))
            }
        } else {
            sections = [Section(paragraphs: Self.paragraphs(paragraphs, in: 0..<words.count, of: words))]
        }
    }

    /// The part of each paragraph that lies in a range, cut where the speaker changes.
    private static func paragraphs(_ paragraphs: [Range<Int>], in range: Range<Int>, of words: [Word]) -> [Paragraph] {
        var result: [Paragraph] = [], speaker: String?
        for paragraph in paragraphs.map({ $0.clamped(to: range) }) {
            var first = paragraph.lowerBound
            for index in paragraph where index + 1 == paragraph.upperBound || words[index + 1].speaker != words[index].speaker {
                let spoken = words[index].speaker
                result.append(Paragraph(speaker: spoken == speaker ? nil : spoken, text: words[first...index].map(\.text).joined(separator: " ")))
                speaker = spoken
                first = index + 1
            }
        }
        return result
    }

    private static let leastRelevance = 0.2
}
