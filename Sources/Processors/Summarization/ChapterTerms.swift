internal import Foundation

/// How much each term tells about a chapter: often said there, seldom in the others.
struct ChapterTerms {
    private let counts: [[Int: Int]] // chapter → term → units that have it
    private let spread: [Int: Int] // term → chapters that have it
    private let rarities: [Double]

    init(_ chapters: [Range<Int>], terms: Terms) {
        var spread: [Int: Int] = [:]
        counts = chapters.map { range in
            var counts: [Int: Int] = [:]
            for unit in range { for term in terms.ofUnits[unit] { counts[term, default: 0] += 1 } }
            for term in counts.keys { spread[term, default: 0] += 1 }
            return counts
        }
        self.spread = spread
        rarities = terms.rarities
    }

    func weight(of term: Int, in chapter: Int) -> Double {
        let inverse = log(1 + Double(counts.count) / Double(spread[term] ?? 1))
        return Double(counts[chapter][term] ?? 0) * rarities[term] * inverse
    }
}
