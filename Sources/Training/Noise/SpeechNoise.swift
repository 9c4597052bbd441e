package import AfterwordPipeline
public import AfterwordTokenization
internal import AfterwordTranscripts

/// What speech recognisers do to words, done to labelled texts: words misheard, dropped and made up, hesitations, numbers spelled out.
///
/// It works on written text and leaves every mark on the word before it, so that the labels stay true: a dropped word's mark goes to the word
/// before, and what begins a sentence has a capital.
///
///     let noise = SpeechNoise(errors: 0.1, vocabulary: model.tokenizer.vocabulary)
///     var random = RandomSource(seed: 1)
///     noise.said("Their roof costs $250, maybe.", random: &random) // "There roof costs two hundred fifty dollars, maybe."
public struct SpeechNoise: Sendable {
    /// What noise there is, as a recipe says it.
    public struct Options: Sendable, Codable, Equatable {
        /// The part of all texts that have any, 0…1.
        public var share: Float = 0.6
        /// Wrong words of 100 are from the lower to the upper bound times 100, another number for each text; 0…0.5.
        public var errors: ClosedRange<Float> = 0...0.15
        /// Hesitations and repeated words after each word, 0…0.5.
        public var fillers: Float = 0.02
        /// The part of all numbers in digits that are spelled out, 0…1.
        public var numbers: Float = 0.5

        public init() {}
    }

    public var options: Options
    private let soundAlikes: SoundAlikes

    /// - Parameter vocabulary: the words that others are taken for.
    public init(_ options: Options = Options(), vocabulary: Vocabulary) {
        self.options = options
        soundAlikes = SoundAlikes(vocabulary)
    }

    /// Noise in every text, with the same part of wrong words in each, for measuring.
    public init(errors: Float, vocabulary: Vocabulary) {
        var options = Options()
        options.share = 1
        options.errors = errors...errors
        self.init(options, vocabulary: vocabulary)
    }

    /// Draws how noisy a recording is: its part of wrong words, or nil when it is left as it is.
    package func rate(_ random: inout RandomSource) -> Float? {
        guard random.unit() < options.share else { return nil }
        return options.errors.lowerBound + random.unit() * (options.errors.upperBound - options.errors.lowerBound)
    }

    /// A text as it may be recognised; one that has words keeps at least one.
    public func said(_ text: String, random: inout RandomSource) -> String {
        guard let rate = rate(&random) else { return text }
        return rewritten(text, errors: rate, random: &random).text
    }

    /// A text in which `errors` of 1 words are wrong, and where each of its parts comes from.
    package func rewritten(_ text: String, errors: Float, random: inout RandomSource) -> RewrittenText {
        var speech = Speech()
        for (number, part) in text.splitAtSpaces().enumerated() {
            let word = MarkedWord(part, number: number)
            guard !word.core.isEmpty else {
                speech.append(String(part), .init(mark: number, letters: number)) // a mark that stands alone
                continue
            }
            if word.core.contains(where: \.isNumber), random.unit() < options.numbers, let spelled = SpokenNumber.words(for: word.core) {
                speech.append(word.with(core: speech.isAtStart ? spelled.capitalisingFirst : spelled), .init(mark: number))
                continue
            }
            if !speech.isAtStart, random.unit() < options.fillers {
                speech.append(random.unit() < 0.5 ? Self.hesitations[random.below(Self.hesitations.count)] : word.core.lowercased(), .init())
            }
            say(word, errors: errors, speech: &speech, random: &random)
            if word.trailing.isEmpty, random.unit() < errors * Self.insertions { speech.append(Self.insertable[random.below(Self.insertable.count)], .init()) }
        }
        return speech.isEmpty ? RewrittenText(unchanged: text) : speech.rewritten
    }

    /// A labelled example as it may be recognised: all of it as noisy as one recording is. Unchanged if its texts can't be rewritten.
    func said<Gold>(_ gold: Gold, random: inout RandomSource) -> Gold {
        guard let clean = gold as? any RewritableGold, let rate = rate(&random) else { return gold }
        return clean.rewritingTexts { rewritten($0, errors: rate, random: &random) } as? Gold ?? gold
    }

