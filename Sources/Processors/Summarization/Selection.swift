internal import Foundation

/// Picks the units that together tell most in a given space.
///
/// A unit is worth the terms it brings; a term that an earlier pick brought counts less, so picks do not repeat each other.
struct Selection {
    let terms: Terms
    /// Words of each unit's shown text.
    let lengths: [Int]
    /// What each unit's worth is multiplied with.
    let factors: [Double]

    struct Pick {
        let unit: Int
        /// Worth when it was picked, beside what was picked before.
        let worth: Double
    }

    /// What is left of a term's weight each time it is picked.
    private static let decay = 0.3
    /// Long units bring more terms; dividing by length to this power keeps them from always winning.
    private static let lengthPower = 0.7
    /// Fewer words than this are rarely a sentence that stands by itself.
    private static let shortest = 5
    /// Two units that have this share of their terms in common say the same.
    private static let same = 0.6

    /// Units in the order they are picked.
    ///
    /// - Parameters:
    ///   - candidates: which units may be picked.
    ///   - room: how much the picks may cost together.
    ///   - cost: what a unit takes of the room.
    ///   - part: which part of the document a unit is in, to pick at most one from each; nil picks anywhere.
    ///   - favour: how many times its worth a unit counts.
    /// - Complexity: O(picks · candidates).
    func pick(
        from candidates: some Sequence<Int>, atMost count: Int = .max, room: Double = 0, cost: (Int) -> Double = { _ in 0 }, part: ((Int) -> Int)? = nil, favour: (Int) -> Double = { _ in 1 }
    ) -> [Pick] {
        var seen: [Int: Int] = [:], picks: [Pick] = [], room = room
        var waiting = candidates.map { (unit: $0, cost: cost($0), favour: favour($0)) }
        let whole = waiting.filter { lengths[$0.unit] >= Self.shortest && $0.cost <= room }
        if !whole.isEmpty { waiting = whole }
        while picks.count < count {
            waiting.removeAll { $0.cost > room }
            var best: Pick?, highest = -1.0, price = 0.0
            for candidate in waiting {
                let worth = worth(of: candidate.unit, seen: seen)
                if candidate.favour * worth > highest { (best, highest, price) = (Pick(unit: candidate.unit, worth: worth), candidate.favour * worth, candidate.cost) }
            }
            guard let best else { break }
            picks.append(best)
            room -= price
            for term in terms.ofUnits[best.unit] { seen[term, default: 0] += 1 }
            waiting.removeAll { candidate in
                if let part, part(candidate.unit) == part(best.unit) { return true }
                return candidate.unit == best.unit || isSame(candidate.unit, best.unit)
            }
        }
        return picks
    }

    private func worth(of unit: Int, seen: [Int: Int]) -> Double {
        let brought = terms.ofUnits[unit].reduce(0.0) { $0 + terms.weights[$1] * pow(Self.decay, Double(seen[$1] ?? 0)) }
        return factors[unit] * brought / pow(Double(max(1, lengths[unit])), Self.lengthPower)
    }

    private func isSame(_ a: Int, _ b: Int) -> Bool {
        let a = terms.ofUnits[a], b = Set(terms.ofUnits[b])
        guard !a.isEmpty, !b.isEmpty else { return false }
        let common = a.count { b.contains($0) }
        return Double(common) >= Self.same * Double(a.count + b.count - common)
    }
}
