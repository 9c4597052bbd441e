/// The part of a word that is said: without quotes, brackets and the marks that punctuate it.
///
/// `"(Hello,"` has the core `Hello`, `U.S.A.` the core `U.S.A`. What may be part of a word stays: `$5`, `50%`, `c++`, `#1`.
enum WordCore {
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
