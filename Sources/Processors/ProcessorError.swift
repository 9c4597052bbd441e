/// What can keep the processors of this module from working.
public enum ProcessorError: Error, Equatable, CustomStringConvertible {
    /// A head whose labels are not the ones its processor decides about.
    case labels(head: String, expected: [String], found: [String])

    public var description: String {
        switch self {
        case .labels(let head, let expected, let found):
            "head \(head): its labels are \(found.joined(separator: " ")), the processor knows \(expected.joined(separator: " "))"
        }
    }
}
