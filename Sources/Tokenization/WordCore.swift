/// The part of a word that is said: without quotes, brackets and the marks that punctuate it.
///
/// `"(Hello,"` has the core `Hello`, `U.S.A.` the core `U.S.A`. What may be part of a word stays: `$5`, `50%`, `c++`, `#1`.
/// A typographic apostrophe between letters is a typewriter's: `don’t` and `don't` are one word.
enum WordCore {
    /// Calls `body` with the core's bytes.
    static func withBytes(of word: inout String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        word.withUTF8 { bytes in
            let core = UnsafeBufferPointer(rebasing: bytes[range(in: bytes)])
            guard core.contains(apostrophe[0]), let folded = foldingApostrophes(core) else { return body(core) }
            folded.withUnsafeBufferPointer(body)
        }
    }

    private static let apostrophe = Array("’".utf8)

    /// The core with `'` for every `’` between letters; nil without one.
    private static func foldingApostrophes(_ core: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var scalars = Array(String(decoding: core, as: UTF8.self).unicodeScalars)
        var isFolded = false
        for index in scalars.indices.dropFirst().dropLast() where scalars[index] == "’" && isOfLetter(scalars[index - 1]) && isOfLetter(scalars[index + 1]) {
            scalars[index] = "'"
            isFolded = true
        }
        return isFolded ? scalars.flatMap { Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) } : nil
    }

    /// Whether it is a letter or an accent on one.
    private static func isOfLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark }

    /// The core's bytes in a word's UTF-8; empty for a word of marks only.
    static func range(in word: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var start = 0, end = word.count
        while start < end, let length = markLength(word, at: start, before: end) { start += length }
        while end > start, let length = markLength(word, endingAt: end, from: start) { end -= length }
        return start..<end
    }

    /// The bytes of the mark that starts at `index`, or nil if none does.
    private static func markLength(_ word: UnsafeBufferPointer<UInt8>, at index: Int, before end: Int) -> Int? {
        let byte = word[index]
        if byte < 0x80 { return asciiMarks[Int(byte)] ? 1 : nil }
        let length = byte >= 0xE0 ? 3 : 2 // every mark beyond ASCII is in the basic plane
        return index + length <= end && isMark(word, at: index, length: length) ? length : nil
    }

    private static func markLength(_ word: UnsafeBufferPointer<UInt8>, endingAt end: Int, from start: Int) -> Int? {
        let byte = word[end - 1]
        if byte < 0x80 { return asciiMarks[Int(byte)] ? 1 : nil }
        for length in 2...3 where end - length >= start && isMark(word, at: end - length, length: length) { return length }
        return nil
    }

    private static func isMark(_ word: UnsafeBufferPointer<UInt8>, at index: Int, length: Int) -> Bool {
        let first = UInt32(word[index])
        if length == 2 { return first & 0xE0 == 0xC0 && otherMarks.contains((first & 0x1F) << 6 | UInt32(word[index + 1] & 0x3F)) }
        guard first & 0xF0 == 0xE0 else { return false }
        return otherMarks.contains((first & 0x0F) << 12 | UInt32(word[index + 1] & 0x3F) << 6 | UInt32(word[index + 2] & 0x3F))
    }

    private static let asciiMarks: [Bool] = {
        var marks = [Bool](repeating: false, count: 128)
        for mark in ".,?!:;-\"'()[]{}*`".utf8 { marks[Int(mark)] = true }
        return marks
    }()

    private static let otherMarks = Set("…—–―‐。，？！：；、؟،؛।“”‘’‚„«»‹›¿¡「」『』《》（）".unicodeScalars.map(\.value))
}
