import AfterwordTraining
import Testing

@Suite struct ModelComparisonTests {
    private func example(_ right: Bool, label: Int) -> [F1] {
        var counts = [F1(), F1()]
        if right { counts[label].truePositives = 1 } else {
            counts[label].falseNegatives = 1
            counts[1 - label].falsePositives = 1
        }
        return counts
    }

    private func examples(_ count: Int, rightIn part: Int) -> [[F1]] { (0..<count).map { example($0 % 10 < part, label: $0 % 2) } }

    @Test func `a model beside itself differs by nothing, surely`() {
        let counts = examples(100, rightIn: 7)
        let comparison = ModelComparison(labels: ["a", "b"], baseline: counts, model: counts, seed: 1)
        #expect(comparison.micro.difference == 0 && comparison.micro.low == 0 && comparison.micro.high == 0)
        #expect(abs(comparison.micro.model - 0.7) < 1e-12)
        #expect(comparison.examples == 100 && comparison.labels.map(\.label) == ["a", "b"])
    }

    @Test func `a better model's interval is above zero and holds the difference`() {
        let comparison = ModelComparison(labels: ["a", "b"], baseline: examples(400, rightIn: 5), model: examples(400, rightIn: 8), seed: 1)
        #expect(abs(comparison.micro.difference - 0.3) < 1e-12)
        #expect(comparison.micro.low > 0.2 && comparison.micro.low < 0.3 && comparison.micro.high > 0.3 && comparison.micro.high < 0.4)
    }

    @Test func `fewer texts make a wider interval, the same seed the same one`() {
        func width(_ count: Int) -> Double {
            let micro = ModelComparison(labels: ["a", "b"], baseline: examples(count, rightIn: 5), model: examples(count, rightIn: 8), seed: 2).micro
            return micro.high - micro.low
        }
        #expect(width(40) > 2 * width(1000))
        #expect(width(40) == width(40))
    }

    @Test func `one text gives a difference without an interval`() {
        let comparison = ModelComparison(labels: ["a", "b"], baseline: [example(false, label: 0)], model: [example(true, label: 0)], seed: 1)
        #expect(comparison.micro.difference == 1 && comparison.micro.low == 1 && comparison.micro.high == 1)
        #expect(comparison.macro.difference == 1, "a label that does not occur is not in the mean")
    }
}
