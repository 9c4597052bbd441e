internal import AfterwordPipeline
internal import AfterwordTranscripts

/// What all of a document's sentences say and how, whatever is to be made of them.
struct Contents {
    let units: Units
    let terms: Terms
    let nouns: Nouns
    /// The written words of each unit without disfluencies.
    let shown: [[String]]

    init(_ document: Document) {
        units = document.units
        terms = Terms(units, in: document)
        nouns = Nouns(units, terms: terms, speakers: document.transcript.words.lazy.compactMap(\.speaker))
        shown = units.spans.map { [units] span in Disfluencies.trimmed(Array(units.written[span]), plain: Array(units.plain[span])) }
    }
}

extension Document {
    /// Several processors ask for them, more than once each.
    var units: Units { derived { Units(self) } }
    var contents: Contents { derived { Contents(self) } }
}
