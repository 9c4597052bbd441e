/// Captions that roll up show each line twice or more: first as it is said, then above the next one.
///
/// YouTube's automatic captions and television's are so. Read as they stand they would say everything two or
/// three times over.
extension Draft {
    /// Drops the words of each cue that repeat the cue before it, if the whole source shows that it rolls.
    mutating func unrollCaptions() {
        let overlaps = zip(cues, cues.dropFirst()).map { Draft.overlap($0, $1) }
        let repeating = overlaps.count { $0 > 0 }
        // Someone who says "no" three times is no rolling caption: some cue must add words to what it repeats.
        let growing = zip(overlaps, cues.dropFirst()).count { $0 > 0 && $0 < $1.words.count }
        guard repeating >= 2, growing >= 1, repeating * 5 >= overlaps.count * 3 else { return }
        var dropped = 0
        for (index, overlap) in overlaps.enumerated() where overlap > 0 {
            cues[index + 1].words.removeFirst(overlap)
            dropped += overlap
        }
        report(cues[0].line, "captions roll up: words shown again left out: \(dropped)")
        cues.removeAll { $0.words.isEmpty }
        for index in cues.indices { cues[index].rows = [] }
    }

    /// How many words at the head of `next` repeat the last lines of `cue`; its last line may have grown.
    private static func overlap(_ cue: DraftCue, _ next: DraftCue) -> Int {
        // Captions have a few lines; a cue with thousands is no caption.
        var count = Swift.min(cue.rows.count, next.rows.count, 8)
        while count > 0 {
            let old = cue.rows.suffix(count)
            let new = next.rows.prefix(count)
            let agree = zip(old, new).enumerated().allSatisfy { position, pair in
                let before = cue.words[pair.0]
                let after = next.words[pair.1]
                guard before.count == after.count || position == count - 1 && before.count < after.count else { return false }
                return zip(before, after).allSatisfy { $0.text == $1.text }
            }
            if agree, let last = new.last, let lastOld = old.last { return last.lowerBound + lastOld.count }
            count -= 1
        }
        return 0
    }
}
