/// How far found boundaries are from the true ones: Pk and WindowDiff, 0 perfect, about 0.5 no better than chance.
///
/// A window of half the mean true segment slides over the text. Pk counts where its ends are together in one text and apart in
/// the other; WindowDiff counts where the numbers of boundaries in it differ, so it also sees near misses and extra boundaries.
///
/// - Source: Beeferman, Berger and Lafferty, 1999; Pevzner and Hearst, "A Critique and Improvement of an Evaluation Metric", 2002.
public struct SegmentationError: Sendable, Codable, Equatable {
    public var pk: Double
    public var windowDiff: Double

    public init(pk: Double, windowDiff: Double) {
        self.pk = pk
        self.windowDiff = windowDiff
    }

    /// The errors of `found` against `truth`, over `count` units; a boundary is the index of the unit that begins a segment.
    ///
    /// Boundaries at 0 and outside the text count for nothing. A text too short for one window has no error.
    public init(of found: [Int], against truth: [Int], count: Int) {
        let found = Self.cumulative(found, count: count), truth = Self.cumulative(truth, count: count)
        let segments = Double(truth[count] + 1)
        let window = max(2, Int((Double(count) / segments / 2).rounded()))
        var apart = 0, different = 0
        for first in stride(from: 0, to: count - window, by: 1) {
            let a = found[first + window] - found[first], b = truth[first + window] - truth[first]
            apart += (a > 0) == (b > 0) ? 0 : 1
            different += a == b ? 0 : 1
        }
        let windows = Double(max(1, count - window))
        pk = Double(apart) / windows
        windowDiff = Double(different) / windows
    }

    /// The mean of several documents' errors; zeros when there are none.
    public init(meanOf errors: [SegmentationError]) {
        let count = Double(max(1, errors.count))
        pk = errors.reduce(0) { $0 + $1.pk } / count
        windowDiff = errors.reduce(0) { $0 + $1.windowDiff } / count
    }

    /// How many boundaries lie at or before each unit, (count + 1).
    private static func cumulative(_ boundaries: [Int], count: Int) -> [Int] {
        var result = [Int](repeating: 0, count: count + 1)
        for boundary in Set(boundaries) where boundary > 0 && boundary < count { result[boundary] = 1 }
        for index in result.indices.dropFirst() { result[index] += result[index - 1] }
        return result
    }
}
