public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordTranscripts

/// Gives chapters new titles: of the phrases that could be one, its head says which people would choose.
///
/// By itself it is there to be trained, on the data that `ChapterMaker` learns from where chapters have headings; a model's head `titles` then serves
/// `ChapterMaker` and `Summarizer`.
public struct TitleChooser: TrainableProcessor {
    public static var requires: [any Annotation.Type] { [Punctuation.self, Chapters.self] }

    /// The name of its head in a model.
    public static let name = "titles"

    public var head: Head

    public init(head: Head) { self.head = head }

    public var key: String { Self.name }

    /// The labels a new head for this processor is made with.
    public static let groups = [LabelGroup(name: "title", kind: .independent, labels: ["title"])]

    /// Where each phrase that could be a title is first said, chapter by chapter.
    public func spans(in document: Document) -> [Range<Int>] { Self.parts(of: document).candidates.spans }

    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) -> Chapters {
        let (ranges, digest, candidates) = Self.parts(of: document)
        var chapters = document.annotations[Chapters.self]?.chapters ?? []
        for (index, headline) in Headline.apart(candidates.chosen(by: logits), ranges, digest).enumerated() { chapters[index].headline = headline.text }
        return Chapters(chapters)
    }

    /// The document's chapters as ranges of units, and what they could be called.
    private static func parts(of document: Document) -> (ranges: [Range<Int>], digest: Digest, candidates: TitleCandidates) {
        let digest = Digest(document)
        let spans = digest.units.spans
        let ranges = (spans.isEmpty ? [] : document.annotations[Chapters.self]?.chapters ?? []).map { chapter in
            let first = (spans.firstIndex { $0.lowerBound > chapter.words.lowerBound } ?? spans.count) - 1 // the unit with its first word
            return first..<max(first + 1, spans.firstIndex { $0.lowerBound >= chapter.words.upperBound } ?? spans.count)
        }
        return (ranges, digest, TitleCandidates(ranges, digest))
    }
}

extension TitleChooser {
    public typealias Gold = ChapterMaker.Gold

    /// The transcript, its sentences and the true chapters.
    public func sample(_ gold: Gold) -> Sample {
        var sample = gold.sample
        let count = sample.transcript.words.count, starts = gold.starts.keys.sorted().filter { $0 < count }
        sample.annotations[Chapters.self] = Chapters(zip(starts, starts.dropFirst() + [count]).map {
            Chapters.Chapter(headline: "", gist: "", summary: "", words: $0..<$1, start: nil, end: nil)
        })
        return sample
    }

    /// Phrases that have as much in common with the heading as any of their chapter: 1; the others 0; unknown where none has a word of it.
    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) -> Matrix {
        let (ranges, digest, candidates) = Self.parts(of: document), headings = gold.starts
        var values: [Float] = [], row = 0
        for (range, count) in zip(ranges, candidates.phrases.map(\.ranked.count)) {
            let heading = headings[digest.units.spans[range.lowerBound].lowerBound] ?? ""
            let matches = spans[row..<row + count].map { TitleMatch.f1(of: digest.units.written[$0].joined(separator: " "), against: heading) ?? 0 }
            let best = matches.max() ?? 0
            values += matches.map { best == 0 ? .nan : $0 == best ? 1 : 0 }
            row += count
        }
        return Matrix(rows: spans.count, columns: 1, values: values)
    }
}
