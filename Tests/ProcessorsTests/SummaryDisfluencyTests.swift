import AfterwordPipeline
import AfterwordProcessors
import Testing

@Suite struct SummaryDisfluencyTests {
    /// A sentence as a gist shows it.
    private func shown(_ sentence: String) throws -> String {
        try SummarizationHand.summarizer.process(SummarizationHand.document([sentence])).gist
    }

    @Test(arguments: [
        ("So, um, the plan works.", "The plan works."),
        ("the the garden needs uh water", "The garden needs water."),
        ("I, I think we we're ready for launch.", "I think we're ready for launch."),
        ("And we can we can order panels, you know, in June.", "We can order panels in June."),
        ("It works on Fridays, you know.", "It works on Fridays."),
        ("The plan, um, works on Fridays.", "The plan works on Fridays."),
        ("The wo- work is done -- by Friday.", "The work is done by Friday."),
        ("He had had that that very very long car.", "He had had that that very very long car."),
        ("They can s sacrifice th the plan o our team made.", "They can sacrifice the plan our team made."),
        ("We do documents so some of us go google.", "We do documents so some of us go google."),
        ("So far nobody has asked for it.", "So far nobody has asked for it."),
        ("Do you know the way?", "Do you know the way?"),
        ("So you know, the plan works.", "The plan works."),
        ("And I guess the plan works on Fridays.", "The plan works on Fridays."),
        ("I mean it as a joke.", "I mean it as a joke."),
        ("I mean business here every day.", "I mean business here every day."),
        ("iPhone sales are up,", "iPhone sales are up."),
        ("It is over. It is over.", "It is over. It is over."),
        ("Call five five five today please.", "Call five five five today please."),
        ("Um.", "Um."),
    ]) func `fillers and false starts are not shown`(_ spoken: String, _ written: String) throws {
        #expect(try shown(spoken) == written)
    }

    @Test func `the words of the transcript stay as they were`() throws {
        let document = SummarizationHand.document(["So, um, the the plan works, you know."])
        let before = document.transcript
        let summary = try SummarizationHand.summarizer.process(document)
        #expect(document.transcript == before)
        #expect(summary.sources.gist?.words == 0..<8)
        #expect(summary.gist == "The plan works.")
    }
}
