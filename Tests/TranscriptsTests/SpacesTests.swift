import AfterwordTranscripts
import TestSupport
import Testing

@Suite struct SpacesTests {
    @Test func `words are split where Unicode has white space`() {
        var random = SeededGenerator(seed: 8)
        let parts = ["a", "é", "👩‍🚀", "\u{301}", " ", "\t", "\r\n", "\u{85}", "\u{A0}", "\u{2003}", "\u{3000}", "\u{1C}", "\u{200B}", ".", "\u{0B}"]
        for _ in 0..<2000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in parts.randomElement(using: &random) }.joined()
            #expect(text.splitAtSpaces() == text.split(whereSeparator: \.isWhitespace), "\(text.unicodeScalars.map(\.value))")
        }
    }
}
