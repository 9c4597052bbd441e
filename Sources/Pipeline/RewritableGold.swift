internal import AfterwordTranscripts

/// A labelled example whose texts may be rewritten, as speech recognisers would write them, with its labels staying true.
public protocol RewritableGold {
    /// The same example with what `rewrite` makes of each of its texts; a text that has words has some afterwards.
    ///
    /// Labels of single words follow their words, by the origins of the new text's parts.
    func rewritingTexts(_ rewrite: (String) -> RewrittenText) -> Self
}

/// A text that was made of another, and where each of its parts between white space comes from.
public struct RewrittenText: Sendable, Equatable {
    public var text: String
    /// One for each part of `text` between white space.
    public var origins: [Origin]

    /// The parts of the old text, counted from 0, that a part of the new one has its mark and its letters from.
    public struct Origin: Sendable, Equatable {
        /// The part whose marks stand after it; nil where it is made up.
        public var mark: Int?
        /// The part whose letters it has; nil where they are other ones.
        public var letters: Int?

        public init(mark: Int? = nil, letters: Int? = nil) { (self.mark, self.letters) = (mark, letters) }
    }

    public init(text: String, origins: [Origin]) { (self.text, self.origins) = (text, origins) }

    /// A text as it was.
    public init(unchanged text: String) {
        self.init(text: text, origins: text.splitAtSpaces().indices.map { Origin(mark: $0, letters: $0) })
    }
}
