/// How well a sentence stands by itself, 0…1: a reader of a summary has not seen what came before.
enum Standing {
    private static let cutFactor = 0.4
    private static let trailingFactor = 0.5
    private static let leaningFactor = 0.5
    /// A question tells less than its answer.
    private static let questionFactor = 0.6
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

    private static func greets(_ shown: [String]) -> Bool {
        let plain = shown.prefix(2).map(Disfluencies.plain)
        return greetings.contains(plain[0]) || plain.count > 1 && plain[0] == "good" && dayParts.contains(plain[1])
    }

    private static func isTrailing(_ word: String) -> Bool { ["...", "…", "—", "–", "-"].contains(where: word.hasSuffix) }

    /// `that's`, `they`, `which`: it points at what was said before.
    private static func leans(_ plain: String) -> Bool {
        leaning.contains(Disfluencies.withoutClitic(plain))
    }

    private static let greetings: Set<String> = ["welcome", "hello", "hi", "hey", "thanks", "thank", "congratulations", "goodbye", "bye"]
    private static let dayParts: Set<String> = ["morning", "afternoon", "evening", "day"]
    private static let leaning: Set<String> = [
        "it", "its", "that", "this", "these", "those", "they", "them", "their", "he", "she", "him", "her", "his", "which", "who", "where", "there", "such", "or", "nor",
        "than", "like", "to", "of", "does", "did", "is", "are", "was", "were", "not", "too", "also", "same", "both", "neither", "here", "whereas", "even", "if", "when", "while", "unless", "until", "whether",
    ]
}
