/// Parses one JSON value out of a source, by recursive descent.
struct JSONParser {
    private let source: SourceText
    private var index = 0

    init(_ source: SourceText) { self.source = source }

    /// The one value of the source.
    ///
    /// - Throws: `syntax`.
    mutating func document() throws(TranscriptError) -> JSONNode {
        let node = try value(depth: 0)
        skipSpaces()
        guard index == source.bytes.count else {
            throw failure("the end of the file (one JSON value a line is read with --jsonl)")
        }
        return node
    }

    private mutating func value(depth: Int) throws(TranscriptError) -> JSONNode {
        skipSpaces()
        let offset = index
        guard depth < JSONText.depthLimit else { throw failure("at most \(JSONText.depthLimit) levels of arrays and objects") }
        guard index < source.bytes.count else { throw failure("a value") }
        let value: JSONNode.Value
        switch source.bytes[index] {
        case UInt8(ascii: "{"): value = .object(try object(depth: depth))
        case UInt8(ascii: "["): value = .array(try array(depth: depth))
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "t") where take("true"): value = .bool(true)
        case UInt8(ascii: "f") where take("false"): value = .bool(false)
        case UInt8(ascii: "n") where take("null"): value = .null
        case UInt8(ascii: "N") where take("NaN"): value = .number(.nan)
        case UInt8(ascii: "I") where take("Infinity"): value = .number(.infinity)
        case UInt8(ascii: "-") where take("-Infinity"): value = .number(-.infinity)
        default: value = .number(try number())
        }
        return JSONNode(value: value, offset: offset)
    }

    private mutating func object(depth: Int) throws(TranscriptError) -> [(key: String, value: JSONNode)] {
        index += 1
        var members: [(key: String, value: JSONNode)] = []
        skipSpaces()
        if take("}") { return members }
        while true {
            skipSpaces()
            guard index < source.bytes.count, source.bytes[index] == UInt8(ascii: "\"") else { throw failure("a key in quotes") }
            let key = try string()
            skipSpaces()
            guard take(":") else { throw failure("':'") }
            members.append((key, try value(depth: depth + 1)))
            skipSpaces()
            if take("}") { return members }
            guard take(",") else { throw failure("',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(TranscriptError) -> [JSONNode] {
        index += 1
        var elements: [JSONNode] = []
        skipSpaces()
        if take("]") { return elements }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpaces()
            if take("]") { return elements }
            guard take(",") else { throw failure("',' or ']'") }
        }
    }

    private mutating func string() throws(TranscriptError) -> String {
        index += 1
        let first = index
        while index < source.bytes.count, case let byte = source.bytes[index], byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"),
            byte >= 0x20 { index += 1 }
        if take("\"") { return source.bytes.string(first..<index - 1) }
        var result = Array(source.bytes[first..<index])
        while index < source.bytes.count {
            let byte = source.bytes[index]
            if take("\"") { return String(decoding: result, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") {
                result.append(contentsOf: String(try escape()).utf8)
            } else if byte >= 0x20 {
                result.append(byte)
                index += 1
            } else {
                throw failure("an escape such as \\n for a control character in a string")
            }
        }
        throw failure("the closing quote of a string")
    }

    private mutating func escape() throws(TranscriptError) -> Unicode.Scalar {
        index += 1
        guard index < source.bytes.count else { throw failure("an escape") }
        let byte = source.bytes[index]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            index += 1
            return Unicode.Scalar(byte)
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 1
            return byte == UInt8(ascii: "b") ? "\u{8}" : byte == UInt8(ascii: "f") ? "\u{C}" : byte == UInt8(ascii: "n") ? "\n"
                : byte == UInt8(ascii: "r") ? "\r" : "\t"
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard UTF16.isLeadSurrogate(unit), source.bytes.matches("\\u", at: index) else {
                return Unicode.Scalar(unit) ?? "\u{FFFD}"
            }
            let mark = index
            index += 1
            let trail = try codeUnit()
            guard UTF16.isTrailSurrogate(trail) else {
                index = mark
                return "\u{FFFD}"
            }
            return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
        default:
            throw failure("an escape that JSON has")
        }
    }

    /// The four digits behind `u`, on which `index` stands.
    private mutating func codeUnit() throws(TranscriptError) -> UInt16 {
        index += 1
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard index < source.bytes.count, let digit = Character(Unicode.Scalar(source.bytes[index])).hexDigitValue, source.bytes[index] < 0x80
            else { throw failure("four hexadecimal digits") }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    private mutating func number() throws(TranscriptError) -> Double {
        let first = index
        var isInteger = true
        while index < source.bytes.count {
            let byte = source.bytes[index]
            if "+-.eE".utf8.contains(byte) { isInteger = isInteger && byte == UInt8(ascii: "-") && index == first }
            else if !byte.isDigit { break }
            index += 1
        }
        let digits = source.bytes[first..<index]
        if isInteger, digits.count < 16, let last = digits.last, last.isDigit {
            let isNegative = digits.first == UInt8(ascii: "-")
            let value = digits.dropFirst(isNegative ? 1 : 0).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            return isNegative ? -Double(value) : Double(value)
        }
        guard let last = digits.last, last.isDigit, digits.first != UInt8(ascii: "+"), let value = Double(source.bytes.string(first..<index)) else {
            index = first
            throw failure("a value")
        }
        return value
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard source.bytes.matches(text, at: index) else { return false }
        index += text.utf8CodeUnitCount
        return true
    }

    private mutating func skipSpaces() {
        while index < source.bytes.count, case let byte = source.bytes[index], byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
        }
    }

    private func failure(_ expected: String) -> TranscriptError {
        let line = source.line(at: index)
        let start = source.lines.isEmpty ? 0 : source.lines[line - 1].lowerBound
        var found = "the end of the file"
        if index < source.bytes.count {
            // One byte of JSON's own signs tells nothing of what was said; any other might.
            let byte = source.bytes[index]
            found = "{}[],:\"".utf8.contains(byte) ? "'\(Unicode.Scalar(byte))'" : "something else"
        }
        return .syntax(file: source.name, line: line, column: index - start + 1, expected: expected, found: found)
    }
}
