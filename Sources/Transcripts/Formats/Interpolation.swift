/// Gives times to the words that have none of their own, in proportion to their letters.
extension Draft {
    /// Fills in the words' times; leaves all as they are if nothing in the source has a time.
    mutating func fillTimes() {
        guard cues.contains(where: { $0.start != nil || $0.words.contains { $0.start != nil } }) else {
            for index in cues.indices { for word in cues[index].words.indices { cues[index].words[word].timeSource = .none } }
            return
        }
        let nextStarts = startsOfNextCues()
        var past = 0
        var index = 0
        while index < cues.count {
            // Cues without times share the room up to the next time.
            var last = index
            if cues[index].earliest == nil {
                while last + 1 < cues.count, cues[last + 1].earliest == nil { last += 1 }
            }
            var words = last == index ? cues[index].words : cues[index...last].flatMap(\.words)
            let (start, end) = room(of: index...last, past: past, next: nextStarts[last], words)
            Draft.fill(&words, from: start, to: end)
            past = Swift.max(past, words.last?.end ?? past)
            if last == index {
                cues[index].words = words
            } else {
                for cue in index...last {
                    let count = cues[cue].words.count
                    cues[cue].words = Array(words.prefix(count))
                    words.removeFirst(count)
                }
            }
            index = last + 1
        }
    }

    /// Per cue, the earliest time of the first later cue that has one.
    private func startsOfNextCues() -> [Int?] {
        var result = [Int?](repeating: nil, count: cues.count)
        var next: Int?
        for index in cues.indices.reversed() {
            result[index] = next
            next = cues[index].earliest ?? next
        }
        return result
    }

    /// When the words of the cues may start and, if anything tells, must have ended.
    private mutating func room(of range: ClosedRange<Int>, past: Int, next: Int?, _ words: [Word]) -> (Int, Int?) {
        let cue = cues[range.lowerBound]
        let spoken = Draft.speakingTime(words[...])
        let start = cue.start ?? cue.earliest.map { Swift.max(past, $0 - spoken) } ?? (
            past == 0 ? next.map { Swift.max(0, $0 - spoken) } ?? 0 : past)
        if let end = cue.end, range.count == 1 {
            if let next, next > start, next < end, !words.allSatisfy({ $0.end != nil }) {
                report(cue.line, "cue overlaps the next one: its words are timed up to where that starts")
                return (start, next)
            }
            return (start, Swift.max(start, end))
        }
        return (start, next)
    }

    /// Words between two known times share the time between them; a word alone there has it all, and so is measured.
    private static func fill(_ words: inout [Word], from start: Int, to end: Int?) {
        var past = start
        var index = 0
        while index < words.count {
            if let known = words[index].end, words[index].start != nil {
                past = known
                index += 1
                continue
            }
            var next = index + 1
            while next < words.count, words[next].start == nil { next += 1 }
            let from = words[index].start ?? past
            let bound = (next < words.count ? words[next].start : end) ?? from + speakingTime(words[index..<next])
            spread(&words[index..<next], from: from, to: Swift.max(from, bound))
            past = Swift.max(from, bound)
            index = next
        }
    }

    /// Gives the words the time between `start` and `end` in proportion to their letters.
    static func spread(_ words: inout ArraySlice<Word>, from start: Int, to end: Int) {
        let isAlone = words.count == 1 && words.first?.start != nil
        let total = words.reduce(0) { $0 + weight($1) }
        var sum = 0
        for index in words.indices {
            let share = { (sum: Int) in start + Swift.min(end - start, Int(Double(end - start) * Double(sum) / Double(total))) }
            words[index].start = share(sum)
            sum += weight(words[index])
            words[index].end = share(sum)
            words[index].timeSource = isAlone ? .measured : .interpolated
        }
    }

    private static func weight(_ word: Word) -> Int { Swift.max(1, word.text.unicodeScalars.count) }

    /// Milliseconds that the words take at 150 words a minute.
    private static func speakingTime(_ words: ArraySlice<Word>) -> Int { words.count * 400 }
}

extension DraftCue {
    /// Its start, or else that of its first timed word.
    fileprivate var earliest: Int? {
        start ?? words.lazy.compactMap(\.start).first
    }
}
