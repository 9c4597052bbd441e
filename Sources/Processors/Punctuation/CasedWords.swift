/// The letters of every word as they are written, marks apart.
struct CasedWords: Sendable {
    typealias LetterCase = Punctuation.LetterCase

    /// (W) the words' cores.
    private(set) var cores: [String] = []

    private let reading: Reading
    private let scores: PunctuatorScores
    private let lexicon: CasingLexicon
    private let existingMarks: Punctuator.ExistingMarks
    private let speakers: SpeakerNames

    init(
        _ reading: Reading, marked: MarkedWords, scores: PunctuatorScores, speakers: SpeakerNames, options: Punctuator.Options, lexicon: CasingLexicon = .bundled
    ) {
        self.reading = reading
        self.speakers = speakers
        self.scores = scores
        self.lexicon = lexicon
        existingMarks = options.existingMarks
        let spellings = Spellings(options.spellings).matches(reading.words)
        cores.reserveCapacity(reading.words.count)
        var startsSentence = true
        for (index, word) in reading.words.enumerated() {
            if !options.restoresCasing || word.isMarksOnly {
                cores.append(String(word.core))
            } else if reading.isCased, reading.asWritten[index] {
                cores.append(spellings[index] ?? String(word.core))
            } else {
                cores.append(spellings[index] ?? core(index, startsSentence: startsSentence).withApostrophes(of: word.core))
            }
            startsSentence = marked.endsSentence[index] || (startsSentence && word.isMarksOnly)
        }
    }

    private func core(_ index: Int, startsSentence: Bool) -> String {
        let word = reading.words[index]
        let lower = word.core.asKey
        guard let existing = LetterCase(of: word.core) else { return String(word.core) }
        if word.isLettersWithPeriods { return Self.latin.contains(lower) ? lower : word.core.uppercased() }
        let entry = lexicon.entry(of: lower)
        if word.isAddress, entry == nil { return String(word.core) }
        if Self.isFirstPerson(lower) { return lower.capitalisingFirstLetter }
        if existing != .lower, !reading.isShouted, existingMarks == .keep || (existing == .mixed && existingMarks == .replace) { return String(word.core) }
        let name = speakers[lower]
        var best = best(index, existing: existing, entry: entry, name: name)
        if let name, best == name.letterCase { return name.written + lower.dropFirst(name.written.count) }
        if best == .upper, entry == nil, isBegunAgain(lower, at: index) { best = .lower }
        let written = Self.write(lower, as: best, entry: entry, lexicon: lexicon)
        let raises = startsSentence && written == lower && !word.isAddress && lower.first?.isLetter == true // "2nd" stays
        return raises ? written.capitalisingFirstLetter : written
    }

    /// `pur purely`: a word broken off looks like an acronym, but what follows says it whole.
    private func isBegunAgain(_ word: String, at index: Int) -> Bool {
        reading.words[(index + 1)...].prefix(2).contains { next in
            let whole = next.core.asKey
            guard whole.hasPrefix(word) else { return false }
            let rest = whole.dropFirst(word.count)
            return rest.first?.isLetter == true && rest != "s" // `NLUs` has begun nothing
        }
    }

    /// The case that the context and the word's habits agree on best.
    private func best(_ index: Int, existing: LetterCase, entry: CasingLexicon.Entry?, name: SpeakerNames.Name?) -> LetterCase {
        let isEvident = existingMarks == .repair && existing != .lower && !reading.isShouted && !(existing == .capitalised && reading.startsSentence(index))
        var best = LetterCase.lower, highest = -Float.infinity
        for letterCase in LetterCase.allCases {
            var score = scores[letterCase, word: index]
            if let entry { score += Self.priorWeight * entry.prior(letterCase) }
            if isEvident, letterCase == existing { score += Punctuator.evidence }
            if letterCase == name?.letterCase { score += Punctuator.evidence }
            if score > highest { (best, highest) = (letterCase, score) }
        }
        return best
    }

