/// Verbs that say something of somebody, told by their form: `is`, `wrote`, `we'll`, but not `writing` or `to write`.
enum FiniteVerbs {
    /// Whether one of these words is such a verb, outside of what is said by the way: `the page, which is new, because it sells` has no verb of its own.
    static func occur(in plain: [String]) -> Bool {
        var isAside = false
        for (index, word) in plain.enumerated() where index == 0 || !isAttributive(word, after: plain[index - 1]) {
            if word == "because" { return false }
            let stem = Disfluencies.withoutClitic(word)
            if index > 0, relative.contains(stem) {
                isAside = stem == word // `who's` has its verb
            } else if isFinite(word), index == 0 || plain[index - 1] != "to" { // `to have` is an infinitive
                guard isAside else { return true }
                isAside = false
            }
        }
        return false
    }

    /// `the published report`, `driven by`: an ending in `ed` that describes.
    private static func isAttributive(_ plain: String, after before: String) -> Bool {
        plain.hasSuffix("ed") && !finite.contains(plain) && (describing.contains(before) || before.hasSuffix("ed") || before.hasSuffix("ly"))
    }

    /// Whether a word shows that something is said of somebody: a finite verb, or a pronoun that only stands before one. Plurals and verbs in `s` look
    /// alike, so a sentence whose only verb is a rare one passes for a fragment.
    private static func isFinite(_ plain: String) -> Bool {
        if finite.contains(plain) || (plain.count > 4 && plain.hasSuffix("ed")) { return true }
        guard let apostrophe = plain.lastIndex(where: { $0 == "'" || $0 == "’" }) else { return false }
        switch plain[apostrophe...].dropFirst() {
        case "re", "m", "ve", "ll", "d": return true
        case "t": return plain[..<apostrophe].hasSuffix("n")
        case "s": return named.contains(String(plain[..<apostrophe]))
        default: return false
        }
    }

    /// Words after which `'s` is a verb.
    private static let named: Set<String> = ["it", "that", "there", "he", "she", "what", "who", "here", "let", "this", "where", "how", "everything", "everybody", "nobody"]
    private static let finite: Set<String> = [
        "i", "we", "they", "he", "she", "you", "is", "are", "was", "were", "am", "has", "have", "had", "do", "does", "did", "can", "could", "will", "would",
        "shall", "should", "may", "might", "must", "cannot", "let", "gonna", "gotta", "need", "needs", "want", "wants", "became", "becomes", "made", "makes", "went", "goes",
        "said", "says", "got", "gets", "took", "takes", "came", "comes", "wrote", "writes", "built", "builds", "runs", "ran", "gave", "gives", "found", "finds", "thinks", "thought",
        "knows", "knew", "shows", "means", "meant", "happens", "depends", "looks", "feels", "felt", "allows", "lets", "helps", "talks", "includes", "provides", "creates",
        "keeps", "kept", "puts", "sees", "saw", "sits", "adds", "lives", "tells", "told", "tries", "turns", "begins", "began", "starts", "uses", "works", "calls", "brings", "brought",
        "led", "leads", "left", "leaves", "sold", "sells", "bought", "spent", "lost", "won", "grew", "grows", "held", "holds", "met", "paid", "ships", "breaks", "broke", "changes",
    ]
    private static let relative: Set<String> = ["which", "who", "that", "whom", "whose", "where"]
    private static let describing: Set<String> = [
        "a", "an", "the", "and", "or", "of", "to", "by", "with", "for", "in", "on", "from", "be", "been", "being", "having", "more", "most", "very", "as", "my", "your", "our", "their", "its", "his",
        "her", "this", "these", "those", "some", "all", "no", "not", "new",
    ]
}
