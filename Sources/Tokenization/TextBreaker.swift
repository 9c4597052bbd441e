internal import CICU

/// Where words and sentences end in written text, by ICU's rules (Unicode Standard Annex 29).
public struct TextBreaker: Sendable {
    public enum Unit: Sendable { case word, sentence }

    /// ICU has no rules to give: the locale's data is missing.
    public struct Unavailable: Error, CustomStringConvertible {
        /// ICU's error code.
        public let code: Int32
        public var description: String { "ICU cannot break text: error \(code)" }
    }

    private let unit: Unit
    private let locale: String

    /// - Parameter locale: such as `en` or `de_AT`.
    public init(_ unit: Unit, locale: String = "en") {
        self.unit = unit
        self.locale = locale
    }

    /// The ends of all pieces of a text, as offsets into its UTF-8; the last one is the text's end.
    ///
    /// - Throws: `Unavailable`.
    /// - Complexity: linear in the text's length.
    public func boundaries(in text: String) throws(Unavailable) -> [Int] {
        var status: Int32 = 0
        let kind = unit == .word ? AFTERWORD_BREAK_WORD : AFTERWORD_BREAK_SENTENCE
        guard let breaker = afterword_breaker_open(Int32(kind), locale, &status) else { throw Unavailable(code: status) }
        defer { afterword_breaker_close(breaker) } // ICU's iterators are not for two threads: each call has its own
        var result: [Int] = []
        var text = text
        status = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                let status = afterword_breaker_set_text(breaker, characters.baseAddress, Int64(characters.count))
                guard status == 0 else { return status }
                while case let end = afterword_breaker_next(breaker), end >= 0 { result.append(Int(end)) }
                return 0
            }
        }
        guard status == 0 else { throw Unavailable(code: status) }
        return result
    }

    /// The sentences of words that are punctuated already, as ranges of word indices that cover every word once.
    ///
    /// A period after a title (`Dr.`), initials (`J. S.`) or `e.g.` does not end a sentence, which ICU's rules leave open.
    /// - Throws: `Unavailable`.
    public static func sentences(of words: [String], locale: String = "en") throws(Unavailable) -> [Range<Int>] {
        let ends = try TextBreaker(.sentence, locale: locale).boundaries(in: words.joined(separator: " "))
        var result: [Range<Int>] = [], first = 0, offset = 0, next = 0
        for (index, word) in words.enumerated() {
            offset += word.utf8.count + 1
            while next < ends.count, ends[next] < offset { next += 1 }
            let isBoundary = next < ends.count && ends[next] == offset || index == words.count - 1
            guard isBoundary, index == words.count - 1 || !isAbbreviation(word) else { continue }
            result.append(first..<index + 1)
            first = index + 1
        }
        return result
    }

    private static func isAbbreviation(_ word: String) -> Bool {
        guard word.last == "." else { return false }
        let stem = word.dropLast().drop { "\"“‘'([".contains($0) }
        if stem.count == 1, stem.allSatisfy(\.isUppercase), stem != "I" { return true }
        return abbreviations.contains(stem.lowercased())
    }

    private static let abbreviations: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "gen", "rep", "sen", "gov", "capt", "lt", "col", "sgt", "rev", "hon", "messrs", "e.g", "i.e", "vs", "cf", "no", "fig",
    ]
}
