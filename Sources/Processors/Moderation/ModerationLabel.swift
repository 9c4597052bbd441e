internal import CVocab

/// Something a moderator looks for.
///
/// The labels and their meaning are in `vocab/moderation-labels.tsv`. Labels that some services and data sets have beside
/// these are folded into them: severe_toxic into toxic, obscene into profanity, identity_hate into hate_speech.
public struct ModerationLabel: Sendable, Equatable {
    /// In snake case, as results have it: `hate_speech`.
    public let name: String
    /// Whether low, medium and high make sense for it.
    public let hasSeverity: Bool
    public let description: String

    /// Every label, in the order of the file.
    public static let all: [ModerationLabel] = {
        let file = afterword_vocab_moderation_labels()
        let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
        return text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            precondition(fields.count == 3, "moderation-labels.tsv has three columns")
            return ModerationLabel(name: fields[0], hasSeverity: fields[1] == "yes", description: fields[2])
        }
    }()

    /// Labels of data sets that are another label here, or say nothing.
    static let folded: [String: String] = ["severe_toxic": "toxic", "obscene": "profanity", "identity_hate": "hate_speech"]
}

/// How grave something is.
public enum Severity: String, Sendable, Codable, CaseIterable, Comparable, CodingKeyRepresentable {
    case low, medium, high

    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }
}
