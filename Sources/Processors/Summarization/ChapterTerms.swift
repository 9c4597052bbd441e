internal import Foundation

/// How much each term tells about a chapter: often said there, and more often than elsewhere.
struct ChapterTerms {
    private let counts: [[Int: Int]] // chapter → term → units that have it
    private let totals: [Int] // term → units that have it
    private let shares: [Double] // chapter → its part of all units
    private let rarities: [Double]

    init(_ chapters: [Range<Int>], terms: Terms) {
        var totals = [Int](repeating: 0, count: terms.counts.count)
        counts = chapters.map { range in
            var counts: [Int: Int] = [:]
            for unit in range {
                for term in terms.ofUnits[unit] {
                    counts[term, default: 0] += 1
                    totals[term] += 1
                }
            }
            return counts
        }
        self.totals = totals
        let units = Double(max(1, chapters.last?.upperBound ?? 1))
        shares = chapters.map { Double($0.count) / units }
        rarities = terms.rarities
    }

    /// The count times the rarity in English times the logarithm of how much more often than elsewhere the chapter says it.
    func weight(of term: Int, in chapter: Int) -> Double {
        let count = Double(counts[chapter][term] ?? 0)
        let expected = max(Double(totals[term]) * shares[chapter], .leastNormalMagnitude)
        return count * rarities[term] * max(0.05, log(0.2 + count / expected))
    }
}
