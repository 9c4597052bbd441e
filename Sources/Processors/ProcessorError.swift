/// What can keep the processors of this module from working.
public enum ProcessorError: Error, Equatable, CustomStringConvertible {
    /// A head whose labels are not the ones its processor decides about.
    case labels(head: String, expected: [String], found: [String])
    /// A style of punctuation that a head was not trained in.
    case style(head: String, style: Punctuation.Style)
    /// Soft labels for a word that the turn does not have; words are counted from 0.
    case softLabelWord(word: Int, wordCount: Int)
    /// A soft label that is negative or not a number.
    case softLabel(word: Int, label: String, probability: Float)
    /// Soft labels of a word's marks, or of its case, that don't sum to 1.
    case softLabelSum(word: Int, of: String, sum: Float)

    public var description: String {
        switch self {
        case .labels(let head, let expected, let found):
            "head \(head): its labels are \(found.joined(separator: " ")), the processor knows \(expected.joined(separator: " "))"
        case .style(let head, let style): "head \(head): it was not trained in the style \(style.rawValue)"
        case .softLabelWord(let word, let count): "soft_labels: no word \(word), the turn has \(count), counted from 0"
        case .softLabel(let word, let label, let probability): "soft_labels: word \(word): \(probability) for \"\(label)\" is no probability"
        case .softLabelSum(let word, let kind, let sum): "soft_labels: word \(word): the probabilities of its \(kind) sum to \(sum), not to 1"
        }
    }
}
