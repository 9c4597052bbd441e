internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTranscripts

/// What a teacher says of one word, checked: a probability for each mark, for each case, or for both.
///
/// - Source: Hinton et al., "Distilling the knowledge in a neural network", 2015.
struct SoftLabels {
    /// By label; they sum to 1. Nil where the text decides.
    var marks, cases: [String: Float]?

    /// The soft labels of a turn of `wordCount` words, in the order of the words.
    ///
    /// - Throws: `ProcessorError.softLabelWord`, `.softLabel`, `.softLabelSum`; `UnknownLabel`.
    static func all(_ labels: [Int: [String: Float]], wordCount: Int) throws -> [(word: Int, labels: SoftLabels)] {
        try labels.sorted { $0.key < $1.key }.map { word, probabilities in
            guard (0..<wordCount).contains(word) else { throw ProcessorError.softLabelWord(word: word, wordCount: wordCount) }
            return (word, try SoftLabels(probabilities, word: word))
        }
    }

    private init(_ probabilities: [String: Float], word: Int) throws {
        for label in probabilities.keys.sorted() { _ = try Self.known.index(of: label) }
        marks = try Self.distribution(probabilities, over: Self.marks, of: "marks", word: word)
        cases = try Self.distribution(probabilities, over: Self.cases, of: "case", word: word)
    }

    private static func distribution(_ probabilities: [String: Float], over labels: [String], of kind: String, word: Int) throws -> [String: Float]? {
        var named: [String: Float] = [:], sum: Float = 0
        for label in labels { // in their order: a dictionary's would round otherwise in each process
            guard let probability = probabilities[label] else { continue }
            guard probability >= 0 else { throw ProcessorError.softLabel(word: word, label: label, probability: probability) } // NaN too
            named[label] = probability
            sum += probability
        }
        guard !named.isEmpty else { return nil }
        guard abs(sum - 1) <= tolerance else { throw ProcessorError.softLabelSum(word: word, of: kind, sum: sum) }
        return named.mapValues { $0 / sum }
    }

    private static let tolerance: Float = 0.02
    private static let marks = Punctuation.Mark.allCases.map(\.rawValue), cases = Punctuation.LetterCase.allCases.map(\.rawValue)
    private static let known = LabelGroup(name: "soft labels", kind: .exclusive, labels: marks + cases)
}

extension SoftLabels {
    /// The soft labels of a text for what was made of it: those of a mark go where the mark went, those of a case where the letters did.
    ///
    /// What is wrong with them stays wrong, so that it is still refused.
    static func moved(_ labels: [Int: [String: Float]], from text: String, to rewritten: RewrittenText) -> [Int: [String: Float]] {
        let old = Parts(text), origins = origins(of: rewritten, words: old.words)
        var result: [Int: [String: Float]] = [:]
        for (word, origin) in origins.enumerated() {
            var moved: [String: Float] = [:]
            for (label, probability) in origin.mark.flatMap({ labels[$0] }) ?? [:] where !cases.contains(label) { moved[label] = probability }
            for (label, probability) in origin.letters.flatMap({ labels[$0] }) ?? [:] where cases.contains(label) { moved[label] = probability }
            if !moved.isEmpty { result[word] = moved }
        }
        for (word, probabilities) in labels where !(0..<old.wordCount).contains(word) {
            result[word < 0 ? word : word - old.wordCount + origins.count] = probabilities
        }
        return result
    }

    /// The old words that each new word has its mark and its letters from.
    private static func origins(of rewritten: RewrittenText, words: [Int?]) -> [RewrittenText.Origin] {
        func word(_ part: Int?) -> Int? { part.flatMap { words.indices.contains($0) ? words[$0] : nil } }
        var result: [RewrittenText.Origin] = [], isMarked = false
        for (part, origin) in zip(Parts.words(in: rewritten.text), rewritten.origins) {
            if !part.isMarksOnly {
                result.append(.init(mark: word(origin.mark), letters: word(origin.letters)))
                isMarked = part.mark != .none
            } else if let last = result.indices.last, !isMarked, part.mark != .none {
                // A mark that stands alone counts for the word before it, which may have come between it and its own.
                let owner = word(origin.mark)
                if let former = result.lastIndex(where: { $0.mark == owner }) { result[former].mark = nil }
                result[last].mark = owner
                isMarked = true
            }
        }
        return result
    }

    /// A text's parts between white space, as words are counted: those of marks only belong to the word before.
    private struct Parts {
        /// For each part the number of its word; nil for marks before the first.
        private(set) var words: [Int?] = []
        private(set) var wordCount = 0

        init(_ text: String) {
            for part in Self.words(in: text) {
                if !part.isMarksOnly { wordCount += 1 }
                words.append(wordCount == 0 ? nil : wordCount - 1)
            }
        }

        static func words(in text: String) -> [WrittenWord] { text.splitAtSpaces().map { WrittenWord(String($0)) } }
    }
}