    /// A word of lower case in the case wanted.
    static func write(_ word: String, as letterCase: LetterCase, entry: CasingLexicon.Entry?, lexicon: CasingLexicon) -> String {
        if letterCase == .mixed, let form = entry?.mixed { return form + word.dropFirst(form.count) }
        if letterCase == .upper { return word.inUpperCase }
        for separator in "-/" where word.contains(separator) { return writeParts(of: word, at: separator, as: letterCase, lexicon: lexicon) }
        switch letterCase {
        case .lower: return word
        case .capitalised: return word.capitalisingFirstLetter
        case .mixed, .upper: return writeMixed(word, lexicon: lexicon)
        }
    }

    /// A joined word part by part: `anglo-saxon` is capitalised in both, `apple-like` in the first, `gpt-based` where its name is.
    private static func writeParts(of word: String, at separator: Character, as letterCase: LetterCase, lexicon: CasingLexicon) -> String {
        let parts = word.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
        let names = parts.map { name($0, lexicon: lexicon) }
        let isMixedByName = names.contains { $0.map { LetterCase(of: $0) != .capitalised } == true }
        return parts.enumerated().map { index, part in
            if let name = names[index] { return name }
            if part == "us", index == 0, letterCase == .mixed, separator == "-" { return "US" } // by itself it is nearly always the pronoun
            let isCapital = switch letterCase {
            case .lower, .upper: false
            case .capitalised: index == 0
            case .mixed: !isMixedByName && (index == 0 || !smallWords.contains(part))
            }
            return isCapital ? part.capitalisingFirstLetter : part
        }.joined(separator: String(separator))
    }

    /// Mixed case of a word that no lexicon has: `LLMs`, `McKinnon`, `O'Neill`, `TypeScripting`, `OpenSearch`, or else a capital.
    private static func writeMixed(_ word: String, lexicon: CasingLexicon) -> String {
        let capitalised = word.capitalisingFirstLetter
        if word.hasPrefix("mc"), word.count > 4 { return capitalised.prefix(2) + String(word.dropFirst(2)).capitalisingFirstLetter }
        if word.hasPrefix("o'") || word.hasPrefix("d'"), word.count > 4 { return capitalised.prefix(2) + String(word.dropFirst(2)).capitalisingFirstLetter }
        for suffix in ["ing", "ed", "er", "ers"] where word.hasSuffix(suffix) {
            if let stem = name(String(word.dropLast(suffix.count)), lexicon: lexicon), LetterCase(of: stem) != .capitalised { return stem + suffix }
        }
        if word.last == "s", (3...5).contains(word.count), word.allSatisfy(\.isLetter) { return word.dropLast().uppercased() + "s" }
        let stem = word.withoutPossessive
        guard let place = CompoundWords.bundled.secondWord(of: stem, lexicon: lexicon) else { return capitalised }
        let parts = [stem[..<place], stem[place...]].map(String.init)
        return parts.map { name($0, lexicon: lexicon) ?? $0.capitalisingFirstLetter }.joined() + word[stem.endIndex...]
    }

    /// A word as it is usually written, if that has a capital.
    private static func name(_ word: String, lexicon: CasingLexicon) -> String? {
        guard let entry = lexicon.entry(of: word), let usual = entry.usual, usual != .lower else { return nil }
        return write(word, as: usual, entry: entry, lexicon: lexicon)
    }

    /// Whether it is `i`, or `i` with a verb: `i'm`, `i'll`.
    static func isFirstPerson(_ word: String) -> Bool {
        word == "i" || (word.first == "i" && (word.dropFirst().first == "'" || word.dropFirst().first == "’"))
    }

    /// Of the lexicon beside the head: 0, 0.25 and 1 give 76.8, 77.9 and 78.7 F1 of cased words on podcasts.
    private static let priorWeight: Float = 1
    private static let latin: Set<String> = ["a.m.", "p.m.", "a.m", "p.m", "e.g.", "i.e.", "e.g", "i.e"]
    /// They have no capital within a joined word: `Linux-based`, `Rio-de-Janeiro`.
    private static let smallWords: Set<String> = [
        "a", "an", "and", "at", "by", "de", "for", "in", "la", "of", "on", "or", "the", "to", "up",
        "based", "like", "compatible", "controlled", "driven", "enabled", "first", "focused", "free", "friendly", "led", "licensed", "made", "native", "only", "oriented", "owned", "powered", "ready",
        "related", "sized", "specific", "style", "wide",
    ]
}
