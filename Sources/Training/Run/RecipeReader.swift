internal import AfterwordHeads
internal import AfterwordTranscripts

/// An object of a recipe: its members are taken one by one, and what nobody took is an error.
struct RecipeObject {
    private let json: JSONText
    private let node: JSONNode
    private let file: String
    private let members: [(key: String, value: JSONNode)]
    private var known: [String] = []

    /// The root of a file.
    ///
    /// - Throws: `TrainingError.recipe`.
    init(_ json: JSONText, file: String) throws(TrainingError) { try self.init(json, json.root, file: file, name: "a recipe") }

    private init(_ json: JSONText, _ node: JSONNode, file: String, name: String) throws(TrainingError) {
        guard case .object(let members) = node.value else {
            throw .recipe(file: file, line: json.line(of: node), reason: "\(name) is \(node.kind), expected an object")
        }
        var seen: Set<String> = []
        for member in members where !seen.insert(member.key).inserted {
            throw .recipe(file: file, line: json.line(of: member.value), reason: "\"\(member.key)\" is there twice")
        }
        self.json = json
        self.node = node
        self.file = file
        self.members = members
    }

    private mutating func node(_ key: String) -> JSONNode? {
        known.append(key)
        return members.first { $0.key == key }?.value
    }

    private func failure(_ node: JSONNode, _ key: String, expected: String) -> TrainingError {
        .recipe(file: file, line: json.line(of: node), reason: "\"\(key)\" is \(node.kind), expected \(expected)")
    }

    /// An error about this object.
    func failure(_ reason: String) -> TrainingError { .recipe(file: file, line: json.line(of: node), reason: reason) }

    mutating func string(_ key: String) throws(TrainingError) -> String? {
        guard let node = node(key) else { return nil }
        guard let string = node.string else { throw failure(node, key, expected: "a string") }
        return string
    }

    /// A string, or several in an array.
    mutating func strings(_ key: String) throws(TrainingError) -> [String]? {
        guard let node = node(key) else { return nil }
        if let string = node.string { return [string] }
        guard let elements = node.elements, !elements.isEmpty, elements.allSatisfy({ $0.string != nil }) else {
            throw failure(node, key, expected: "a string or several in an array")
        }
        return elements.compactMap(\.string)
    }

    mutating func bool(_ key: String) throws(TrainingError) -> Bool? {
        guard let node = node(key) else { return nil }
        guard case .bool(let bool) = node.value else { throw failure(node, key, expected: "true or false") }
        return bool
    }

    mutating func number(_ key: String, in range: ClosedRange<Double>) throws(TrainingError) -> Double? {
        guard let node = node(key) else { return nil }
        guard case .number(let number) = node.value, range.contains(number) else {
            throw failure(node, key, expected: "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
        }
        return number
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) throws(TrainingError) -> Int? {
        guard let node = node(key) else { return nil }
        guard case .number(let number) = node.value, let integer = Int(exactly: number), range.contains(integer) else {
            throw failure(node, key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    mutating func integers(_ key: String, in range: ClosedRange<Int>) throws(TrainingError) -> [Int]? {
        guard let node = node(key) else { return nil }
        let numbers = node.elements?.map { element -> Int? in
            if case .number(let number) = element.value { Int(exactly: number) } else { nil }
        }
        guard let numbers, !numbers.isEmpty, numbers.allSatisfy({ $0.map(range.contains) ?? false }) else {
            throw failure(node, key, expected: "an array of whole numbers from \(range.lowerBound) to \(range.upperBound)")
        }
        return numbers.compactMap(\.self)
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) throws(TrainingError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw failure("\"\(key)\" is \"\(text)\", expected one of \(Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))")
        }
        return choice
    }

    mutating func object(_ key: String) throws(TrainingError) -> RecipeObject? {
        guard let node = node(key) else { return nil }
        return try RecipeObject(json, node, file: file, name: "\"\(key)\"")
    }

    mutating func objects(_ key: String) throws(TrainingError) -> [RecipeObject]? {
        guard let node = node(key) else { return nil }
        guard let elements = node.elements, !elements.isEmpty else { throw failure(node, key, expected: "an array of objects") }
        var objects: [RecipeObject] = []
        for element in elements { objects.append(try RecipeObject(json, element, file: file, name: "an element of \"\(key)\"")) }
        return objects
    }

    /// Refuses members that were not asked for.
    func finish() throws(TrainingError) {
        guard let unknown = members.first(where: { !known.contains($0.key) }) else { return }
        let suggestion = LabelGroup(name: "keys", kind: .exclusive, labels: known).closest(to: unknown.key)
        throw .recipe(
            file: file, line: json.line(of: unknown.value),
            reason: "unknown key \"\(unknown.key)\"" + (suggestion.map { " (did you mean \"\($0)\"?)" } ?? "; known are \(known.sorted().joined(separator: ", "))"))
    }

    private static func text(_ number: Double) -> String { number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : "\(number)" }
}
