public import AfterwordPipeline
public import AfterwordProcessors
internal import AfterwordTensors
internal import Foundation

/// Pk and WindowDiff of chapters over sentences, beside simple ways to cut; and how much titles have in common with those that people wrote.
public struct ChapterScores: Sendable, Codable, Equatable, CustomStringConvertible {
    public var chapters: SegmentationError
    /// As many chapters as the truth has, all with as many sentences.
    public var even: SegmentationError
    /// One chapter.
    public var uncut: SegmentationError
    public var documents: Int
    /// Of the titles of the true chapters; nil where no chapter has a heading.
    public var titles: Titles?

    /// Titles of the true chapters, against people's headings.
    public struct Titles: Sendable, Codable, Equatable {
        /// Chapters whose heading says something.
        public var count: Int
        /// Mean F1 of the words in common that carry a subject, by their stems, 0…1.
        public var f1: Double
        /// The part of the titles with a word in common, 0…1.
        public var touching: Double
    }

    public var description: String {
        func row(_ name: String, _ error: SegmentationError) -> String {
            name.padding(toLength: 12, withPad: " ", startingAt: 0) + String(format: "%9.1f%12.1f", error.pk * 100, error.windowDiff * 100)
        }
        return ["chapters, \(documents) documents        Pk  WindowDiff", row("chapters", chapters), row("even", even), row("uncut", uncut)].joined(separator: "\n")
            + (titles.map { String(format: "\ntitles of \($0.count) true chapters: words in common with their headings, F1 %.1f; one at least in %.1f %%", $0.f1 * 100, $0.touching * 100) } ?? "")
    }
}

extension ChapterMaker {
    /// Cuts each example into chapters and compares the boundaries with the true ones, in sentences.
    ///
    /// - Parameter progress: told the part done, 0…1.
    public func score(on data: LabelledData<Gold>, model: Model, threads: Int = 1, progress: (Double) -> Void = { _ in }) throws -> ChapterScores {
        var found: [SegmentationError] = [], even: [SegmentationError] = [], uncut: [SegmentationError] = [], match = TitleMatch()
        for (index, line) in data.lines.enumerated() {
            let document = try document(of: line.gold, model: model, threads: threads)
            let spans = spans(in: document), count = spans.count
            let targets = targets(line.gold, of: spans, in: document)
            let truth = spans.indices.filter { targets[$0, 0] == 1 }
            let starts = Set(try process(document).chapters.map(\.words.lowerBound))
            found.append(SegmentationError(of: spans.indices.filter { starts.contains(spans[$0].lowerBound) }, against: truth, count: count))
            even.append(SegmentationError(of: (1...truth.count + 1).map { $0 * count / (truth.count + 1) }, against: truth, count: count))
            uncut.append(SegmentationError(of: [], against: truth, count: count))
            let headings = line.gold.starts
            for (start, title) in zip([0] + truth, headlines(of: document, startingAt: truth)) { match.add(title: title, heading: headings[spans[start].lowerBound] ?? "") }
            progress(Double(index + 1) / Double(data.lines.count))
        }
        return ChapterScores(
            chapters: SegmentationError(meanOf: found), even: SegmentationError(meanOf: even), uncut: SegmentationError(meanOf: uncut), documents: found.count,
            titles: match.chapters == 0 ? nil : ChapterScores.Titles(
                count: match.chapters, f1: match.sum / Double(match.chapters), touching: Double(match.touching) / Double(match.chapters)))
    }
}
