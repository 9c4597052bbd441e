/// One step of the pipeline: reads a document, makes one annotation.
public protocol Processor<Output>: Sendable {
    associatedtype Output: Annotation

    /// The annotations it reads; they fix the order and are checked when the pipeline is built.
    static var requires: [any Annotation.Type] { get }
    /// How much must be heard before it can say anything.
    static var scope: Scope { get }
    /// The encoder layers whose states it reads; empty if it reads none.
    var layers: Set<Int> { get }
    /// The name of its annotation in a result: the annotation's own, unless several processors make that kind.
    var key: String { get }

    func process(_ document: Document) throws -> Output
}

/// How much of a live transcript a processor needs before it can answer.
public enum Scope: Sendable {
    /// A stretch of words with context on both sides is enough.
    case window
    /// It needs the whole transcript.
    case transcript
}

extension Processor {
    public static var requires: [any Annotation.Type] { [] }
    public static var scope: Scope { .transcript }
    public var layers: Set<Int> { [] }
    public var key: String { Output.key }
}
