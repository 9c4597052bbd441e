/// What a processor says about a transcript; encodes to the JSON found under `key` in a result.
public protocol Annotation: Codable, Sendable, Equatable {
    /// The name of its field in a result, in lower case.
    static var key: String { get }
}

/// The annotations of one transcript, each under its own key.
public struct Annotations: Sendable {
    private var byKey: [String: any Annotation] = [:]

    public init() {}

    /// The annotation of a type, if it was made.
    public subscript<A: Annotation>(_ type: A.Type) -> A? {
        get { byKey[A.key] as? A }
        set { byKey[A.key] = newValue }
    }

    /// The annotation of a processor that goes by a name of its own, such as a classifier's.
    public subscript<A: Annotation>(_ type: A.Type, named key: String) -> A? { byKey[key] as? A }

    /// All of them with their keys, in the order of the keys.
    public var all: [(key: String, annotation: any Annotation)] { byKey.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

    package mutating func insert(_ annotation: any Annotation, as key: String) { byKey[key] = annotation }
    package func contains(_ type: any Annotation.Type) -> Bool { byKey[type.key] != nil }
}
