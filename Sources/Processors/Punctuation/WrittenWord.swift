internal import AfterwordTranscripts

/// A word cut in three: `("Hello,")` is `("`, `Hello` and `,")`.
///
/// A period that belongs to the word stays with it (`U.S.`, `Mr.`), so does all that stands between letters (`3.5`, `don't`).
struct WrittenWord: Sendable {
    /// Opening quotes, brackets and the like. Empty for a word of marks only.
    let leading: Substring
    /// Empty for a word of marks only.
    let core: Substring
    /// Marks and closing quotes; all of a word of marks only.
    let trailing: Substring
    /// The mark that `trailing` holds.
    let mark: Punctuation.Mark

    init(_ text: String) { self.init(text, letters: Self.letters(of: text), markIn: Self.mark) }

    /// The same by Unicode's characters, whatever the word: what the bytes of ASCII must say too.
    init(byCharacters text: String) { self.init(text, letters: Self.lettersByCharacters(of: text), markIn: Self.markByCharacters) }

    private init(_ text: String, letters: Range<String.Index>?, markIn: (Substring, _ alone: Bool) -> Punctuation.Mark) {
        guard let letters else {
            leading = ""
            core = ""
            trailing = text[...]
            mark = markIn(trailing, true)
            return
        }
        var end = letters.upperBound
        let rest = text[end...]
        if rest.first == ".", rest.dropFirst().first != ".", Self.isAbbreviation(text[letters]) { end = text.index(after: end) }
        leading = text[..<letters.lowerBound]
        core = text[letters.lowerBound..<end]
        trailing = text[end...]
        mark = markIn(trailing, false)
    }

    var isMarksOnly: Bool { core.isEmpty }

    /// Whether the word ends with a period of its own, which may or may not end the sentence too.
    var isAbbreviated: Bool { core.last == "." }

    /// Whether it is a title before a name, with its period: `Dr.`
    var isTitle: Bool { isAbbreviated && Self.titles.contains(core.dropLast().lowercased()) }

    /// Whether the letters are an address rather than a word: a URL, an e-mail address, a domain, a path, an identifier.
    var isAddress: Bool {
        core.withASCII { !$0.contains(where: Self.ofAddresses.contains) } == true ? false : isAddressByCharacters
    }

    /// The same of any word.
    var isAddressByCharacters: Bool {
        if core.contains(where: { $0 == "@" || $0 == "_" || $0 == "\\" }) || core.contains("://") { return true }
        guard core.dropLast().contains("."), !isLettersWithPeriods else { return false }
        return core.contains(where: \.isLetter)
    }

    /// Whether it is letters with periods between: `u.s.a.`, `e.g.`
    var isLettersWithPeriods: Bool { Self.isLettersWithPeriods(core) }

    /// The marks after it with those that punctuate taken out: closing quotes and brackets, a hyphen.
    var closers: String {
        var result = trailing.filter { !Self.punctuating.contains($0) }
        while let dashes = result.firstRange(of: "--") { result.removeSubrange(dashes) }
        return result
    }

    private static func isAbbreviation(_ core: Substring) -> Bool {
        isLettersWithPeriods(core) || titles.contains(core.lowercased()) || abbreviations.contains(core.lowercased())
            || (core.count == 1 && core.allSatisfy { $0.isUppercase && $0 != "I" })
    }

    private static func isLettersWithPeriods(_ core: Substring) -> Bool {
        guard core.utf8.contains(UInt8(ascii: ".")) else { return false } // as of nearly all words
        var expectsLetter = true, letters = 0
        for character in core {
            guard expectsLetter ? character.isLetter : character == "." else { return false }
            if expectsLetter { letters += 1 }
            expectsLetter.toggle()
        }
        return letters > 1
    }

    /// From the first to the last character that is not a mark; nil where all are.
    private static func letters(of text: String) -> Range<String.Index>? {
        let places: Range<Int>?? = text.withASCII { bytes in
            guard let first = bytes.firstIndex(where: { !$0.isMark }), let last = bytes.lastIndex(where: { !$0.isMark }) else { return nil }
            return first..<last + 1
        }
        guard let places else { return lettersByCharacters(of: text) }
        return places.map { text.utf8.index(text.startIndex, offsetBy: $0.lowerBound)..<text.utf8.index(text.startIndex, offsetBy: $0.upperBound) }
    }

    private static func lettersByCharacters(of text: String) -> Range<String.Index>? {
        guard let first = text.firstIndex(where: { !marks.contains($0) }), let last = text.lastIndex(where: { !marks.contains($0) }) else { return nil }
        return first..<text.index(after: last)
    }

    private static func mark(in trailing: Substring, alone: Bool) -> Punctuation.Mark {
        if trailing.isEmpty { return .none }
        return trailing.withASCII { bytes in
            func has(_ mark: Unicode.Scalar) -> Bool { bytes.contains(UInt8(ascii: mark)) }
            func hasTwo(_ mark: Unicode.Scalar) -> Bool { zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: mark) && $1 == UInt8(ascii: mark) } }
            if has("?") { return .question }
            if has("!") { return .exclamation }
            if has(".") { return hasTwo(".") ? .ellipsis : .period }
            if has(";") { return .semicolon }
            if has(":") { return .colon }
            if has(",") { return .comma }
            return hasTwo("-") || (alone && has("-")) ? .dash : .none
        } ?? markByCharacters(in: trailing, alone: alone)
    }

    private static func markByCharacters(in trailing: Substring, alone: Bool) -> Punctuation.Mark {
        if trailing.isEmpty { return .none }
        func has(_ characters: Set<Character>) -> Bool { trailing.contains(where: characters.contains) }
        if has(["?", "？", "؟"]) { return .question }
        if has(["!", "！"]) { return .exclamation }
        if has(["…"]) || trailing.contains("..") { return .ellipsis }
        if has([".", "。", "।"]) { return .period }
        if has([";", "；", "؛"]) { return .semicolon }
        if has([":", "："]) { return .colon }
        if has([",", "，", "、", "،"]) { return .comma }
        if has(["—", "–", "―"]) || trailing.contains("--") || (alone && has(["-"])) { return .dash }
        return .none
    }

    private static let punctuating: Set<Character> = [
        ".", ",", "?", "!", ":", ";", "…", "—", "–", "―", "。", "，", "？", "！", "：", "；", "、", "؟", "،", "؛", "।",
    ]
    private static let marks: Set<Character> = punctuating.union([
        "\"", "“", "‘", "«", "„", "(", "[", "{", "¿", "¡", "「", "『", "《", "（", "-", "‐", "'", "’", "”", "»", "‚", "‹", "›", ")", "]", "}", "*", "`", "」", "』", "》", "）",
    ])
    /// No address is without one of these.
    private static let ofAddresses = "@_\\:.".utf8
    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "gen", "rep", "sen", "gov", "capt", "lt", "col", "sgt", "rev", "hon",
    ]
    private static let abbreviations: Set<String> = ["jr", "sr", "vs", "etc", "inc", "ltd", "corp", "dept", "approx"]
}

extension UInt8 {
    /// Whether it is one of `WrittenWord`'s marks.
    fileprivate var isMark: Bool {
        switch Unicode.Scalar(self) {
        case ".", ",", "?", "!", ":", ";", "\"", "(", "[", "{", "-", "'", ")", "]", "}", "*", "`": true
        default: false
        }
    }
}
