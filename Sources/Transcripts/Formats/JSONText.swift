/// A JSON value that knows where in the source it stands.
package struct JSONNode: Sendable {
    package enum Value: Sendable {
        case null
        case bool(Bool)
        /// NaN and infinite where the source says so, as Python writes them.
        case number(Double)
        case string(String)
        case array([JSONNode])
        case object([(key: String, value: JSONNode)])
    }

    package let value: Value
    /// Offset in bytes.
    let offset: Int

    /// The member `key` of an object, the last one if it comes twice; nil if there is none or it is null.
    package subscript(key: String) -> JSONNode? {
        guard case .object(let members) = value, let member = members.last(where: { $0.key == key })?.value else { return nil }
        if case .null = member.value { return nil }
        return member
    }

    package var elements: [JSONNode]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    package var string: String? {
        if case .string(let string) = value { string } else { nil }
    }

    /// What an error calls it; never its content.
    package var kind: String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A source parsed as JSON; strict but for `NaN` and `Infinity`.
package struct JSONText: Sendable {
    let source: SourceText
    package let root: JSONNode

    /// Values inside each other beyond this are refused, before the stack is at risk.
    static let depthLimit = 128

    /// - Throws: `syntax`.
    init(_ source: SourceText) throws(TranscriptError) {
        self.source = source
        var parser = JSONParser(source)
        root = try parser.document()
    }

    /// Parses bytes; `name` is what errors call them.
    ///
    /// - Throws: `notText`, `syntax`.
    package init(_ bytes: [UInt8], name: String) throws(TranscriptError) { try self.init(SourceText(bytes, name: name)) }

    /// The line, from 1, that a node begins on.
    package func line(of node: JSONNode) -> Int { source.line(at: node.offset) }
}
