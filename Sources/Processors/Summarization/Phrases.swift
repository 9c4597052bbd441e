/// A list of phrases, to be looked for in plain words.
struct Phrases: Sendable {
    private let byFirst: [String: [[String]]]

    init(_ phrases: [[String]]) { byFirst = Dictionary(grouping: phrases) { $0.first ?? "" } }

    /// Whether one of them is said.
    func occur(in plain: some Collection<String>) -> Bool {
        plain.indices.contains { index in byFirst[plain[index]]?.contains { plain[index...].starts(with: $0) } == true }
    }
}
