public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// Restores marks and letter case, and finds sentences and paragraphs.
///
/// The head decides two things about every word: the mark after it, and how it is cased inside a sentence. Sentence starts
/// follow from the marks, so the two can't disagree.
///
///     var punctuator = Punctuator(head: head)
///     punctuator.options.permittedMarks = [.comma, .period, .question]
///     punctuator.options.spellings = ["McDonald", "New York Times"]
public struct Punctuator: TrainableProcessor {
    public typealias Output = Punctuation

    public static var scope: Scope { .window }

    public var head: Head
    public var options: Options

    public init(head: Head, options: Options = Options()) {
        self.head = head
        self.options = options
    }

    /// With the head `punctuation` of a model.
    ///
    /// - Throws: `ModelError.headMissing`.
    public init(_ model: Model, options: Options = Options()) throws(ModelError) {
        self.init(head: try model.head("punctuation"), options: options)
    }

    /// The labels a new head for this processor is made with: marks and cases in the standard style.
    public static let groups = groups(for: [.standard])

    /// The labels of a head that knows some styles: a group of marks for each, and one of cases for all.
    public static func groups(for styles: Set<Punctuation.Style>) -> [LabelGroup] {
        let cases = LabelGroup(name: "case", kind: .exclusive, labels: Punctuation.LetterCase.allCases.map(\.rawValue))
        func marks(_ style: Punctuation.Style) -> LabelGroup {
            LabelGroup(name: style.group, kind: .exclusive, labels: Punctuation.Mark.allCases.map(\.rawValue))
        }
        return [marks(.standard), cases] + Punctuation.Style.allCases.filter { $0 != .standard && styles.contains($0) }.map(marks)
    }

    /// The styles that the head was trained in.
    public var styles: [Punctuation.Style] { Punctuation.Style.allCases.filter { style in head.groups.contains { $0.name == style.group } } }

    /// Every word that has tokens. Words of marks only have none; they are left as they are.
    public func spans(in document: Document) -> [Range<Int>] {
        (0..<document.tokens.wordCount).filter { !document.tokens[word: $0].isEmpty }.map { $0..<($0 + 1) }
    }

    /// The restored text that logits (N, K) of `spans` mean.
    ///
    /// - Throws: `ProcessorError.labels` when the head's labels are not marks and cases, `.style` when it was not trained in the style asked for.
    /// - Complexity: O(W).
    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) throws -> Punctuation {
        let words = document.transcript.words
        let reading = Reading(words, existingMarks: options.existingMarks)
        var scores = try PunctuatorScores(logits, of: spans, head: head, style: options.style, wordCount: words.count, bias: options.bias)
        if options.existingMarks == .repair {
            for (index, word) in reading.words.enumerated() where word.mark != .none { scores.add(Self.evidence, for: word.mark, word: index) }
        }
        let marked = MarkedWords(reading, scores: scores, existingMarks: options.existingMarks)
        let speakers = SpeakerNames(Set(words.lazy.compactMap(\.speaker)))
        let cased = CasedWords(reading, marked: marked, scores: scores, speakers: speakers, options: options)
        var sentences: [Punctuation.Sentence] = [], endsTurn: [Bool] = []
        var first = 0
        for index in words.indices where marked.endsSentence[index] {
            let range = first..<(index + 1)
            let text = range.map { written(reading.words[$0], core: cased.cores[$0], mark: marked.marks[$0], asWritten: reading.asWritten[$0]) }.joined(separator: " ")
            sentences.append(Punctuation.Sentence(words: range, start: document.start(of: range), end: document.end(of: range), text: text))
            endsTurn.append(reading.endsTurn[index])
            first = index + 1
        }
        return Punctuation(sentences: sentences, paragraphs: Paragraphs.ranges(sentences, endsTurn: endsTurn, length: options.paragraphLength))
    }

    /// A word with its mark: after closing quotes and brackets, and none twice.
    private func written(_ word: WrittenWord, core: String, mark: Punctuation.Mark, asWritten: Bool) -> String {
        var text: String
        let keeps = asWritten || (options.existingMarks == .keep && word.mark != .none)
        let limited = keeps ? mark : mark.limited(to: options.permittedMarks)
        if word.isMarksOnly || limited == word.mark || !options.restoresPunctuation {
            text = word.leading + core + word.trailing
        } else {
            text = word.leading + core + word.closers
            let hasOwn = (text.last == "." && (limited == .period || limited == .ellipsis)) || (text.last == "-" && limited == .dash)
            if !hasOwn { text += limited.symbol }
        }
        // A word has no white space and is not empty, but a transcript made by hand may break that promise.
        if text.withASCII({ !$0.contains { $0 <= 0x20 } }) != true, text.contains(where: \.isWhitespace) { text.removeAll(where: \.isWhitespace) }
        return text.isEmpty ? "\u{200B}" : text
    }

    /// What an existing mark or capital is worth to `ExistingMarks.repair`, and a speaker's name to its case, in logits.
    static let evidence: Float = 2
}
