public import AfterwordTensors

/// Why a head cannot be read.
public enum HeadError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed(file: String, reason: String)
    /// It was trained on the states of another encoder, so its answers would mean nothing.
    case foreignEncoder(file: String, found: String, expected: String)
    case tensors(TensorError)

    public var description: String {
        switch self {
        case .malformed(let file, let reason): "\(file): \(reason)"
        case .foreignEncoder(let file, let found, let expected):
            "\(file): trained on encoder \(found), the model's encoder is \(expected); train the head again on this one"
        case .tensors(let error): error.description
        }
    }
}
