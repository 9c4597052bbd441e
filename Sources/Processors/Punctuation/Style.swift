extension Punctuation {
    /// How densely speech is punctuated: editors and transcribers differ threefold in their commas.
    public enum Style: String, Sendable, Codable, CaseIterable {
        /// Few commas, as in notes and paraphrase.
        case light
        /// As in edited transcripts.
        case standard
        /// Each hesitation and repetition fenced by commas, as in word-for-word transcripts.
        case verbatim

        /// What a head calls the group of its marks in this style.
        var group: String { self == .standard ? "marks" : "marks.\(rawValue)" }
    }
}
