internal import AfterwordPipeline
internal import AfterwordTokenization
internal import Foundation

/// The content words of each unit, and how much each tells about the document.
struct Terms {
    /// Distinct term ids of each unit.
    let ofUnits: [[Int]]
    /// One a term: its count times its rarity in English, 1 for the document's heaviest.
    let weights: [Double]
    /// One a word of the transcript; nil for a word that carries no subject.
    let ofWords: [Int?]
    /// How often each term is said.
    let counts: [Int]
    /// How rare each term is in English, 0…1.
    let rarities: [Double]

    init(_ units: Units, in document: Document) {
        var ids: [String: Int] = [:], counts: [Int] = [], rarities: [Double] = []
        ofWords = units.plain.enumerated().map { index, word in
            guard let stem = Self.subject(of: word) else { return nil }
            let id = ids[stem] ?? counts.count
            if id == counts.count {
                ids[stem] = id
                counts.append(0)
                rarities.append(Self.rarity(of: index, in: document.tokens))
            }
            counts[id] += 1
            return id
        }
        let raw = zip(counts, rarities).map { Double($0) * $1 }
        let heaviest = max(raw.max() ?? 1, .leastNormalMagnitude)
        let ofWords = ofWords
        ofUnits = units.spans.map { span in Set(span.compactMap { ofWords[$0] }).sorted() }
        weights = raw.map { $0 / heaviest }
        self.counts = counts
        self.rarities = rarities
    }

    /// The stem of a plain word that carries a subject; nil for all others.
    static func subject(of plain: String) -> String? {
        let stem = stem(plain)
        return stem.count > 2 && !StopWords.contains(plain) && !StopWords.contains(stem) ? stem : nil
    }

    /// A word without a possessive or plural ending, so that `remote's` and `remotes` count as `remote`.
    static func stem(_ plain: String) -> String {
        var stem = plain
        if stem.hasSuffix("'s") { stem.removeLast(2) }
        if stem.count > 4, stem.hasSuffix("ies") { return stem.dropLast(3) + "y" }
        if stem.count > 5, ["ches", "shes", "sses", "xes"].contains(where: stem.hasSuffix) { return String(stem.dropLast(2)) }
        if stem.count > 3, stem.hasSuffix("s"), !["ss", "us", "is"].contains(String(stem.suffix(2))) { stem.removeLast() }
        return stem
    }

    /// How rare a word is in English, 0…1: BERT's vocabulary is in order of frequency from id 1996, and what it lacks is rarest.
    private static func rarity(of word: Int, in tokens: Tokens) -> Double {
        guard word < tokens.wordCount else { return 1 }
        let pieces = tokens.ids[tokens[word: word]]
        guard pieces.count == 1, let id = pieces.first else { return 1 }
        let rank = max(1, Double(id) - 1995)
        return min(1, log(rank) / log(28_500))
    }
}
