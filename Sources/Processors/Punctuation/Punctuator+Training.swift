public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordHeads
internal import AfterwordTranscripts

extension Punctuator {
    public typealias Gold = PunctuationGold

    /// Consecutive turns of an episode joined into examples of 200 words or a little more.
    ///
    /// Real transcripts change speakers inside a window, so examples do. A turn with a gap is left out and ends an example.
    public static func gather(_ lines: [Gold]) -> [Gold] {
        var examples: [Gold] = [], current: Gold?, words = 0
        func isSameEpisode(_ line: Gold) -> Bool {
            current?.source == line.source && current?.episode == line.episode && current?.style == line.style
        }
        func close() {
            if let current { examples.append(current) }
            current = nil
            words = 0
        }
        for line in lines {
            if !isSameEpisode(line) || words >= exampleLength { close() }
            for turn in line.turns {
                guard turn.gap != true else {
                    close()
                    continue
                }
                if current == nil { current = Gold(source: line.source, episode: line.episode, style: line.style, turns: []) }
                current?.turns.append(turn)
                words += turn.text.utf8.count { $0 == UInt8(ascii: " ") } + 1
            }
        }
        close()
        return examples
    }

    /// The example as a recogniser would write it: lower case, no marks.
    public func sample(_ gold: Gold) -> Sample {
        Sample(Transcript(words: GoldWords(gold).words.map { Word($0.core.lowercased(), speaker: $0.speaker) }))
    }

    /// The marks and cases of the example, (N, K): unknown where the text does not tell, and of marks in other styles.
    ///
    /// Soft labels stand for what the text tells: their probabilities are the targets. A head that was not trained in the example's style is
    /// asked for the standard one.
    /// - Throws: `ProcessorError.softLabelWord`, `.softLabel`, `.softLabelSum`; `UnknownLabel` for one that is neither a mark nor a case.
    public func targets(_ gold: Gold, of spans: [Range<Int>], in document: Document) throws -> Matrix {
        let golds = GoldWords(gold), words = golds.words
        let markGroup = gold.style.flatMap { style in head.groups.firstIndex { $0.name == style.group } } ?? 0
        var targets = Matrix(rows: spans.count, columns: head.labelCount, repeating: .nan)
        for (row, span) in spans.enumerated() {
            let word = words[span.lowerBound]
            set(word.mark?.rawValue, group: markGroup, row: row, in: &targets)
            set(word.letterCase?.rawValue, group: 1, row: row, in: &targets)
        }
        guard gold.turns.contains(where: { $0.softLabels != nil }) else { return targets }
        let rows = Dictionary(spans.indices.map { (spans[$0].lowerBound, $0) }) { first, _ in first } // of words
        for (turn, words) in zip(gold.turns, golds.turns) {
            guard let labels = turn.softLabels else { continue }
            for (word, soft) in try SoftLabels.all(labels, wordCount: words.count) {
                guard let row = rows[words.lowerBound + word] else { continue } // a word without tokens
                if let marks = soft.marks { set(marks, group: markGroup, row: row, in: &targets) }
                if let cases = soft.cases { set(cases, group: 1, row: row, in: &targets) }
            }
        }
        return targets
    }

    /// How the example's words are written, one a word of its sample: what `Punctuation.display` should be, but for quotes and brackets.
    ///
    /// It is what the text has; soft labels don't change it.
    public func written(_ gold: Gold) -> [String] {
        GoldWords(gold).words.map { $0.core + ($0.mark?.symbol ?? "") }
    }

    private func set(_ label: String?, group: Int, row: Int, in targets: inout Matrix) {
        guard let label, head.groups.indices.contains(group), let gold = head.groups[group].labels.firstIndex(of: label) else { return }
        for (index, column) in head.columns(ofGroup: group).enumerated() { targets[row, column] = index == gold ? 1 : 0 }
    }

    private func set(_ probabilities: [String: Float], group: Int, row: Int, in targets: inout Matrix) {
        guard head.groups.indices.contains(group) else { return }
        for (label, column) in zip(head.groups[group].labels, head.columns(ofGroup: group)) { targets[row, column] = probabilities[label] ?? 0 }
    }

    private static let exampleLength = 200
}