    /// Labelled data as it may be recognised; the same seed gives the same.
    public func said<Gold>(_ data: LabelledData<Gold>, seed: UInt64) -> LabelledData<Gold> {
        var random = RandomSource(seed: seed)
        return LabelledData(
            name: data.name, lines: data.lines.map { .init(gold: said($0.gold, random: &random), number: $0.number) }, warnings: data.warnings)
    }

    private func say(_ word: MarkedWord, errors: Float, speech: inout Speech, random: inout RandomSource) {
        let draw = random.unit()
        if draw < errors * Self.deletions {
            speech.drop(word)
        } else if draw < errors * (Self.deletions + Self.substitutions) {
            if let other = soundAlikes.other(than: word.core, random: &random) { speech.append(word.with(core: other), .init(mark: word.number)) } else { speech.drop(word) }
        } else {
            speech.append(word.text, .init(mark: word.number, letters: word.number))
        }
    }

    // How errors of good recognisers on conversations divide.
    private static let (substitutions, deletions, insertions): (Float, Float, Float) = (0.6, 0.25, 0.15)
    private static let hesitations = ["uh", "um", "uh", "um", "er", "like", "hmm"]
    private static let insertable = ["the", "a", "and", "to", "of", "in", "that", "it", "is", "i", "so", "you"]
}

/// A word with the marks around it, as text.
private struct MarkedWord {
    let text: String
    /// Its place among the text's parts.
    let number: Int
    let leading, core, trailing: Substring

    init(_ part: Substring, number: Int) {
        text = String(part)
        self.number = number
        let isWordly = { (character: Character) in character.isLetter || character.isNumber || character == "$" || character == "%" }
        guard let first = part.firstIndex(where: isWordly), let last = part.lastIndex(where: isWordly) else {
            (leading, core, trailing) = (part, "", "")
            return
        }
        let end = part.index(after: last)
        (leading, core, trailing) = (part[..<first], part[first..<end], part[end...])
    }

    func with(core: String) -> String { leading + core + trailing }

    /// Whether a mark stands after it, rather than nothing or a closing quote or bracket.
    var isMarked: Bool { trailing.contains { ".,?!:;…—–".contains($0) } || trailing.contains("--") }
}

/// Words that were said so far.
private struct Speech {
    private var words: [String] = []
    /// One for each part between white space: a number that is spelled out is one of `words` and several parts.
    private var origins: [RewrittenText.Origin] = []
    private var needsCapital = false

    var isEmpty: Bool { words.isEmpty }
    var rewritten: RewrittenText { RewrittenText(text: words.joined(separator: " "), origins: origins) }
    /// Whether the next word begins a sentence.
    var isAtStart: Bool { words.last.map(Self.endsSentence) ?? true }

    /// - Parameter origin: of the last of the word's parts; those before it are made up.
    mutating func append(_ word: String, _ origin: RewrittenText.Origin) {
        words.append(needsCapital ? word.capitalisingFirst : word)
        origins.append(contentsOf: repeatElement(.init(), count: word.utf8.count { $0 == UInt8(ascii: " ") }))
        origins.append(origin)
        needsCapital = false
    }

    /// Leaves a word out: its mark goes to the word before, its capital at the beginning of a sentence to the next one.
    mutating func drop(_ word: MarkedWord) {
        if isAtStart, word.core.first?.isUppercase == true { needsCapital = !word.trailing.contains { ".?!".contains($0) } }
        guard !word.trailing.isEmpty, let last = words.last, last.last?.isLetter == true || last.last?.isNumber == true else { return }
        words[words.count - 1] += word.trailing
        if word.isMarked { origins[origins.count - 1].mark = word.number }
    }

    private static func endsSentence(_ word: String) -> Bool { word.last { !"\"')]".contains($0) }.map { ".?!".contains($0) } ?? false }
}

extension String {
    /// The same with the first letter in upper case.
    var capitalisingFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension RandomSource {
    /// A whole number from 0 up to, not including, `count`.
    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
