/// Where a document of units is best cut: the boundaries with the greatest total score, less what chapters cost that are too long.
package struct Boundaries {
    /// Units that begin a chapter, without the first.
    package let units: [Int]

    /// - Parameters:
    ///   - scores: one a unit, how much is gained by beginning a chapter there; a boundary that gains nothing is not made.
    ///   - positions: one more than units, where each begins and the last ends, in words or milliseconds.
    ///   - shortest: how long a chapter is at least, but for an only one.
    ///   - comfortable: how long a chapter may be at no cost, over 0.
    ///   - overlong: what it costs each time that it is as long again.
    /// - Complexity: O(units).
    package init(scores: [Double], positions: [Int], shortest: Int, comfortable: Double = .infinity, overlong: Double = 0) {
        precondition(positions.count == scores.count + 1, "positions have one more than units")
        guard let origin = positions.first, !scores.isEmpty else { units = []; return }
        /// The cost of length that is linear from the first word on; a chapter's own is the difference of two, less one time `overlong`.
        func stretch(_ unit: Int) -> Double { overlong * Double(positions[unit] - origin) / comfortable }
        var totals = [0.0] // by unit that begins a chapter: the best total of the chapters before it; -infinity where none can begin
        var previous = [0] // where the last of those chapters begins
        var near: [Int] = [], nearest = 0 // where a comfortable chapter may begin, best first from `nearest` on: later units with falling totals
        var far: Int? // the best of those where a longer one may begin
        var reach = 0, edge = 0 // the first units where a chapter would be too short, and where it would be comfortable
        for end in 1...scores.count {
            while positions[end] - positions[reach] >= shortest, reach < end {
                while near.count > nearest, totals[near[near.count - 1]] < totals[reach] { near.removeLast() }
                near.append(reach)
                reach += 1
            }
            while edge < reach, Double(positions[end] - positions[edge]) > comfortable {
                if totals[edge] + stretch(edge) > far.map({ totals[$0] + stretch($0) }) ?? -.infinity { far = edge }
                edge += 1
            }
            while near.count > nearest, near[nearest] < edge { nearest += 1 }
            var best = (total: -Double.infinity, first: 0)
            if let far { best = (totals[far] + stretch(far) - stretch(end) + overlong, far) }
            if near.count > nearest, totals[near[nearest]] > best.total { best = (totals[near[nearest]], near[nearest]) }
            totals.append(best.total + (end < scores.count ? scores[end] : 0))
            previous.append(best.first)
        }
        var found: [Int] = [], unit = previous[scores.count]
        while unit > 0 {
            found.append(unit)
            unit = previous[unit]
        }
        units = found.reversed()
    }
}
