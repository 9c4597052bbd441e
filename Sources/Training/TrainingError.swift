/// What is wrong with labelled data or with a run; says where, never what a text says.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    /// A line that is not the JSON expected.
    case malformed(file: String, line: Int, reason: String)
    case emptyText(file: String, line: Int)
    case unknownLabel(file: String, line: Int, label: String, suggestion: String?)
    /// An example made of several lines, each fine by itself; counted from 1.
    case malformedExample(file: String, example: Int, reason: String)
    case noExamples(file: String)
    /// No example says anything about any label.
    case nothingKnown(file: String)
    /// The loss is infinite or not a number.
    case diverged(epoch: Int, batch: Int)

    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
        case .malformed(let file, let line, let reason): "\(file):\(line): \(reason)"
        case .emptyText(let file, let line): "\(file):\(line): the text has no words"
        case .unknownLabel(let file, let line, let label, let suggestion):
            "\(file):\(line): label \"\(label)\" is not in the label set" + (suggestion.map { " (did you mean \"\($0)\"?)" } ?? "")
        case .malformedExample(let file, let example, let reason): "\(file): example \(example), made of several lines: \(reason)"
        case .noExamples(let file): "\(file): no examples in it"
        case .nothingKnown(let file): "\(file): no example says anything about any label"
        case .diverged(let epoch, let batch): "epoch \(epoch), batch \(batch): the loss is not a number; try a lower learning rate"
        }
    }
}
