internal import CVocab
internal import Foundation

/// How words are usually cased inside sentences, learnt from transcripts: `github` is `GitHub` 4,369 times in 4,513.
struct CasingLexicon: Sendable {
    struct Entry: Sendable, Equatable {
        /// (cases) how often the word stood in each, in the order of `LetterCase.allCases`.
        let counts: [Float]
        /// The commonest writing of mixed case, if there is one.
        let mixed: String?

        /// The word's usual case, if nine in ten agree with it.
        var usual: Punctuation.LetterCase? {
            let total = counts.reduce(0, +)
            return Punctuation.LetterCase.allCases.first { 10 * counts[Self.index($0)] >= 9 * total }
        }

        /// The log-probability of a case, smoothed so that no case is ruled out.
        func prior(_ letterCase: Punctuation.LetterCase) -> Float {
            logf((counts[Self.index(letterCase)] + 0.5) / (counts.reduce(0, +) + 2))
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
    init(tsv: some Collection<UInt8>) {
        var entries: [String: Entry] = [:]
        for line in tsv.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
            let counts = fields.dropFirst().prefix(4).compactMap(Float.init)
            guard fields.count == 6, counts.count == 4 else { continue }
            entries[fields[0]] = Entry(counts: counts, mixed: fields[5].isEmpty ? nil : fields[5])
        }
        self.entries = entries
    }

    /// The entry of a word in lower case, or of the word before its `'s`.
    func entry(of word: String) -> Entry? { entries[word] ?? entries[String(word.withoutPossessive)] }
}
