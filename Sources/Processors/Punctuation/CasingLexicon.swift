internal import AfterwordTranscripts
internal import CVocab
internal import Foundation

/// How words are usually cased inside sentences, learnt from transcripts: `github` is `GitHub` 4,369 times in 4,513.
struct CasingLexicon: Sendable {
    struct Entry: Sendable, Equatable {
        /// (cases) how often the word stood in each, in the order of `LetterCase.allCases`.
        let counts: SIMD4<Float>
        /// The commonest writing of mixed case, if there is one.
        let mixed: String?

        /// The word's usual case, if nine in ten agree with it.
        var usual: Punctuation.LetterCase? {
            let total = counts.sum()
            return Punctuation.LetterCase.allCases.first { 10 * counts[Self.index($0)] >= 9 * total }
        }

        /// The log-probability of a case, smoothed so that no case is ruled out.
        func prior(_ letterCase: Punctuation.LetterCase) -> Float {
            logf((counts[Self.index(letterCase)] + 0.5) / (counts.sum() + 2))
        }

        private static func index(_ letterCase: Punctuation.LetterCase) -> Int {
            switch letterCase {
            case .lower: 0
            case .capitalised: 1
            case .upper: 2
            case .mixed: 3
            }
        }
    }

    private let entries: [String: Entry]

    /// The lexicon of `vocab/casing-lexicon.tsv`.
    static let bundled: CasingLexicon = {
        let file = afterword_vocab_casing_lexicon()
        return CasingLexicon(tsv: UnsafeBufferPointer(start: file.bytes, count: file.count))
    }()

    /// Reads lines of `word lower capitalised upper mixed form`, parted by tabs; lines of another shape are left out.
    init(tsv: UnsafeBufferPointer<UInt8>) {
        var entries: [String: Entry] = [:]
        entries.reserveCapacity(tsv.count / Self.bytesPerLine)
        for line in tsv.split(separator: UInt8(ascii: "\n")) where line.count(where: { $0 == UInt8(ascii: "\t") }) == 5 {
            var rest = line, counts = SIMD4<Float>()
            func field() -> Slice<UnsafeBufferPointer<UInt8>> {
                let field = rest.prefix { $0 != UInt8(ascii: "\t") }
                rest = rest[field.endIndex...].dropFirst()
                return field
            }
            let word = field()
            let isCounted = counts.indices.allSatisfy { place in
                guard let count = Int(field()) else { return false }
                counts[place] = Float(count)
                return true
            }
            guard isCounted else { continue }
            entries[String(decoding: word, as: UTF8.self)] = Entry(counts: counts, mixed: rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self))
        }
        self.entries = entries
    }

    /// Few lines are shorter: there is room for all of them.
    private static let bytesPerLine = 16

    /// The entry of a word in lower case, or of the word before its `'s`.
    func entry(of word: String) -> Entry? {
        if let entry = entries[word] { return entry }
        let stem = word.withoutPossessive
        return stem.endIndex < word.endIndex ? entries[String(stem)] : nil
    }
}

extension Int {
    /// Digits of ASCII as a number; nil for anything else, and for more digits than a count has.
    fileprivate init?(_ digits: Slice<UnsafeBufferPointer<UInt8>>) {
        guard (1...9).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
        self = digits.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
    }
}
