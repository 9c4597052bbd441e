/// How a long document is cut: windows of `length` tokens that overlap, each token kept from the window where it has most context.
struct WindowPlan {
    let length, overlap: Int

    /// Windows over `count` tokens; the kept ranges follow one another without gap.
    func windows(over count: Int) -> [(tokens: Range<Int>, kept: Range<Int>)] {
        guard count > length else { return [(0..<count, 0..<count)] }
        let step = length - overlap
        var result: [(tokens: Range<Int>, kept: Range<Int>)] = []
        var kept = 0
        var start = 0
        while true {
            let end = min(start + length, count)
            let until = end == count ? count : end - overlap / 2
            result.append((end - min(length, count)..<end, kept..<until))
            if end == count { return result }
            kept = until
            start += step
        }
    }
}
