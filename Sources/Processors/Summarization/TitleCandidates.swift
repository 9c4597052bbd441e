internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// Phrases that parts of a document could be called by, before and after a head has looked at them.
struct TitleCandidates {
    /// Of each part the promising ones, best first by how they are said.
    let phrases: [KeyPhrases]

    /// More of them would take a head's time, and hardly ever be chosen.
    private static let most = 50

    /// - Parameters:
    ///   - parts: ranges of units.
    ///   - weight: what each term tells about a part, by term and part.
    init(_ parts: [Range<Int>], _ digest: Digest, weight: (_ term: Int, _ part: Int) -> Double) {
        phrases = parts.enumerated().map { part, range in
            KeyPhrases(KeyPhrases(digest.units, terms: digest.terms, nouns: digest.nouns, range: range, of: digest.told(range)) { weight($0, part) }.ranked.prefix(Self.most))
        }
    }

    /// Of chapters that are told apart by what each says more often than the others.
    init(_ chapters: [Range<Int>], _ digest: Digest) {
        let telling = ChapterTerms(chapters, terms: digest.terms)
        self.init(chapters, digest, weight: telling.weight)
    }

    /// Where each phrase is first said, part by part.
    var spans: [Range<Int>] { phrases.flatMap(\.ranked).map(\.words) }

    /// Of each part the phrases as a head ranks them; as they are said without one.
    func chosen(by head: Head?, _ states: EncoderStates?) -> [KeyPhrases] {
        guard let head, let states else { return phrases }
        return chosen(by: head.logits(states, spans: spans))
    }

    /// - Parameter logits: (N, 1), of `spans`.
    func chosen(by logits: Matrix) -> [KeyPhrases] {
        var row = 0
        return phrases.map { part in
            KeyPhrases(part.ranked.map { phrase in
                defer { row += 1 }
                var phrase = phrase
                phrase.score += Double(logits[row, 0])
                return phrase
            })
        }
    }
}
