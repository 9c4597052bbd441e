internal import AfterwordTranscripts

/// The words of written speech with what a head should say about each.
struct GoldWords: Sendable {
    struct Word: Sendable {
        /// The word as it is written, without marks.
        var core: String
        var speaker: String?
        /// The mark after it; nil where the text does not tell.
        var mark: Punctuation.Mark?
        /// Its case inside a sentence, where a quotation may begin; nil where the text does not tell, as at a sentence's start.
        var letterCase: Punctuation.LetterCase?
    }

    private(set) var words: [Word] = []
    /// The words of each turn.
    private(set) var turns: [Range<Int>] = []

    /// Words of marks only are dropped; a dash or mark that stands alone counts for the word before it.
    init(_ gold: PunctuationGold) {
        for turn in gold.turns {
            let first = words.count
            append(turn)
            turns.append(first..<words.count)
        }
    }

    private mutating func append(_ turn: PunctuationGold.Turn) {
        var parts: [WrittenWord] = [], marks: [Punctuation.Mark] = []
        for text in turn.text.splitAtSpaces() {
            let word = WrittenWord(String(text))
            if !word.isMarksOnly {
                parts.append(word)
                marks.append(word.mark)
            } else if let last = marks.indices.last, marks[last] == .none {
                marks[last] = word.mark
            }
        }
        var startsSentence = true
        for (index, word) in parts.enumerated() {
            let next = index + 1 < parts.count ? parts[index + 1] : nil
            let letterCase = Self.letterCase(of: word, startsSentence: startsSentence)
            let core = word.isAbbreviated && !word.isLettersWithPeriods ? word.core.dropLast() : word.core // recognisers write "mr"
            words.append(Word(core: String(core), speaker: turn.speaker, mark: Self.mark(marks[index], of: word, before: next), letterCase: letterCase))
            startsSentence = marks[index].endsSentence
        }
    }

    private static func mark(_ mark: Punctuation.Mark, of word: WrittenWord, before next: WrittenWord?) -> Punctuation.Mark? {
        guard let next else { return mark != .none ? mark : word.isAbbreviated ? .period : nil } // a turn may be broken off
        var nextIsLower: Bool { Punctuation.LetterCase(of: next.core) == .lower || isFirstPerson(next.core) }
        switch mark {
        case .none where word.isAbbreviated && !word.isTitle: return nextIsLower ? Punctuation.Mark.none : nil
        case .ellipsis where nextIsLower: return .comma // a hesitation, not an end
        default: return mark
        }
    }

    private static func letterCase(of word: WrittenWord, startsSentence: Bool) -> Punctuation.LetterCase? {
        guard !word.isLettersWithPeriods, !isFirstPerson(word.core) else { return nil }
        let letterCase = Punctuation.LetterCase(of: word.core)
        return letterCase == .capitalised && startsSentence ? nil : letterCase // that of a quotation's first word is learnt: I was like, Oh
    }

    private static func isFirstPerson(_ word: Substring) -> Bool {
        word.utf8.first.map { $0 | 0x20 == UInt8(ascii: "i") } == true && CasedWords.isFirstPerson(word.lowercased())
    }
}
