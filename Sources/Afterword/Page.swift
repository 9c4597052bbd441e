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

    /// A content label and where it was found.
    struct Note {
        var label: String
        var places: [(time: String?, severity: Severity?)]
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
    var notes: [Note] = []
    var sections: [Section] = []

    init(_ result: AnnotatedTranscript, withholding withheld: Set<String>) {
        func annotation<A: Annotation>(_ type: A.Type) -> A? { withheld.contains(A.key) ? nil : result[type] }
        func clock(_ milliseconds: Int?) -> String? { milliseconds.map { Timecode(milliseconds: $0).text(.clock) } }
        let summary = annotation(Summary.self)
        title = summary?.headline ?? "Transcript"
        gist = summary?.gist
        bullets = (summary?.bullets ?? []).map { Timed(time: clock($0.start), text: $0.text) }
        func relevant(_ topics: Topics?) -> [(name: String, relevance: Double)] {
            (topics?.summary ?? [:]).filter { $0.value >= Self.leastRelevance }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
        }
        let known = Self.onceALineage(relevant(annotation(Topics.self))).map { (name: $0.name.replacing(">", with: " › "), relevance: $0.relevance) }
        topics = Array(known.prefix(Self.mostTopics) + relevant(result[Topics.self, named: TopicMatcher.key]).prefix(Self.mostTopics)) // the latter as they were typed
        for found in annotation(Moderation.self)?.results ?? [] {
            for label in found.labels {
                let name = label.label.replacing("_", with: " "), place = (time: clock(found.start), severity: label.severity)
                if let index = notes.firstIndex(where: { $0.label == name }) { notes[index].places.append(place) } else { notes.append(Note(label: name, places: [place])) }
            }
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

    /// Without `Food & Drink` where `Food & Drink>Cooking` is nearly as relevant, and without the latter where it is not.
    private static func onceALineage(_ topics: [(name: String, relevance: Double)]) -> [(name: String, relevance: Double)] {
        func narrows(_ wide: Double, to narrow: Double) -> Bool { narrow >= wide * narrowing }
        return topics.filter { topic in
            !topics.contains { other in
                other.name.hasPrefix(topic.name + ">") && narrows(topic.relevance, to: other.relevance)
                    || topic.name.hasPrefix(other.name + ">") && !narrows(other.relevance, to: topic.relevance)
            }
        }
    }

    private static let leastRelevance = 0.2
    private static let mostTopics = 8
    /// The part of a topic's relevance that a narrower one has at least where it is shown in its place.
    private static let narrowing = 0.7
}

extension Page.Note {
    /// `alcohol: 12:03 (low), 45:10 (medium)`, and `–` for a place without a time; where none has one, how often: `alcohol (low, 3 times)`.
    ///
    /// - Parameters:
    ///   - escaped: the label so that it is shown as it stands.
    ///   - mark: what a time looks like.
    func text(escaped: (String) -> String, mark: (String) -> String) -> String {
        let label = escaped(label)
        func severity(_ severity: Severity?) -> String { severity.map { " (\($0.rawValue))" } ?? "" }
        if places.contains(where: { $0.time != nil }) {
            return label + ": " + places.map { ($0.time.map(mark) ?? "–") + severity($0.severity) }.joined(separator: ", ")
        }
        let times = places.count == 1 ? nil : "\(places.count) times"
        let gravest = places.compactMap(\.severity).max()
        let parts = [gravest?.rawValue, times].compactMap(\.self)
        return label + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
    }
}
