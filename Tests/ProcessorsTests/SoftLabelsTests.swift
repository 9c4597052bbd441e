import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import Foundation
import Testing

@Suite struct SoftLabelsTests {
    private let punctuator = PunctuationHand().punctuator

    private func gold(_ line: String) throws -> PunctuationGold { try JSONDecoder().decode(PunctuationGold.self, from: Data(line.utf8)) }

    private func targets(_ gold: PunctuationGold, of punctuator: Punctuator? = nil) throws -> Matrix {
        let punctuator = punctuator ?? self.punctuator
        let document = PunctuationHand.document(punctuator.sample(gold).transcript)
        return try punctuator.targets(gold, of: punctuator.spans(in: document), in: document)
    }

    private func columns(_ labels: [String: Float], group: Int = 0, of head: Head = PunctuationHand.head) -> [Float] { head.groups[group].labels.map { labels[$0] ?? 0 } }

    @Test func `a line has probabilities of marks and cases by the number of the word`() throws {
        let gold = try gold(#"{"text": "So I went, you know", "soft_labels": {"0": {",": 0.4, "none": 0.6}, "2": {",": 0.7, "none": 0.3, "lower": 1}}}"#)
        #expect(gold.turns == [.init(text: "So I went, you know", softLabels: [0: [",": 0.4, "none": 0.6], 2: [",": 0.7, "none": 0.3, "lower": 1]])])
        #expect(try JSONDecoder().decode(PunctuationGold.self, from: JSONEncoder().encode(gold)) == gold)
        let soft = try targets(gold), hard = try targets(PunctuationGold(turns: [.init(text: "So I went, you know")]))
        #expect(Array(soft[row: 0].prefix(9)) == columns([",": 0.4, "none": 0.6]))
        #expect(Array(soft[row: 2].prefix(9)) == columns([",": 0.7, "none": 0.3]))
        #expect(Array(soft[row: 2].suffix(4)) == [1, 0, 0, 0])
        for row in 0..<5 { // the rest is what the text tells
            for k in 0..<13 where !(k < 9 && [0, 2].contains(row)) { #expect(soft[row, k] == hard[row, k] || (soft[row, k].isNaN && hard[row, k].isNaN)) }
        }
    }

    @Test func `words are counted in their turn, marks that stand alone are none`() throws {
        let gold = PunctuationGold(turns: [
            .init(text: "\" Well, Dr. Smith -- it's"), .init(text: "... so -- NASA", softLabels: [1: ["—": 0.25, "none": 0.75, "upper": 0.5, "mixed": 0.5]]),
        ])
        let targets = try targets(gold)
        #expect(targets.rows == 6)
        #expect(Array(targets[row: 5].prefix(9)) == columns(["—": 0.25, "none": 0.75]))
        #expect(Array(targets[row: 5].suffix(4)) == [0, 0, 0.5, 0.5])
        #expect(targets[4, 7] == 1, "the dash that stands alone")
    }

    @Test func `what the text doesn't tell is known from soft labels`() throws {
        let hard = try targets(PunctuationGold(turns: [.init(text: "Anna said I")]))
        #expect(hard[0, 9].isNaN && hard[2, 0].isNaN && hard[2, 9].isNaN) // a sentence's start, a broken-off end, the first person
        let soft = try targets(PunctuationGold(turns: [.init(text: "Anna said I", softLabels: [0: ["capitalised": 1], 2: [".": 0.5, "none": 0.5, "capitalised": 1]])]))
        #expect(Array(soft[row: 0].suffix(4)) == [0, 1, 0, 0] && soft[0, 0] == 1)
        #expect(Array(soft[row: 2]) == columns([".": 0.5, "none": 0.5]) + [0, 1, 0, 0])
    }

    @Test func `marks of a style are the targets of its group`() throws {
        var light = punctuator
        let groups = Punctuator.groups(for: [.light, .standard]), count = groups.reduce(0) { $0 + $1.labels.count }
        light.head = Head(
            name: "punctuation", groups: groups, features: SpanFeatures(layers: [0]),
            layers: [Dense(weight: Matrix(rows: count, columns: 4), bias: [Float](repeating: 0, count: count))], encoder: "hand")
        let targets = try targets(PunctuationGold(style: .light, turns: [.init(text: "well you know", softLabels: [1: [";": 0.5, ",": 0.5]])]), of: light)
        #expect(targets[row: 1].prefix(9).allSatisfy { $0.isNaN })
        #expect(Array(targets[row: 1].dropFirst(13)) == columns([";": 0.5, ",": 0.5]))
    }

    @Test func `probabilities that sum to nearly 1 are made to`() throws {
        let targets = try targets(PunctuationGold(turns: [.init(text: "a b", softLabels: [0: ["none": 0.594, ",": 0.198, ".": 0.198], 1: ["none": 1.015]])]))
        #expect(abs(targets[row: 0].prefix(9).reduce(0, +) - 1) < 1e-6 && abs(targets[0, 0] - 0.6) < 1e-6)
        #expect(targets[1, 0] == 1)
    }

    @Test func `bad soft labels are refused by value`() {
        func error(_ labels: [Int: [String: Float]]) -> (any Error)? { #expect(throws: (any Error).self) { try targets(PunctuationGold(turns: [.init(text: "a b -- c", softLabels: labels)])) } }
        #expect(error([3: ["none": 1]]) as? ProcessorError == .softLabelWord(word: 3, wordCount: 3))
        #expect(error([-1: ["none": 1]]) as? ProcessorError == .softLabelWord(word: -1, wordCount: 3))
        #expect(error([0: [",": 1.25, "none": -0.25]]) as? ProcessorError == .softLabel(word: 0, label: "none", probability: -0.25))
        #expect(error([0: [",": .nan, "none": 1]]).map { "\($0)" } == "soft_labels: word 0: nan for \",\" is no probability")
        #expect(error([0: [",": .infinity]]) as? ProcessorError == .softLabelSum(word: 0, of: "marks", sum: .infinity))
        #expect(error([2: [",": 0.5, "none": 0.25, "lower": 1]]) as? ProcessorError == .softLabelSum(word: 2, of: "marks", sum: 0.75))
        #expect(error([2: ["none": 1, "lower": 0.5]]) as? ProcessorError == .softLabelSum(word: 2, of: "case", sum: 0.5))
        #expect((error([1: ["uper": 1]]) as? UnknownLabel)?.suggestion == "upper")
    }

    @Test func `gathered turns keep their soft labels`() {
        let lines = (0..<3).map { PunctuationGold(episode: "a", turns: [.init(text: "so we went", softLabels: [$0: ["none": 1]])]) }
        #expect(Punctuator.gather(lines) == [PunctuationGold(episode: "a", turns: lines.flatMap(\.turns))])
    }

    @Test func `soft labels follow marks and letters into a text made of theirs`() {
        let gold = PunctuationGold(turns: [.init(text: "So we, um -- paid $250, no", softLabels: [
            0: ["none": 1, "lower": 1], 1: [",": 1, "lower": 1], 2: ["—": 1, "lower": 1], 3: ["none": 1, "lower": 1], 4: [",": 1, "mixed": 1], 5: [".": 1, "lower": 1],
        ])])
        // "um" is dropped, and its dash stays behind a made-up word; "paid" is misheard, the number spelled out.
        let parts: [(String, Int?, Int?)] = [
            ("so", 0, 0), ("we,", 1, 1), ("uh", nil, nil), ("--", 3, 3), ("made", 4, nil), ("two", nil, nil), ("hundred", nil, nil), ("fifty,", 5, nil), ("no", 6, 6),
        ]
        let rewritten = RewrittenText(text: parts.map(\.0).joined(separator: " "), origins: parts.map { .init(mark: $0.1, letters: $0.2) })
        #expect(gold.rewritingTexts { _ in rewritten }.turns[0].softLabels == [
            0: ["none": 1, "lower": 1], 1: [",": 1, "lower": 1], 2: ["—": 1], 3: ["none": 1], 6: [",": 1], 7: [".": 1, "lower": 1],
        ])
        #expect(gold.rewritingTexts { RewrittenText(unchanged: $0) } == gold)
        let bad = PunctuationGold(turns: [.init(text: "a b", softLabels: [2: ["none": 1], -1: ["none": 1], 0: ["wrong": 1]])])
        #expect(bad.rewritingTexts { _ in .init(text: "a the b", origins: [.init(mark: 0, letters: 0), .init(), .init(mark: 1, letters: 1)]) }.turns[0].softLabels
            == [3: ["none": 1], -1: ["none": 1], 0: ["wrong": 1]], "what is wrong stays wrong")
    }
}
