extension Punctuation {
    /// How the letters of a word are cased; its raw value is the label that a head knows it by.
    public enum LetterCase: String, Sendable, Codable, CaseIterable {
        case lower, capitalised, upper, mixed

        /// The case of a word; nil where it has no letters.
        ///
        /// A single capital is `capitalised`. A possessive says nothing: `NASA's` is `upper`.
        public init?(of word: some StringProtocol) {
            var letters = 0, capitals = 0, startsWithCapital = false
            for character in word.withoutPossessive {
                let (isLetter, isCapital) = character.letterKind
                guard isLetter else { continue }
                if isCapital {
                    capitals += 1
                    if letters == 0 { startsWithCapital = true }
                }
                letters += 1
            }
            switch (letters, capitals) {
            case (0, _): return nil
            case (_, 0): self = .lower
            case (_, 1) where startsWithCapital: self = .capitalised
            case (letters, letters): self = .upper
            default: self = .mixed
            }
        }
    }
}

extension Character {
    /// Whether it is a letter, and an upper-case one; by its byte where it has one: Unicode's tables took a third of the time of reading labelled talk.
    fileprivate var letterKind: (isLetter: Bool, isCapital: Bool) {
        guard let byte = asciiValue else { return (isLetter, isUppercase) }
        let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        return (isCapital || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte), isCapital)
    }
}

extension StringProtocol {
    /// The word before `'s`, or the whole of it.
    var withoutPossessive: SubSequence {
        guard let last, last == "s" || last == "S", let mark = dropLast().last, mark == "'" || mark == "’" else { return self[...] }
        let stem = dropLast(2)
        return stem.isEmpty ? self[...] : stem
    }

    /// In lower case with `'` for every `’`: as lexicons have it.
    var asKey: String {
        let lower = lowercased()
        return lower.contains("’") ? lower.replacing("’", with: "'") : lower
    }

    /// With `’` wherever `other`, the same word in another case, has it.
    func withApostrophes(of other: some StringProtocol) -> String {
        guard other.contains("’"), other.count == count else { return String(self) }
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
