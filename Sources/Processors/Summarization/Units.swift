internal import AfterwordPipeline
internal import AfterwordTranscripts

/// What a summary is put together from: the sentences, cut where one of them runs on too long to be read.
struct Units {
    /// Together they hold every word once.
    let spans: [Range<Int>]
    /// How each word of the transcript is written.
    let written: [String]
    /// The same in lower case without the marks around them.
    let plain: [String]
    /// One a unit: it goes on where a sentence was cut.
    let goesOn: [Bool]

    private static let longest = 60
    private static let longestUnpunctuated = 30

    init(_ document: Document) {
        let words = document.transcript.words
        let punctuation = document.annotations[Punctuation.self]
        let display = punctuation?.display ?? []
        written = display.count == words.count ? display : words.map(\.text)
        plain = written.map(Disfluencies.plain)
        let sentences = punctuation?.sentences.map(\.words) ?? [0..<words.count]
        let pieces = sentences.map { Self.cut($0.clamped(to: 0..<words.count), of: words) }
        spans = pieces.flatMap { $0 }
        goesOn = pieces.flatMap { $0.indices.map { $0 > 0 } }
    }

    /// Whether a word stands where no capital is due but its own.
    func isInside(_ word: Int) -> Bool { word > 0 && !Disfluencies.endsSentence(written[word - 1]) && !written[word - 1].hasSuffix(":") }

    /// A long sentence in pieces: where the speaker changes, else at the longest pause, else in the middle.
    private static func cut(_ sentence: Range<Int>, of words: [Word]) -> [Range<Int>] {
        var result: [Range<Int>] = [], waiting = [sentence]
        while let piece = waiting.popLast() {
            guard !piece.isEmpty else { continue }
            if let turn = piece.dropFirst().first(where: { words[$0].speaker != words[$0 - 1].speaker }) {
                waiting.append(turn..<piece.upperBound)
                waiting.append(piece.lowerBound..<turn)
            } else if piece.count > longest {
                let middle = longestPause(in: piece, of: words) ?? (piece.lowerBound + min(longestUnpunctuated, piece.count / 2))
                waiting.append(middle..<piece.upperBound)
                waiting.append(piece.lowerBound..<middle)
            } else {
                result.append(piece)
            }
        }
        return result
    }

    /// The word after the longest pause that leaves eight words on either side, within the first `longest` words.
    private static func longestPause(in piece: Range<Int>, of words: [Word]) -> Int? {
        var best: (word: Int, pause: Int)?
        for word in (piece.lowerBound + 8)..<min(piece.upperBound - 8, piece.lowerBound + longest) {
            guard let start = words[word].start, let end = words[word - 1].end, start - end > best?.pause ?? 200 else { continue }
            best = (word, start - end)
        }
        return best?.word
    }
}
