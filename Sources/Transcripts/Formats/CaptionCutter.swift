/// Chooses where captions and their lines are cut, by the least sum of costs.
struct CaptionCutter {
    /// With times inside `Timecode`'s limits, so that no sum overflows.
    private let words: [Word]
    private let limits: CaptionLimits
    /// `offsets[i]` is the characters of the words before `i`, each with a space behind.
    private let offsets: [Int]
    /// What a cut in front of word `i` costs.
    private let cutCosts: [Int]
    private let startsSentence: [Bool]

    init(_ words: [Word], _ layout: Layout, _ limits: CaptionLimits) {
        let words = words.map { word in
            var bounded = word
            bounded.start = word.start.map { Timecode(milliseconds: $0).milliseconds }
            bounded.end = word.end.map { Timecode(milliseconds: $0).milliseconds }
            return bounded
        }
        self.words = words
        self.limits = limits
        var offsets = [0]
        offsets.reserveCapacity(words.count + 1)
        for word in words { offsets.append(offsets[offsets.count - 1] + word.text.count + 1) }
        self.offsets = offsets
        var startsSentence = [Bool](repeating: false, count: words.count + 1)
        for sentence in layout.sentences where words.indices.contains(sentence.lowerBound) {
            startsSentence[sentence.lowerBound] = true
        }
        self.startsSentence = startsSentence
        cutCosts = words.indices.map { CaptionCutter.cutCost(before: $0, words, startsSentence[$0]) }
    }

    /// Characters of the words with a space between.
    func length(_ range: Range<Int>) -> Int { offsets[range.upperBound] - offsets[range.lowerBound] - 1 }

    /// Milliseconds from the first word's start to the last one's end.
    func times(_ range: Range<Int>) -> (start: Int, end: Int) {
        (words[range.lowerBound].start ?? 0, words[range.upperBound - 1].end ?? 0)
    }

    /// The captions of one speaker's turn; the shortest path over the words, a caption being a step.
    func cut(_ turn: Range<Int>) -> [Range<Int>] {
        // costs[i]: the least for the words from the turn's start up to i; origins[i]: where its last caption starts.
        var costs = [Int](repeating: Int.max, count: turn.count + 1)
        var origins = [Int](repeating: turn.lowerBound, count: turn.count + 1)
        costs[0] = 0
        for end in turn.lowerBound + 1...turn.upperBound {
            for start in (turn.lowerBound..<end).reversed() {
                let caption = start..<end
                guard fits(caption) else { break }
                let cost = costs[start - turn.lowerBound] + self.cost(of: caption, in: turn)
                if cost < costs[end - turn.lowerBound] {
                    costs[end - turn.lowerBound] = cost
                    origins[end - turn.lowerBound] = start
                }
            }
        }
        var captions: [Range<Int>] = []
        var end = turn.upperBound
        while end > turn.lowerBound {
            let start = origins[end - turn.lowerBound]
            captions.append(start..<end)
            end = start
        }
        return captions.reversed()
    }

    /// One line if it fits; else two, cut where it costs least and they are most alike, the second one longer if any.
    func lines(_ caption: Range<Int>) -> [Range<Int>] {
        guard length(caption) > limits.lineLength, caption.count > 1 else { return [caption] }
        var best = (cost: Int.max, cut: caption.lowerBound + 1)
        for cut in caption.lowerBound + 1..<caption.upperBound {
            let (first, second) = (length(caption.lowerBound..<cut), length(cut..<caption.upperBound))
            guard first <= limits.lineLength, second <= limits.lineLength else { continue }
            let cost = cutCosts[cut] + abs(first - second) * 2 + (first > second ? 1 : 0)
            if cost < best.cost { best = (cost, cut) }
        }
        return [caption.lowerBound..<best.cut, best.cut..<caption.upperBound]
    }

    /// One word of any length, or words that go into two lines.
    private func fits(_ caption: Range<Int>) -> Bool {
        let length = length(caption)
        if caption.count == 1 || length <= limits.lineLength { return true }
        guard length <= limits.lineLength * 2 + 1 else { return false }
        // The longest first line that fits leaves the shortest second one.
        var (low, high) = (caption.lowerBound, caption.upperBound)
        while low < high {
            let middle = (low + high + 1) / 2
            if self.length(caption.lowerBound..<middle) <= limits.lineLength { low = middle } else { high = middle - 1 }
        }
        return low > caption.lowerBound && self.length(low..<caption.upperBound) <= limits.lineLength
    }

    private func cost(of caption: Range<Int>, in turn: Range<Int>) -> Int {
        var cost = 20
        if caption.upperBound < turn.upperBound { cost += cutCosts[caption.upperBound] }
        let isShort = caption.count < turn.count && (caption.count == 1 || length(caption) < 12)
        if isShort { cost += caption.count == 1 ? 120 : 30 }
        for index in caption.dropFirst() {
            if startsSentence[index] { cost += 25 }
            if let pause = pause(before: index), pause > 1500 { cost += 80 }
        }
        let (start, end) = times(caption)
        if end - start > limits.maximumDuration { cost += 60 }
        if end - start < limits.minimumDuration, caption.count < turn.count { cost += 15 }
        return cost
    }

    private func pause(before index: Int) -> Int? {
        guard let start = words[index].start, let end = words[index - 1].end else { return nil }
        return start - end
    }

    private static func cutCost(before index: Int, _ words: [Word], _ startsSentence: Bool) -> Int {
        guard index > 0, !startsSentence else { return 0 }
        if let mark = words[index - 1].text.last, ",;:—–".contains(mark) { return 30 }
        if let start = words[index].start, let end = words[index - 1].end, start - end > 400 { return 35 }
        return opensClause.contains(words[index].text.lowercased()) ? 45 : 70
    }

    /// Words that a line or caption may well start with.
    private static let opensClause: Set<String> = [
        "and", "but", "or", "so", "because", "that", "which", "who", "when", "where", "while", "if", "though", "than",
        "with", "without", "for", "from", "into", "about", "after", "before", "until", "since", "in", "on", "at", "to",
    ]
}
