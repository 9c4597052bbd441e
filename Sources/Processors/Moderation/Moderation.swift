public import AfterwordPipeline

/// What in a transcript a careful host would want to know of before it is heard.
public struct Moderation: Annotation {
    public static let key = "moderation"

    /// The stretches in which some label holds, in order.
    public var results: [Result]
    /// Every label's highest confidence in the document, 0…1, also where it does not hold.
    public var summary: [String: Double]
    /// Of each label that holds somewhere and has severities: the part of its stretches that is low, medium and high; they add up to 1.
    public var severitySummary: [String: [Severity: Double]]

    public struct Result: Sendable, Codable, Equatable {
        public var words: Range<Int>
        /// Milliseconds; nil when no word of it has a time.
        public var start, end: Int?
        public var text: String
        /// Surest first.
        public var labels: [Label]
    }

    public struct Label: Sendable, Codable, Equatable {
        public var label: String
        /// 0…1.
        public var confidence: Double
        /// Nil for labels that have none.
        public var severity: Severity?
        /// The words that speak most for it.
        public var cause: Range<Int>

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(label, forKey: .label)
            try container.encode(confidence, forKey: .confidence)
            try container.encode(severity, forKey: .severity) // null says that it has none
            try container.encode(cause, forKey: .cause)
        }
    }

    enum CodingKeys: String, CodingKey {
        case results, summary
        case severitySummary = "severity_summary"
    }
}
