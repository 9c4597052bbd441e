internal import AfterwordEncoder
public import AfterwordHeads
public import AfterwordPipeline
public import AfterwordTensors
internal import Foundation

/// Sums a transcript up in the speakers' own sentences: headline, gist, paragraph, bullets.
///
///     let summarizer = try Summarizer(model, paragraph: .seconds(60), bulletCount: 3)
///     let result = try Pipeline(model: model, processors: [Punctuator(model), summarizer]).annotate(transcript)
///     print(result[Summary.self]?.headline ?? "")
///
/// A sentence is worth the content words it brings, weighed by how often the document says them and how rare they are in English,
/// and multiplied with what the head thinks of it. What an earlier pick said counts less.
public struct Summarizer: TrainableProcessor {
    public static var requires: [any Annotation.Type] { [Punctuation.self] }

    public var head: Head
    /// Says which phrases the headline is made of; nil to go by how often they are said.
    public var titles: Head?
    /// How long the paragraph may be.
    public var paragraph: Budget
    /// How many bullets there are at most, each from another part of the transcript.
    public var bulletCount: Int

    /// How much the head's logit, in standard deviations over the document, says beside the terms: from 1 to 3 make little difference.
    private static let headPower = 2.0

    public init(head: Head, titles: Head? = nil, paragraph: Budget = .words(120), bulletCount: Int = 5) {
        self.head = head
        self.titles = titles
        self.paragraph = paragraph
        self.bulletCount = bulletCount
    }

    /// With the heads `summary` and, where it has one, `titles` of a model.
    ///
    /// - Throws: `ModelError.headMissing`.
    public init(_ model: Model, paragraph: Budget = .words(120), bulletCount: Int = 5) throws(ModelError) {
        self.init(head: try model.head(Summary.key), titles: model.heads[TitleChooser.name], paragraph: paragraph, bulletCount: bulletCount)
    }

    /// The labels a new head for this processor is made with.
    public static let groups = [LabelGroup(name: "salience", kind: .independent, labels: ["salient"])]

    public var layers: Set<Int> { Set(head.features.layers).union(titles?.features.layers ?? []) }

    public func spans(in document: Document) -> [Range<Int>] { document.units.spans }

    public func decode(_ logits: Matrix, of spans: [Range<Int>], in document: Document) -> Summary {
        let digest = Digest(document, factors: Self.factors(logits))
        let all = spans.indices
        let phrases = TitleCandidates([all], digest) { term, _ in digest.terms.weights[term] }.chosen(by: titles, document.states)
        let headline = Headline(phrases[0], units: digest.units, nouns: digest.nouns, fallback: { digest.gist(of: all)?.words ?? 0..<0 })
        let gist = digest.gist(of: all, about: headline.terms, isWhole: true)
        let sentences = digest.paragraph(of: all, in: paragraph)
        return Summary(
            headline: headline.text, gist: gist?.text ?? "", paragraph: sentences.map(\.text).joined(separator: " "),
            bullets: digest.bullets(of: all, besides: gist, about: headline.terms, atMost: max(1, min(bulletCount, (spans.count + 2) / 3))),
            sources: Summary.Sources(headline: headline.words, gist: gist, paragraph: sentences))
    }

    /// e to the power of each unit's standardised logit; 1 everywhere when they are all alike.
    private static func factors(_ logits: Matrix) -> [Double] {
        (0..<logits.rows).map { Double(logits[$0, 0]) }.standardised.map { exp(headPower * $0) }
    }
}
