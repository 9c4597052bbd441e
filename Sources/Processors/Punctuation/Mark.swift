extension Punctuation {
    /// The mark after a word; its raw value is the label that a head knows it by.
    public enum Mark: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
        case none
        case comma = ","
        case period = "."
        case question = "?"
        case exclamation = "!"
        case colon = ":"
        case semicolon = ";"
        case dash = "—"
        case ellipsis = "…"

        /// What is written: nothing for `none`.
        public var symbol: String { self == .none ? "" : rawValue }

        /// Whether a sentence ends with it: `. ? ! …`
        public var endsSentence: Bool { self == .period || self == .question || self == .exclamation || self == .ellipsis }

        /// What is written where this mark may not be: `.` for what ends a sentence, `,` for what parts a clause.
        var substitute: Mark {
            switch self {
            case .question, .exclamation, .ellipsis: .period
            case .colon, .semicolon, .dash: .comma
            case .none, .comma, .period: .none
            }
        }

        /// The mark itself if it is permitted, or the nearest one that is.
        func limited(to permitted: Set<Mark>) -> Mark {
            var mark = self
            while mark != .none, !permitted.contains(mark) { mark = mark.substitute }
            return mark
        }
    }
}
