/// A label that a group does not have.
public struct UnknownLabel: Error, Equatable, Sendable, CustomStringConvertible {
    public let label: String
    /// The label of the group that is spelled most alike, if one is close.
    public let suggestion: String?

    public var description: String {
        "label \"\(label)\" is not in the label set" + (suggestion.map { " (did you mean \"\($0)\"?)" } ?? "")
    }
}

extension LabelGroup {
    /// The place of a label in the group.
    public func index(of label: String) throws(UnknownLabel) -> Int {
        if let index = labels.firstIndex(of: label) { return index }
        throw UnknownLabel(label: label, suggestion: closest(to: label))
    }

    /// The label that is spelled most like a word, if one is close.
    package func closest(to word: String) -> String? {
        let closest = labels.map { ($0, editDistance(word.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }
        return closest.flatMap { $0.1 <= max(1, word.count / 3) ? $0.0 : nil }
    }
}

/// Insertions, deletions and substitutions from one text to another.
///
/// - Source: Wagner & Fischer, "The string-to-string correction problem", JACM 1974.
private func editDistance(_ a: String, _ b: String) -> Int {
    let b = Array(b)
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, right) in b.enumerated() {
            let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (left == right ? 0 : 1))
            (diagonal, row[j + 1]) = (row[j + 1], next)
        }
    }
    return row[b.count]
}
