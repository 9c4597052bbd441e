import AfterwordTraining
import Testing

@Suite struct SummaryMetricsTests {
    @Test func `ROUGE of a hand case`() {
        let score = Rouge(of: "The cat sat on the mat.", against: "the cat was on a mat")
        #expect(abs(score.one - 8.0 / 12) < 1e-12) // the, cat, on, mat
        #expect(abs(score.two - 2.0 / 10) < 1e-12) // the cat
        #expect(abs(score.longest - 8.0 / 12) < 1e-12)
    }

    @Test func `ROUGE counts a repeated word as often as the reference has it`() {
        #expect(abs(Rouge(of: "the the the the", against: "the cat").one - 2.0 / 6) < 1e-12)
    }

    @Test func `ROUGE is 1 for the same words and 0 for none in common or none at all`() {
        #expect(Rouge(of: "Solar panels, in June!", against: "solar PANELS in june") == Rouge(one: 1, two: 1, longest: 1))
        #expect(Rouge(of: "a b", against: "c d") == Rouge(one: 0, two: 0, longest: 0))
        #expect(Rouge(of: "", against: "") == Rouge(one: 0, two: 0, longest: 0))
        #expect(Rouge(meanOf: []) == Rouge(one: 0, two: 0, longest: 0))
        #expect(Rouge(meanOf: [Rouge(one: 1, two: 1, longest: 1), Rouge(one: 0, two: 0, longest: 0)]).one == 0.5)
    }

    @Test func `the right boundaries have no error`() {
        #expect(SegmentationError(of: [4, 8], against: [4, 8], count: 12) == SegmentationError(pk: 0, windowDiff: 0))
    }

    @Test func `Pk and WindowDiff of a hand case`() {
        // Half the mean segment of 6 is 3; windows begin at 0…8; the true boundary 6 is crossed by those from 3, 4, 5, none of the found.
        let missed = SegmentationError(of: [], against: [6], count: 12)
        #expect(abs(missed.pk - 3.0 / 9) < 1e-12)
        #expect(abs(missed.windowDiff - 3.0 / 9) < 1e-12)
        // A second boundary beside a true one is an error only to WindowDiff.
        let doubled = SegmentationError(of: [6, 7], against: [6], count: 12)
        #expect(doubled.pk < doubled.windowDiff)
    }

    @Test func `boundaries outside the text and empty texts are no trouble`() {
        #expect(SegmentationError(of: [-1, 0, 12, 99], against: [], count: 12) == SegmentationError(pk: 0, windowDiff: 0))
        #expect(SegmentationError(of: [], against: [], count: 0) == SegmentationError(pk: 0, windowDiff: 0))
        #expect(SegmentationError(of: [1], against: [], count: 1) == SegmentationError(pk: 0, windowDiff: 0))
    }
}
