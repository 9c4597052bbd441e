import AfterwordProcessors
import Testing

@Suite struct TitleMatchTests {
    @Test func `titles are compared by the stems of words that carry a subject`() {
        var match = TitleMatch()
        match.add(title: "Rye breads", heading: "The rye bread") // all in common
        match.add(title: "Rye bread and oven", heading: "Of bread") // 1 of 3 and 1 of 1
        match.add(title: "River", heading: "Bridge")
        match.add(title: "River", heading: "") // no heading
        match.add(title: "River", heading: "What it was") // says nothing
        #expect(match.chapters == 3)
        #expect(match.touching == 2)
        #expect(match.sum == 1.5)
    }
}
