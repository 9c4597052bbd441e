@testable import AfterwordProcessors
import TestSupport
import Testing

/// What is read byte by byte in words of ASCII, beside the same by Unicode's tables.
@Suite struct ASCIITests {
    /// Words of few characters, so that what matters meets often; some beyond ASCII.
    private static let words: [String] = {
        var random = SeededGenerator(seed: 11)
        let characters = Array("aabsSStZz019'’-—.,:;?!@$_\\/*\"()é\u{301}\r\n\t\0~[`{") as [Character]
        return (0..<20_000).map { _ in String((0..<Int.random(in: 0...9, using: &random)).map { _ in characters.randomElement(using: &random) ?? "a" }) }
            + ["it's", "IT'S", "Boss's", "s", "'s", "’s", "it’s", "http://a.b", "a@b", "U.S.", "U.S.A", "3.5", "fuuuck", "sh1t", "A\u{301}s", "s\u{301}"]
    }()

    @Test func `a plain word is the same`() {
        for word in Self.words {
            #expect(Disfluencies.plain(word) == Disfluencies.plainByCharacters(word))
            #expect(ProfanitySpelling.plain(word) == ProfanitySpelling.plainByCharacters(word))
        }
    }

    @Test func `no disguise is overlooked`() {
        for word in Self.words {
            let plain = ProfanitySpelling.plain(word)
            #expect(ProfanitySpelling.undisguised(plain) == ProfanitySpelling.readings(of: plain))
        }
    }

    @Test func `letters and addresses are the same`() {
        for word in Self.words {
            #expect(word.letters == word.lettersByCharacters)
            let written = WrittenWord(word)
            #expect(written.isAddress == written.isAddressByCharacters)
        }
    }

    @Test func `a word is cut where it was`() {
        for word in Self.words {
            let cut = WrittenWord(word), other = WrittenWord(byCharacters: word)
            #expect([cut.leading, cut.core, cut.trailing] == [other.leading, other.core, other.trailing])
            #expect(cut.mark == other.mark && cut.closers == other.closers)
        }
    }

    @Test func `a possessive ends where it did`() {
        for word in Self.words {
            let isPossessive = word.count > 2 && ["'s", "’s", "'S", "’S"].contains { word.hasSuffix($0) }
            #expect(word.withoutPossessive == (isPossessive ? word.dropLast(2) : word[...]))
        }
    }
}
