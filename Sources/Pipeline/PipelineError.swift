/// What can be wrong with a set of processors.
public enum PipelineError: Error, Equatable, CustomStringConvertible {
    /// Two processors make the same annotation.
    case duplicate(annotation: String)
    /// No processor makes what another needs.
    case missing(annotation: String, neededBy: String)
    /// Processors need each other's annotations in a circle.
    case cycle(annotations: [String])

    public var description: String {
        switch self {
        case .duplicate(let annotation): "two processors make \(annotation)"
        case .missing(let annotation, let processor): "\(processor) needs \(annotation), which no processor makes"
        case .cycle(let annotations): "\(annotations.joined(separator: ", ")) need each other in a circle"
        }
    }
}
