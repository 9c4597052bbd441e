/// How well a sentence stands by itself, 0…1: a reader of a summary has not seen what came before.
enum Standing {
    private static let cutFactor = 0.4
    private static let trailingFactor = 0.5
    private static let leaningFactor = 0.5
    /// A question tells less than its answer.
    private static let questionFactor = 0.6
    /// `In our primary cluster.`: a part of a sentence that was cut apart, or never finished.
    private static let fragmentFactor = 0.2
    /// `Welcome to another episode`, `Thanks for having me`: who greets has not begun.
    private static let greetingFactor = 0.3
    /// Fewer words than this say little, whatever they are.
    private static let full = 8

    /// - Parameters:
    ///   - shown: the words as a summary shows them.
    ///   - goesOn: whether it begins in the middle of a sentence.
    static func factor(_ shown: [String], goesOn: Bool) -> Double {
        guard let first = shown.first, let last = shown.last else { return 1 }
        var factor = goesOn ? cutFactor : 1
        if isTrailing(last) { factor *= trailingFactor }
        if last.hasSuffix("?") { factor *= questionFactor }
        if greets(shown) { factor *= greetingFactor }
        if first.hasPrefix("(") || leans(Disfluencies.plain(first)) { factor *= leaningFactor }
        return factor * min(1, Double(shown.count) / Double(full))
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

    /// What is left of a unit's worth where nothing stands around it.
    static func aloneFactor(_ shown: [String]) -> Double { shown.contains { isFinite(Disfluencies.plain($0)) } ? 1 : fragmentFactor }

    private static func greets(_ shown: [String]) -> Bool {
        let plain = shown.prefix(2).map(Disfluencies.plain)
        return greetings.contains(plain[0]) || plain.count > 1 && plain[0] == "good" && dayParts.contains(plain[1])
    }

    private static func isTrailing(_ word: String) -> Bool { ["...", "…", "—", "–", "-"].contains(where: word.hasSuffix) }

    /// `that's`, `they`, `which`: it points at what was said before.
    private static func leans(_ plain: String) -> Bool {
        leaning.contains(plain.split(separator: "'").first.map(String.init) ?? plain)
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
    private static let greetings: Set<String> = ["welcome", "hello", "hi", "hey", "thanks", "thank", "congratulations", "goodbye", "bye"]
    private static let dayParts: Set<String> = ["morning", "afternoon", "evening", "day"]
    private static let leaning: Set<String> = [
        "it", "its", "that", "this", "these", "those", "they", "them", "their", "he", "she", "him", "her", "his", "which", "who", "where", "there", "such", "or", "nor",
        "than", "like", "to", "of", "does", "did", "is", "are", "was", "were", "not", "too", "also", "same", "both", "neither", "here", "whereas", "even", "if", "when", "while", "unless", "until", "whether",
    ]
}
