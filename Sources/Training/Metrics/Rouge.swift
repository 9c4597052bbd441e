/// Overlap of a summary with a reference, as F1 of unigrams, bigrams and the longest common subsequence.
///
/// Text is cut into runs of letters and digits, in lower case, without stemming or stop words.
///
/// - Source: Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004.
public struct Rouge: Sendable, Codable, Equatable {
    /// F1 of single words, 0…1.
    public var one: Double
    /// F1 of pairs of neighbouring words, 0…1.
    public var two: Double
    /// F1 of the longest common subsequence of the whole texts, 0…1.
    public var longest: Double

    public init(one: Double, two: Double, longest: Double) {
        self.one = one
        self.two = two
        self.longest = longest
    }

    /// The scores of `summary` against one reference.
    ///
    /// - Complexity: O(n · m) for texts of n and m words.
    public init(of summary: String, against reference: String) {
        let found = Self.words(of: summary), wanted = Self.words(of: reference)
        one = Self.overlap(found.map { [$0] }, wanted.map { [$0] })
        two = Self.overlap(Self.pairs(found), Self.pairs(wanted))
        longest = Self.f1(common: Self.commonLength(found, wanted), found.count, wanted.count)
    }

    /// The mean of several scores; zeros when there are none.
    public init(meanOf scores: [Rouge]) {
        let count = Double(max(1, scores.count))
        one = scores.reduce(0) { $0 + $1.one } / count
        two = scores.reduce(0) { $0 + $1.two } / count
        longest = scores.reduce(0) { $0 + $1.longest } / count
    }

    /// What ROUGE counts as the words of a text.
    public static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func pairs(_ words: [String]) -> [[String]] { zip(words, words.dropFirst()).map { [$0, $1] } }

    private static func overlap(_ found: [[String]], _ wanted: [[String]]) -> Double {
        var left: [[String]: Int] = [:]
        for gram in wanted { left[gram, default: 0] += 1 }
        var common = 0
        for gram in found {
            guard let count = left[gram], count > 0 else { continue }
            left[gram] = count - 1
            common += 1
        }
        return f1(common: common, found.count, wanted.count)
    }

    private static func f1(common: Int, _ found: Int, _ wanted: Int) -> Double {
        common == 0 ? 0 : 2 * Double(common) / Double(found + wanted)
    }

    /// The length of the longest common subsequence.
    private static func commonLength(_ a: [String], _ b: [String]) -> Int {
        var ids: [String: Int] = [:]
        let a = a.map { word in ids[word] ?? { ids[word] = ids.count; return ids.count - 1 }() }
        let b = b.map { ids[$0] ?? -1 }
        var before = [Int](repeating: 0, count: b.count + 1), row = before
        for x in a {
            for (j, y) in b.enumerated() { row[j + 1] = x == y ? before[j] + 1 : max(before[j + 1], row[j]) }
            swap(&before, &row)
        }
        return before[b.count]
    }
}
