/// What is left of a sentence's worth where nothing stands around it, 0…1: as a gist or a bullet.
enum StandingAlone {
    /// `In our primary cluster.`: a part of a sentence that was cut apart, or never finished.
    private static let fragmentFactor = 0.05
    /// `My next question is about the budget.`: who leads a talk through its subjects says nothing of them.
    private static let leadingFactor = 0.1
    /// `Regarding the question of margins.`
    private static let questionFactor = 0.4
    /// `It depends on the version.`, `In that case, we ask.`: a reader has not seen what comes before.
    private static let pointingFactor = 0.5
    /// `Check out our new course.`
    private static let promotingFactor = 0.1
    /// `Since now I can return it.`, `When we sold it.`, `Goes back to work.`, `Check the box.`: half a thought, or what somebody else is to do.
    private static let halfFactor = 0.2
    /// `He said, "we are done.`, `The older market might.`
    private static let tornFactor = 0.3
    /// `For example, I change my shift.`: made up.
    private static let exampleFactor = 0.6
    /// `Second, the cloud is new.`: one of several things.
    private static let listedFactor = 0.6
    /// `I haven't read it.`: of the speaker, not of the subject.
    private static let ownFactor = 0.6
    /// `I haven't had to.`: what is not tells less than what is.
    private static let denyingFactor = 0.6
    /// `Nora, the river is high.`
    private static let addressFactor = 0.3
    /// Fewer different words than this that carry a subject say little: `Your latency is going to be higher.`
    private static let full = 5.0

    /// - Parameters:
    ///   - shown: the words as a summary shows them.
    ///   - subjects: how many different words of it carry a subject.
    ///   - isAddressed: whether it begins with whom it is said to.
    static func factor(_ shown: [String], subjects: Int, isAddressed: Bool) -> Double {
        let plain = shown.map(Disfluencies.plain)
        guard let first = plain.first else { return 1 }
        var factor = (FiniteVerbs.occur(in: plain) ? 1 : fragmentFactor) * min(1, Double(1 + subjects) / full)
        if plain.prefix(4).contains(where: { $0.hasSuffix("n't") || $0 == "not" || $0 == "none" }) { factor *= denyingFactor }
        if leads(plain) { factor *= leadingFactor } else if plain.contains("question") || plain.contains("questions") { factor *= questionFactor }
        if promotions.occur(in: plain) { factor *= promotingFactor }
        if subordinating.contains(first) || demanding.contains(first) || headless.contains(first) || conditional.contains(first) && !shown.dropLast().contains(where: { $0.hasSuffix(",") }) {
            factor *= halfFactor
        }
        if isTorn(shown) || plain.last.map(dangling.contains) == true { factor *= tornFactor }
        if examples.occur(in: plain) { factor *= exampleFactor }
        if listing.contains(first) { factor *= listedFactor }
        let stem = Disfluencies.withoutClitic(first)
        if own.contains(stem) { factor *= ownFactor }
        if isAddressed { factor *= addressFactor }
        if pointing.contains(stem) || openings.occur(in: plain.prefix(4)) { factor *= pointingFactor }
        return factor
    }

    /// `My last question is`, `the next question comes from`, `will answer your question`.
    private static func leads(_ plain: [String]) -> Bool {
        plain.indices.dropFirst().contains { ["question", "questions"].contains(plain[$0]) && asking.contains(plain[$0 - 1]) } || leadings.occur(in: plain)
    }

    /// Whether a quotation is opened or closed in another sentence.
    private static func isTorn(_ shown: [String]) -> Bool {
        let marks = shown.joined().unicodeScalars
        return !marks.count { $0 == "\"" }.isMultiple(of: 2) || marks.count { $0 == "“" } != marks.count { $0 == "”" }
    }

    private static let asking: Set<String> = ["my", "your", "next", "last", "first", "second", "third", "final", "another", "following", "quick", "this"]
    private static let subordinating: Set<String> = ["since", "because", "although", "though", "whoever", "whatever", "whichever", "coming", "going", "except", "besides", "till", "why", "how"]
    private static let conditional: Set<String> = ["when", "where", "while", "if", "whether", "as", "unless", "until", "once", "which", "so"]
    /// A subject has gone before them.
    private static let headless: Set<String> = [
        "think", "thinks", "goes", "have", "has", "got", "gets", "need", "needs", "want", "wants", "makes", "looks", "looking", "being", "having", "means", "says", "said", "does", "was", "were", "is", "are",
    ]
    private static let dangling: Set<String> = [
        "might", "may", "would", "could", "should", "can", "will", "to", "of", "for", "with", "and", "or", "but", "because", "so", "the", "a", "an", "my", "your", "our", "their", "really", "just", "very", "more", "is", "are", "was",
        "were", "than", "if", "when", "into", "from", "at",
    ]
    private static let demanding: Set<String> = [
        "check", "click", "visit", "try", "subscribe", "join", "tell", "let", "let's", "please", "remember", "imagine", "don't",
    ]
    private static let listing: Set<String> = [
        "first", "firstly", "second", "secondly", "third", "thirdly", "finally", "lastly", "instead", "otherwise", "similarly", "likewise", "meanwhile", "however", "therefore", "furthermore", "moreover",
        "also", "another", "next", "number", "one", "none", "what", "you", "you're", "you've", "you'll", "you'd", "maybe",
    ]
    private static let own: Set<String> = ["i", "my", "me"]
    private static let pointing: Set<String> = ["it", "they", "that", "this", "these", "those", "he", "she", "there"]
    private static let examples = Phrases([["for", "example"], ["for", "instance"], ["let's", "say"]])
    private static let openings = Phrases([
        ["in", "that", "case"], ["by", "the", "way"], ["the", "other", "thing"], ["another", "thing"], ["the", "first", "one"], ["part", "of", "this"], ["part", "of", "that"], ["of", "the", "other"],
        ["in", "fact"], ["as", "a", "matter"], ["of", "course"], ["in", "any", "case"],
    ])
    private static let leadings = Phrases([
        ["will", "now"], ["now", "begin"], ["question", "and", "answer"], ["you", "mentioned"], ["you", "asked"], ["you", "were", "talking"], ["you", "said"], ["move", "on", "to"],
        ["welcome", "to"], ["standing", "by"], ["thanks", "for"], ["thank", "you"], ["my", "co-host"], ["participant", "lines"],
    ])
    private static let promotions = Phrases([
        ["check", "out"], ["sign", "up"], ["head", "over"], ["sponsor"], ["sponsors"], ["sponsored"], ["sponsoring"], ["discount"], ["coupon"], ["promo"], ["free", "trial"],
        ["level", "up", "your"], ["subscribe"], ["listeners"], ["this", "episode"], ["our", "show"], ["on", "the", "show"], ["supporting", "the", "show"],
    ])
}
