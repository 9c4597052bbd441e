/// What a processor says about a transcript; encodes to the JSON found under `key` in a result.
public protocol Annotation: Codable, Sendable, Equatable {
    /// The name of its field in a result, in lower case.
    static var key: String { get }
}

/// The annotations of one transcript, at most one of each type.
public struct Annotations: Sendable {
    private var byKey: [String: any Annotation] = [:]

    public init() {}

    /// The annotation of a type, if it was made.
    public subscript<A: Annotation>(_ type: A.Type) -> A? {
        get { byKey[A.key] as? A }
        set { byKey[A.key] = newValue }
    }

    /// All of them, in the order of their keys.
    public var all: [any Annotation] { byKey.sorted { $0.key < $1.key }.map(\.value) }

    package mutating func insert(_ annotation: any Annotation) { byKey[type(of: annotation).key] = annotation }
    package func contains(_ type: any Annotation.Type) -> Bool { byKey[type.key] != nil }
}
