internal import AfterwordPipeline
internal import AfterwordTranscripts

/// What all of a document's sentences say and how, whatever is to be made of them.
struct Contents {
    let units: Units
    let terms: Terms
    let nouns: Nouns
    /// The written words of each unit without disfluencies.
    let shown: [[String]]
    /// One a unit: what is left of its worth where it stands by itself.
    let standingAlone: [Double]
    /// One a unit: whether it is read for a sponsor.
    let isPromotion: [Bool]

    init(_ document: Document) {
        units = document.units
        terms = Terms(units, in: document)
        nouns = Nouns(units, terms: terms, speakers: document.transcript.words.lazy.compactMap(\.speaker))
        isPromotion = Promotions(units.spans.map { [units] in units.plain[$0] }).isPromotion
        shown = units.spans.map { [units] span in Disfluencies.trimmed(Array(units.written[span]), plain: Array(units.plain[span])) }
        standingAlone = shown.indices.map { [shown, units, terms, nouns] unit in
            let term = units.spans[unit].first.flatMap { terms.ofWords[$0] }
            let isAddressed = shown[unit].first?.hasSuffix(",") == true && term.map(nouns.isAddress) == true
            return StandingAlone.factor(shown[unit], subjects: terms.ofUnits[unit].count, isAddressed: isAddressed)
        }
    }
}

extension Document {
    /// Several processors ask for them, more than once each.
    var units: Units { derived { Units(self) } }
    var contents: Contents { derived { Contents(self) } }
}
