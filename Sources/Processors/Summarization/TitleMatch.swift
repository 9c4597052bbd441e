internal import AfterwordTranscripts

/// How much of what people called chapters is in the titles they were given, by stems of words that carry a subject.
package struct TitleMatch {
    package private(set) var chapters = 0
    /// Titles that have a word of the heading.
    package private(set) var touching = 0
    /// The sum over chapters of the F1 of words in common, 0…1 each.
    package private(set) var sum = 0.0

    package init() {}

    /// Counts a chapter; one whose heading says nothing counts for nothing.
    package mutating func add(title: String, heading: String) {
        guard let f1 = Self.f1(of: title, against: heading) else { return }
        chapters += 1
        sum += f1
        if f1 > 0 { touching += 1 }
    }

    /// The F1 of the words in common, 0…1; nil where the heading has none that carries a subject.
    static func f1(of title: String, against heading: String) -> Double? {
        let wanted = subjects(of: heading), given = subjects(of: title)
        return wanted.isEmpty ? nil : 2 * Double(wanted.intersection(given).count) / Double(wanted.count + given.count)
    }

    private static func subjects(of text: String) -> Set<String> { Set(text.splitAtSpaces().compactMap { Terms.subject(of: Disfluencies.plain(String($0))) }) }
}
