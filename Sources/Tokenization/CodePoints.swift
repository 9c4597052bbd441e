/// A set of code points as sorted ranges.
struct CodePoints: Sendable {
    private let ranges: [ClosedRange<UInt32>]

    /// - Parameter ranges: in order, apart from each other.
    init(_ ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

    func contains(_ scalar: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(scalar)
    }
}
