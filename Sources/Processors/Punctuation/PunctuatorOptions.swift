extension Punctuator {
    /// What a punctuator may write, and how it treats what the transcript already says.
    public struct Options: Sendable, Codable, Equatable {
        /// How densely: one that the head was trained in.
        public var style = Punctuation.Style.standard
        /// Whether marks are written. Sentences are found all the same.
        public var restoresPunctuation = true
        /// Whether letters are cased.
        public var restoresCasing = true
        /// The marks that may be added. Where the best mark is not among them the nearest one stands for it: `.` for `?`, `,` for `;`.
        public var permittedMarks = Set(Punctuation.Mark.allCases)
        /// Added to a mark's logit: above 0 for more of it, below for less.
        public var bias: [Punctuation.Mark: Float] = [:]
        public var existingMarks = ExistingMarks.keep
        /// Words and phrases written as they should be, `["iPhone", "McDonald", "New York Times"]`; they win over everything else.
        public var spellings: [String] = []
        /// Words after which a paragraph ends with the sentence; a change of speaker ends it in any case.
        public var paragraphLength = 100

        public init() {}
    }

    /// What happens to the marks and capitals that the transcript comes with.
    public enum ExistingMarks: String, Sendable, Codable, CaseIterable {
        /// They stay. A punctuated transcript is left as it is; elsewhere words that have none get some.
        ///
        /// A transcript is punctuated when it has a mark that ends a sentence every 30 words or oftener. A stretch
        /// of more than 60 words without any mark is restored even there. Capitals stay likewise: a transcript that is punctuated and
        /// starts its sentences with capitals keeps all its letters, in any other a word that has a capital keeps it, but for a
        /// transcript in capitals only.
        case keep
        /// They count as evidence, worth 2 logits, that the head may overrule.
        case repair
        /// They are taken away and made anew. Only a word of mixed case (`iPhone`) and a word of marks alone stay.
        case replace
    }
}
