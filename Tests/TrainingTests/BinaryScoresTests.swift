import AfterwordTraining
import Testing

@Suite struct BinaryScoresTests {
    @Test func `figures are those computed by hand`() {
        // Ranked: 0.9 +, 0.8 −, 0.7 +, 0.4 −, 0.2 +
        let scores = BinaryScores(scores: [0.4, 0.9, 0.2, 0.8, 0.7], gold: [false, true, true, false, true])
        #expect(abs(scores.averagePrecision - (1 + 2.0 / 3 + 3.0 / 5) / 3) < 1e-12)
        #expect(abs(scores.areaUnderROC - 3.0 / 6) < 1e-12) // 0.9 beats both, 0.7 beats one, 0.2 none
        #expect(abs(scores.bestF1 - 0.75) < 1e-12) // all five: precision 3/5, recall 1
        #expect(abs(scores.bestThreshold - 0.1) < 1e-6) // half way from the lowest score to 0
    }

    @Test func `ties count half, and are above or below a threshold together`() {
        // 0.9 +, then 0.5 + − −, then 0.1 +
        let scores = BinaryScores(scores: [0.5, 0.9, 0.5, 0.1, 0.5], gold: [true, true, false, true, false])
        #expect(abs(scores.averagePrecision - (1.0 / 3 * 1 + 1.0 / 3 * 0.5 + 1.0 / 3 * 0.6)) < 1e-12)
        #expect(abs(scores.areaUnderROC - (2 + 1 + 0) / 6.0) < 1e-12)
        #expect(abs(scores.bestF1 - 0.75) < 1e-12)
        let even = BinaryScores(scores: [0.5, 0.5, 0.5, 0.5], gold: [true, false, false, false])
        #expect(even.areaUnderROC == 0.5)
        #expect(even.averagePrecision == 0.25)
    }

    @Test func `the order of the examples does not matter`() {
        let scores: [Float] = [0.5, 0.9, 0.5, 0.1, 0.5, 0.3], gold = [true, true, false, true, false, false]
        let forward = BinaryScores(scores: scores, gold: gold), backward = BinaryScores(scores: scores.reversed(), gold: gold.reversed())
        #expect(forward.averagePrecision == backward.averagePrecision && forward.areaUnderROC == backward.areaUnderROC)
        #expect(forward.bestThreshold == backward.bestThreshold && forward.bestF1 == backward.bestF1)
    }

    @Test func `positives above all negatives are told apart perfectly, between them`() {
        let scores = BinaryScores(scores: [0.9, 0.8, 0.2, 0.1], gold: [true, true, false, false])
        #expect(scores.averagePrecision == 1 && scores.areaUnderROC == 1 && scores.bestF1 == 1)
        #expect(scores.bestThreshold == 0.5)
        let reversed = BinaryScores(scores: [0.9, 0.8, 0.2, 0.1], gold: [false, false, true, true])
        #expect(reversed.areaUnderROC == 0)
    }

    @Test func `a floor of precision moves the threshold up, where it can be met`() {
        let ranked: [Float] = [0.9, 0.8, 0.7, 0.4, 0.2], gold = [true, false, true, false, true]
        #expect(abs(BinaryScores(scores: ranked, gold: gold, precisionFloor: 0.9).bestThreshold - 0.85) < 1e-6)
        let never = BinaryScores(scores: ranked, gold: [false, false, true, false, true], precisionFloor: 0.9)
        #expect(abs(never.bestThreshold - 0.1) < 1e-6, "the best F1 then")
    }

    @Test func `without positives or negatives there is nothing to tell`() {
        let none = BinaryScores(scores: [0.3, 0.6], gold: [false, false])
        #expect(none.averagePrecision == 0 && none.areaUnderROC == 0.5 && none.bestF1 == 0 && none.bestThreshold == 0.5)
        let all = BinaryScores(scores: [0.3, 0.6], gold: [true, true])
        #expect(all.averagePrecision == 1 && all.areaUnderROC == 0.5 && all.bestF1 == 1)
        let empty = BinaryScores(scores: [], gold: [])
        #expect(empty.averagePrecision == 0 && empty.areaUnderROC == 0.5)
    }
}
