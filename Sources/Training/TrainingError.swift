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
    /// The loss of a task in a step, from 1, is infinite or not a number.
    case notFinite(step: Int, task: String)
    /// A recipe that says something wrong on a line.
    case recipe(file: String, line: Int, reason: String)
    /// A recipe that is not JSON.
    case recipeSyntax(reason: String)
    /// A checkpoint that cannot be read.
    case checkpoint(file: String, reason: String)
    /// A checkpoint of a run with other options, tasks or data.
    case foreignCheckpoint(file: String, difference: String)
    /// Something that cannot be written.
    case output(path: String, reason: String)
    /// The run was told to stop, and did so after this step.
    case interrupted(step: Int)
    /// The model's vocabulary has no `[MASK]` to hide words with.
    case noMask
    /// The model cannot be trained, or what came of training cannot be used.
    case model(reason: String)

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
        case .notFinite(let step, let task):
            "step \(step): the loss of \(task) is not a number; try a lower learning rate, or go on from the last checkpoint with --resume"
        case .recipe(let file, let line, let reason): "\(file):\(line): \(reason)"
        case .recipeSyntax(let reason): reason
        case .checkpoint(let file, let reason): "\(file): cannot go on from it: \(reason)"
        case .foreignCheckpoint(let file, let difference): "\(file): the checkpoint of another run: \(difference)"
        case .output(let path, let reason): "\(path): \(reason)"
        case .interrupted(let step): "stopped after step \(step); --resume goes on from there"
        case .noMask: "vocab.txt: no [MASK], which masked-language-model training hides words with"
        case .model(let reason): reason
        case .diverged(let epoch, let batch): "epoch \(epoch), batch \(batch): the loss is not a number; try a lower learning rate"
        }
    }
}
