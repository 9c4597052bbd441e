import AfterwordHeads
import AfterwordTensors
import AfterwordTraining
import Foundation
import Testing

@Suite struct EvaluationTests {
    private let exclusive = LabelGroup(name: "one", kind: .exclusive, labels: ["a", "b", "c"])
    private let independent = LabelGroup(name: "any", kind: .independent, labels: ["x", "y"], thresholds: [0.5, 0.75])

    @Test func `exclusive labels have a confusion, an accuracy and scores by hand`() throws {
        let probabilities = Matrix(rows: 5, columns: 3, values: [
            0.8, 0.1, 0.1, // a, given a
            0.3, 0.6, 0.1, // a, given b
            0.1, 0.9, 0.0, // b, given b
            0.4, 0.3, 0.3, // b, given a
            0.1, 0.1, 0.8, // unknown
        ])
        let targets = Matrix(rows: 5, columns: 3, values: [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, .nan, .nan, .nan])
        let group = try #require(Evaluation(probabilities, targets: targets, groups: [exclusive]).groups.first)
        #expect(group.confusion == [[1, 1, 0], [1, 1, 0], [0, 0, 0]])
        #expect(group.accuracy == 0.5)
        #expect(group.labels.map(\.support) == [2, 2, 0])
        #expect(group.labels.map(\.f1) == [F1(truePositives: 1, falsePositives: 1, falseNegatives: 1), F1(truePositives: 1, falsePositives: 1, falseNegatives: 1), F1()])
        #expect(group.macroF1 == 0.5, "c does not occur")
        #expect(group.micro == F1(truePositives: 2, falsePositives: 2, falseNegatives: 2))
        // Bins: 0.8 right, 0.6 wrong, 0.9 right, 0.4 wrong.
        #expect(abs(group.calibrationError - (0.2 + 0.6 + 0.1 + 0.4) / 4) < 1e-6)
    }

    @Test func `independent labels are given from their thresholds on, and what is unknown does not count`() throws {
        let probabilities = Matrix(rows: 4, columns: 2, values: [0.5, 0.7, 0.9, 0.75, 0.4, 0.8, 0.6, 0.99])
        let targets = Matrix(rows: 4, columns: 2, values: [1, 1, 0, 1, 1, 0, .nan, .nan])
        let group = try #require(Evaluation(probabilities, targets: targets, groups: [independent]).groups.first)
        #expect(group.labels[0].f1 == F1(truePositives: 1, falsePositives: 1, falseNegatives: 1))
        #expect(group.labels[1].f1 == F1(truePositives: 1, falsePositives: 1, falseNegatives: 1))
        #expect(group.labels.map(\.support) == [2, 2])
        #expect(group.confusion == nil && group.accuracy == nil)
        #expect(abs(group.labels[0].averagePrecision - (0.5 * 0.5 + 0.5 * 2 / 3)) < 1e-12) // 0.9 −, 0.5 +, 0.4 +
        #expect(group.labels[0].areaUnderROC == 0)
        #expect(group.labels.map(\.threshold) == [0.5, 0.75])
        #expect(abs(group.labels[0].calibrationError - (0.6 + 0.5 + 0.9) / 3) < 1e-6, "0.4 +, 0.5 +, 0.9 −, each in a bin of its own")
        #expect(abs(group.labels[1].calibrationError - (0.55 + 0.8) / 3) < 1e-6, "0.7 + and 0.75 + share a bin")
        // Bins: 0.4 +; 0.5 +; 0.7 and 0.75 both +; 0.8 −; 0.9 −.
        #expect(abs(group.calibrationError - (0.6 + 0.5 + 0.55 + 0.8 + 0.9) / 6) < 1e-6)
    }

    @Test func `bins of confidence are ten, equally wide, and hold their lower ends; the last holds 1 too`() throws {
        // 0.5 and 0.59 fall into one bin, where they make up for each other; 0.49 and 1 have their own; 0.3 is unknown.
        let probabilities = Matrix(rows: 5, columns: 1, values: [0.5, 0.59, 0.49, 1, 0.3])
        let one = LabelGroup(name: "one", kind: .independent, labels: ["x"])
        let group = try #require(Evaluation(probabilities, targets: Matrix(rows: 5, columns: 1, values: [1, 0, 0, 1, .nan]), groups: [one]).groups.first)
        #expect(abs(group.labels[0].calibrationError - (0.09 + 0.49 + 0) / 4) < 1e-6)
        #expect(group.calibrationError == group.labels[0].calibrationError)
    }

    @Test func `area under ROC and calibration of a label are in the JSON, which reads back`() throws {
        let probabilities = Matrix(rows: 4, columns: 2, values: [0.9, 0.1, 0.2, 0.8, 0.6, 0.3, 0.4, 0.7])
        let targets = Matrix(rows: 4, columns: 2, values: [1, 0, 0, 0, 0, 1, 1, 1])
        let evaluation = Evaluation(probabilities, targets: targets, groups: [independent])
        #expect(evaluation.groups[0].labels.map(\.areaUnderROC) == [0.75, 0.5])
        let encoder = JSONEncoder(), decoder = JSONDecoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let json = try encoder.encode(evaluation), text = String(decoding: json, as: UTF8.self)
        #expect(text.contains("\"area_under_roc\":0.75") && text.contains("\"calibration_error\""))
        #expect(try decoder.decode(Evaluation.self, from: json) == evaluation)
    }

    @Test func `the score is the mean of macro F1 and mean average precision`() {
        let probabilities = Matrix(rows: 2, columns: 5, values: [0.8, 0.1, 0.1, 0.9, 0.1] + [0.1, 0.8, 0.1, 0.2, 0.3])
        let targets = Matrix(rows: 2, columns: 5, values: [1, 0, 0, 1, 0] + [0, 1, 0, 0, 0])
        let right = Evaluation(probabilities, targets: targets, groups: [exclusive, independent])
        #expect(right.score == 1, "labels that do not occur do not count")
        let half = Evaluation(probabilities, targets: Matrix(rows: 2, columns: 5, values: [0, 0, 1, 1, 0] + [0, 0, 1, 0, 0]), groups: [exclusive, independent])
        #expect(half.score == 0.5)
    }

    @Test func `without rows every figure is nothing, and none is not a number`() throws {
        let evaluation = Evaluation(Matrix(rows: 0, columns: 5), targets: Matrix(rows: 0, columns: 5), groups: [exclusive, independent])
        #expect(evaluation.score == 0)
        #expect(evaluation.groups.allSatisfy { $0.macroF1 == 0 && $0.calibrationError == 0 && $0.micro.f1 == 0 })
        _ = try JSONEncoder().encode(evaluation)
    }

    @Test func `an evaluation in JSON has the figures beside the counts and reads back`() throws {
        let evaluation = Evaluation(
            Matrix(rows: 1, columns: 3, values: [0.8, 0.1, 0.1]), targets: Matrix(rows: 1, columns: 3, values: [1, 0, 0]), groups: [exclusive])
        let json = try JSONEncoder().encode(evaluation)
        #expect(try JSONDecoder().decode(Evaluation.self, from: json) == evaluation)
        #expect(String(decoding: try JSONEncoder().encode(F1(truePositives: 1, falsePositives: 1)), as: UTF8.self).contains("\"precision\":0.5"))
    }
}
