package import AfterwordTokenization

/// Words that sound like others, by their consonants.
package struct SoundAlikes: Sendable {
    /// Sound → the words that have it, the most frequent ones of a vocabulary first.
    private var words: [String: [String]] = [:]

    /// The whole words of a vocabulary, which has the frequent ones first.
    package init(_ vocabulary: Vocabulary) {
        for piece in vocabulary.pieces where piece.utf8.count > 1 && piece.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) {
            let sound = Self.sound(of: piece)
            if words[sound, default: []].count < Self.most { words[sound, default: []].append(piece) }
        }
    }

    /// Another word that it may be taken for, cased as it is; nil for one in capitals, of mixed case, or of a sound of its own.
    package func other(than word: Substring, random: inout RandomSource) -> String? {
        let plain = word.lowercased()
        let isCapitalised = word.first?.isUppercase == true
        guard word.dropFirst().allSatisfy({ $0.isLowercase || $0 == "'" }) else { return nil }
        if plain.contains("'") { // "it's" is heard as "its"
            let joined = plain.filter { $0 != "'" }
            return isCapitalised ? joined.capitalisingFirst : joined
        }
        let others = (words[Self.sound(of: plain)] ?? []).filter { $0 != plain }
        guard !others.isEmpty else { return nil }
        let other = others[random.below(others.count)]
        return isCapitalised ? other.capitalisingFirst : other
    }

    /// The first vowel's place and the consonants, those that are often confused alike: `three` and `there` are both `0r`.
    package static func sound(of word: String) -> String {
        let letters = Array(word.utf8)
        var sound: [UInt8] = []
        var index = 0
        while index < letters.count {
            let letter = letters[index], next = index + 1 < letters.count ? letters[index + 1] : 0
            let isPair = next == UInt8(ascii: "h") && "tscpgw".utf8.contains(letter)
            let code: UInt8? = switch letter {
            case UInt8(ascii: "t") where isPair: UInt8(ascii: "0")
            case UInt8(ascii: "s") where isPair, UInt8(ascii: "c") where isPair, UInt8(ascii: "j"): UInt8(ascii: "j")
            case UInt8(ascii: "p") where isPair, UInt8(ascii: "f"), UInt8(ascii: "v"): UInt8(ascii: "f")
            case UInt8(ascii: "c"): "eiy".utf8.contains(next) ? UInt8(ascii: "s") : UInt8(ascii: "k")
            case UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "q"): UInt8(ascii: "k")
            case UInt8(ascii: "b"), UInt8(ascii: "p"): UInt8(ascii: "p")
            case UInt8(ascii: "d"), UInt8(ascii: "t"): UInt8(ascii: "t")
            case UInt8(ascii: "s"), UInt8(ascii: "x"), UInt8(ascii: "z"): UInt8(ascii: "s")
            case UInt8(ascii: "l"), UInt8(ascii: "m"), UInt8(ascii: "n"), UInt8(ascii: "r"): letter
            case UInt8(ascii: "w"), UInt8(ascii: "h"), UInt8(ascii: "y"): index == 0 ? letter : nil
            default: index == 0 || (index + 1 == letters.count && letter != UInt8(ascii: "e")) ? UInt8(ascii: "a") : nil // a vowel at either end
            }
            if let code, sound.last != code { sound.append(code) }
            index += isPair ? 2 : 1
        }
        return String(decoding: sound, as: UTF8.self)
    }

    // Recognisers take a word for a frequent one.
    private static let most = 12
}
