/// Where a document of units is best cut: the boundaries with the greatest total score whose chapters are long enough.
struct Boundaries {
    /// Units that begin a chapter, without the first.
    let units: [Int]

    /// - Parameters:
    ///   - scores: one a unit, how much is gained by beginning a chapter there; a boundary that gains nothing is not made.
    ///   - positions: one more than units, where each begins and the last ends, in words or milliseconds.
    ///   - shortest: how far apart boundaries are at least, and from both ends.
    /// - Complexity: O(units).
    init(scores: [Double], positions: [Int], shortest: Int) {
        precondition(positions.count == scores.count + 1, "positions have one more than units")
        guard let origin = positions.first, let end = positions.last, !scores.isEmpty else { units = []; return }
        var gains = [Double](repeating: 0, count: scores.count) // best total of boundaries up to and with this unit
        var previous = [Int?](repeating: nil, count: scores.count) // set where the best total has a boundary here: the unit to go on from
        var reach = 0 // the last unit a chapter that ends here may begin at
        for unit in scores.indices.dropFirst() {
            gains[unit] = gains[unit - 1]
            while reach + 1 < unit, positions[unit] - positions[reach + 1] >= shortest { reach += 1 }
            guard positions[unit] - origin >= shortest, end - positions[unit] >= shortest else { continue }
            let gain = gains[reach] + scores[unit]
            if gain > gains[unit] {
                gains[unit] = gain
                previous[unit] = reach
            }
        }
        var found: [Int] = [], unit = scores.count - 1
        while unit > 0 {
            if let from = previous[unit] {
                found.append(unit)
                unit = from
            } else {
                unit -= 1
            }
        }
        units = found.reversed()
    }
}
