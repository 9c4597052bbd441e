/// Expected calibration error: how far confidence is from how often it is right, over ten bins of confidence of equal width.
///
/// - Source: Guo et al., "On calibration of modern neural networks", ICML 2017.
struct Calibration {
    private var count = [Int](repeating: 0, count: 10)
    private var confidence = [Double](repeating: 0, count: 10)
    private var held = [Double](repeating: 0, count: 10)

    /// Counts one decision made with confidence `p`, 0…1; a bin holds its lower end, the last both, and what is not a number is passed over.
    mutating func add(confidence p: Float, holds: Bool) {
        guard p.isFinite else { return }
        let bin = min(9, max(0, Int(p * 10)))
        count[bin] += 1
        confidence[bin] += Double(p)
        if holds { held[bin] += 1 }
    }

    /// Counts another's decisions too.
    mutating func add(_ other: Calibration) {
        for bin in count.indices {
            count[bin] += other.count[bin]
            confidence[bin] += other.confidence[bin]
            held[bin] += other.held[bin]
        }
    }

    /// The mean over all decisions, 0…1; 0 without one.
    var error: Double {
        let total = count.reduce(0, +)
        return total == 0 ? 0 : zip(confidence, held).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(total)
    }
}
