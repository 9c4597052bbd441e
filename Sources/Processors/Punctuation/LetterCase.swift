internal import AfterwordTranscripts

extension Punctuation {
    /// How the letters of a word are cased; its raw value is the label that a head knows it by.
    public enum LetterCase: String, Sendable, Codable, CaseIterable {
        case lower, capitalised, upper, mixed

        /// The case of a word; nil where it has no letters.
        ///
        /// A single capital is `capitalised`. A possessive says nothing: `NASA's` is `upper`.
        public init?(of word: some StringProtocol) {
            self.init(word.withoutPossessive.letters)
        }

        /// From how many letters and capitals a word has.
        init?(_ letters: Letters) {
            switch (letters.count, letters.capitals) {
            case (0, _): return nil
            case (_, 0): self = .lower
            case (_, 1) where letters.startsWithCapital: self = .capitalised
            case (letters.count, letters.count): self = .upper
            default: self = .mixed
            }
        }
    }
}

/// The letters of a word, counted.
struct Letters: Equatable {
    var count = 0
    var capitals = 0
    var startsWithCapital = false

    mutating func add(isCapital: Bool) {
        if isCapital {
            capitals += 1
            if count == 0 { startsWithCapital = true }
        }
        count += 1
    }
}

extension StringProtocol {
    /// Its letters.
    var letters: Letters {
        let counted = withASCII { bytes in
            var letters = Letters()
            for byte in bytes where byte.isASCIILetter { letters.add(isCapital: byte.isUppercaseLetter) }
            return letters
        }
        return counted ?? lettersByCharacters
    }

    /// The same by Unicode's tables.
    var lettersByCharacters: Letters {
        var letters = Letters()
        for character in self where character.isLetter { letters.add(isCapital: character.isUppercase) }
        return letters
    }

    /// The word before `'s`, or the whole of it.
    var withoutPossessive: SubSequence {
        guard utf8.suffix(1).first.map({ $0 | 0x20 == UInt8(ascii: "s") || $0 >= 0x80 }) == true else { return self[...] }
        guard let last, last == "s" || last == "S", let mark = dropLast().last, mark == "'" || mark == "’" else { return self[...] }
        let stem = dropLast(2)
        return stem.isEmpty ? self[...] : stem
    }

    /// In lower case with `'` for every `’`: as lexicons have it.
    var asKey: String {
        let lower = lowercased()
        return lower.mayHaveApostrophe ? lower.replacing("’", with: "'") : lower
    }

    /// With `’` wherever `other`, the same word in another case, has it.
    func withApostrophes(of other: some StringProtocol) -> String {
        guard other.mayHaveApostrophe, other.contains("’"), other.count == count else { return String(self) }
        return String(zip(self, other).map { $0 == "'" && $1 == "’" ? $1 : $0 })
    }

    /// With its first letter in upper case and the rest as it is.
    var capitalisingFirstLetter: String {
        guard let index = firstIndex(where: \.isLetter) else { return String(self) }
        let capital = self[index].uppercased()
        guard capital.count == 1 else { return String(self) } // "ß" has no capital of one letter
        return String(self[..<index]) + capital + String(self[self.index(after: index)...])
    }

    /// All its letters in upper case, but those of a possessive; as it is where that would change their number.
    var inUpperCase: String {
        let stem = withoutPossessive
        let upper = stem.uppercased()
        return upper.count == stem.count ? upper + String(self[stem.endIndex...]) : String(self)
    }
}
