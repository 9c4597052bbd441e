/// What can keep the processors of this module from working.
public enum ProcessorError: Error, Equatable, CustomStringConvertible {
    /// A head whose labels are not the ones its processor decides about.
    case labels(head: String, expected: [String], found: [String])
    /// A style of punctuation that a head was not trained in.
    case style(head: String, style: Punctuation.Style)

    public var description: String {
        switch self {
        case .labels(let head, let expected, let found):
            "head \(head): its labels are \(found.joined(separator: " ")), the processor knows \(expected.joined(separator: " "))"
        case .style(let head, let style): "head \(head): it was not trained in the style \(style.rawValue)"
        }
    }
}
