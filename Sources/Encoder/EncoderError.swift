public import AfterwordTensors

/// Why an encoder could not be loaded.
public enum EncoderError: Error, Equatable, Sendable {
    /// `config.json` lacks something or isn't JSON.
    case malformedConfiguration(reason: String)
    /// `config.json` asks for a kind of model that isn't a BERT.
    case unsupported(key: String, found: String, expected: String)
    case outOfRange(key: String, value: Int, allowed: ClosedRange<Int>)
    /// A tensor has another shape than `config.json` asks for.
    case wrongShape(file: String, tensor: String, found: [Int], expected: [Int])
    /// A weight is infinite or not a number.
    case notFinite(file: String, tensor: String)
    case tensors(TensorError)
}

extension EncoderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedConfiguration(let reason): "config.json: \(reason)"
        case .unsupported(let key, let found, let expected): "config.json: \(key) is \(found), supported is \(expected)"
        case .outOfRange(let key, let value, let allowed): "config.json: \(key) is \(value), allowed is \(allowed.lowerBound) to \(allowed.upperBound)"
        case .wrongShape(let file, let tensor, let found, let expected):
            "\(file): \(tensor) is \(TensorError.text(found)), config.json asks \(TensorError.text(expected))"
        case .notFinite(let file, let tensor): "\(file): \(tensor) has a value that is infinite or not a number"
        case .tensors(let error): error.description
        }
    }
}
