import AfterwordEncoder
import Testing

struct WindowPlanTests {
    @Test func `a document that fits is one window, and none has none`() {
        let plan = WindowPlan(length: 10, overlap: 4)
        #expect(plan.windows(over: 0).isEmpty)
        #expect(plan.windows(over: 10) == [.init(tokens: 0..<10, kept: 0..<10)])
    }

    @Test func `windows overlap and the last one reaches back`() {
        #expect(
            WindowPlan(length: 10, overlap: 4).windows(over: 18) == [
                .init(tokens: 0..<10, kept: 0..<8), .init(tokens: 6..<16, kept: 8..<14), .init(tokens: 8..<18, kept: 14..<18),
            ])
    }

    @Test(arguments: [(1, 0), (2, 1), (7, 3), (10, 4), (62, 15), (254, 64)])
    func `each token is kept once, with half an overlap of context or the document's end`(length: Int, overlap: Int) {
        let plan = WindowPlan(length: length, overlap: overlap)
        for count in 0...4 * length + 3 {
            let windows = plan.windows(over: count)
            #expect(windows.flatMap { Array($0.kept) } == Array(0..<count))
            for window in windows {
                #expect(window.tokens.count == min(length, count))
                #expect(window.kept.lowerBound == 0 || window.kept.lowerBound - window.tokens.lowerBound >= overlap / 2)
                #expect(window.kept.upperBound == count || window.tokens.upperBound - window.kept.upperBound >= overlap / 2)
            }
        }
    }
}
