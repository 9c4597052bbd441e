/// Labels that a head decides together: one of them, or any number of them.
public struct LabelGroup: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// Exactly one label holds: softmax over the group.
        case exclusive
        /// Each label holds or not by itself: a sigmoid each.
        case independent
    }

    public var name: String
    public var kind: Kind
    public var labels: [String]
    /// One a label, 0…1: an independent label is given when its probability reaches this. Fitted on dev data.
    public var thresholds: [Float]

    public init(name: String, kind: Kind, labels: [String], thresholds: [Float]? = nil) {
        precondition(thresholds == nil || thresholds?.count == labels.count, "one threshold a label")
        self.name = name
        self.kind = kind
        self.labels = labels
        self.thresholds = thresholds ?? [Float](repeating: 0.5, count: labels.count)
    }
}
