import AfterwordProcessors
import TestSupport
import Testing

@Suite struct BoundariesTests {
    /// The best total over every set of boundaries, by trying all of them.
    private func best(_ scores: [Double], _ positions: [Int], shortest: Int, comfortable: Double, overlong: Double) -> Double {
        (0..<1 << (scores.count - 1)).compactMap { set in
            total((1..<scores.count).filter { set >> ($0 - 1) & 1 == 1 }, scores, positions, shortest: shortest, comfortable: comfortable, overlong: overlong)
        }.max() ?? 0
    }

    /// What boundaries gain; nil if a chapter is too short.
    private func total(_ units: [Int], _ scores: [Double], _ positions: [Int], shortest: Int, comfortable: Double, overlong: Double) -> Double? {
        let lengths = zip([0] + units, units + [scores.count]).map { positions[$1] - positions[$0] }
        guard units.isEmpty || lengths.allSatisfy({ $0 >= shortest }) else { return nil }
        return units.reduce(0) { $0 + scores[$1] } - lengths.reduce(0) { $0 + overlong * max(0, Double($1) / comfortable - 1) }
    }

    @Test func `no other boundaries gain more`() {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let count = Int.random(in: 1...11, using: &random)
            let scores = (0..<count).map { _ in Double.random(in: -3...2, using: &random) }
            let positions = (0..<count).reduce(into: [Int.random(in: 0...9, using: &random)]) { $0.append($0[$1] + Int.random(in: 0...20, using: &random)) }
            let shortest = Int.random(in: 0...40, using: &random), comfortable = Double.random(in: 5...90, using: &random)
            let overlong = Double.random(in: 0...4, using: &random)
            let found = Boundaries(scores: scores, positions: positions, shortest: shortest, comfortable: comfortable, overlong: overlong).units
            let expected = best(scores, positions, shortest: shortest, comfortable: comfortable, overlong: overlong)
            let gained = total(found, scores, positions, shortest: shortest, comfortable: comfortable, overlong: overlong)
            #expect(gained.map { abs($0 - expected) < 1e-9 } == true, "\(scores) \(positions) \(shortest) \(comfortable) \(overlong): \(found)")
        }
    }

    @Test func `a boundary that gains nothing is not made, and an even cut is where a chapter would be too long`() {
        let positions = Array(stride(from: 0, through: 100, by: 10))
        let nothing = [Double](repeating: 0, count: 10), little = [Double](repeating: -0.5, count: 10)
        #expect(Boundaries(scores: nothing, positions: positions, shortest: 10).units.isEmpty)
        #expect(Boundaries(scores: little, positions: positions, shortest: 10, comfortable: 50, overlong: 0.4).units.isEmpty, "cutting costs more than length")
        #expect(Boundaries(scores: little, positions: positions, shortest: 10, comfortable: 50, overlong: 2).units == [5])
        #expect(Boundaries(scores: [], positions: [0], shortest: 10).units.isEmpty)
        #expect(Boundaries(scores: [0, 9, 9], positions: [0, 1, 2, 3], shortest: 2).units.isEmpty, "nowhere is far enough from both ends")
    }
}
