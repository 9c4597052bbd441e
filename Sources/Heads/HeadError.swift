public import AfterwordTensors

/// Why a head cannot be read.
public enum HeadError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed(file: String, reason: String)
    /// The name cannot be that of the head's files, or is not.
    case wrongName(file: String, name: String, expected: String)
    /// A threshold that is no probability.
    case thresholdOutOfRange(file: String, label: String, threshold: Float)
    /// It was trained on the states of another encoder, so its answers would mean nothing.
    case foreignEncoder(file: String, found: String, expected: String)
    case tensors(TensorError)

    public var description: String {
        switch self {
        case .malformed(let file, let reason): "\(file): \(reason)"
        case .wrongName(let file, let name, let expected): "\(file): name is \(name.debugDescription), expected \(expected.debugDescription) as the file is called"
        case .thresholdOutOfRange(let file, let label, let threshold): "\(file): threshold of \(label.debugDescription) is \(threshold), expected 0 to 1"
        case .foreignEncoder(let file, let found, let expected):
            "\(file): trained on encoder \(found), the model's encoder is \(expected); train the head again on this one"
        case .tensors(let error): error.description
        }
    }
}
