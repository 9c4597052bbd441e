import AfterwordTensors
import AfterwordTraining
import Testing

@Suite struct TopicScoreTests {
    private let labels = ["Sports", "Science", "Travel", "Sports>Tennis", "Sports>Golf"]

    @Test func `of all topics and of the data's own the likeliest counts, by hand`() {
        let probabilities = Matrix(rows: 4, columns: 5, values: [
            0.9, 0.1, 0.2, 0.7, 0.1, // sports, given sports
            0.3, 0.4, 0.8, 0.1, 0.2, // science, given travel; science among the data's own
            0.6, 0.5, 0.1, 0.1, 0.2, // science, given sports
            0.1, 0.1, 0.9, 0.1, 0.2, // small talk
        ])
        let gold = [["Sports>Tennis"], ["Science"], ["Science>Physics"], []]
        let tier = TopicScore.Tier(probabilities, labels: labels, gold: gold, depth: 1)
        #expect(tier.texts == 3 && tier.topics == 2)
        #expect(abs(tier.amongAll.accuracy - 1.0 / 3) < 1e-12)
        #expect(abs(tier.amongAll.macroF1 - (2.0 / 3 + 0) / 2) < 1e-12) // sports: one right, one wrong
        #expect(abs(tier.amongAll.calibrationError - (0.1 + 0.8 + 0.6) / 3) < 1e-6)
        #expect(abs(tier.amongTheirs.accuracy - 2.0 / 3) < 1e-12)
        #expect(abs(tier.amongTheirs.macroF1 - 2.0 / 3) < 1e-12) // both found once, sports wrongly, science missed once
        #expect(abs(tier.amongTheirs.calibrationError - (0.1 + 0.6 + 0.6) / 3) < 1e-6)
    }

    @Test func `a second tier counts only texts that have one, and a topic the head does not know is missed`() {
        let probabilities = Matrix(rows: 3, columns: 5, values: [0.9, 0, 0, 0.6, 0.1, 0.9, 0, 0, 0.2, 0.1, 0.1, 0.9, 0, 0, 0.1])
        let tier = TopicScore.Tier(probabilities, labels: labels, gold: [["Sports>Tennis>Doubles"], ["Sports>Chess"], ["Science"]], depth: 2)
        #expect(tier.texts == 2 && tier.topics == 2)
        #expect(tier.amongAll.accuracy == 0.5)
        #expect(abs(tier.amongTheirs.macroF1 - (2.0 / 3 + 0) / 2) < 1e-12)
    }

    @Test func `any of a text's topics will do`() {
        let probabilities = Matrix(rows: 1, columns: 5, values: [0.1, 0.9, 0, 0, 0])
        #expect(TopicScore.Tier(probabilities, labels: labels, gold: [["Sports", "Science"]], depth: 1).amongAll.accuracy == 1)
    }

    @Test func `without texts every figure is nothing`() {
        let tier = TopicScore.Tier(Matrix(rows: 0, columns: 5), labels: labels, gold: [], depth: 1)
        #expect(tier.texts == 0 && tier.amongAll.accuracy == 0 && tier.amongAll.macroF1 == 0 && tier.amongTheirs.calibrationError == 0)
    }
}
