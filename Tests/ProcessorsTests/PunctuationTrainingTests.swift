import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct PunctuationTrainingTests {
    let punctuator = PunctuationHand().punctuator

    @Test func `a line of a data file is one turn`() throws {
        let line = #"{"source": "s", "episode": "e", "speaker": "A", "start": 1.5, "text": "Yes.", "gap": true}"#
        let gold = try JSONDecoder().decode(PunctuationGold.self, from: Data(line.utf8))
        #expect(gold == PunctuationGold(source: "s", episode: "e", turns: [.init(speaker: "A", text: "Yes.", gap: true)]))
        #expect(try JSONDecoder().decode(PunctuationGold.self, from: JSONEncoder().encode(gold)) == gold)
    }

    @Test func `turns of an episode are gathered, a gap and another episode part them`() {
        func line(_ episode: String, _ words: Int, gap: Bool? = nil) -> PunctuationGold {
            PunctuationGold(episode: episode, turns: [.init(text: Array(repeating: "word", count: words).joined(separator: " "), gap: gap)])
        }
        let gathered = Punctuator.gather([line("a", 150), line("a", 60), line("a", 20), line("a", 5, gap: true), line("a", 30), line("b", 10)])
        #expect(gathered.map(\.turns.count) == [2, 1, 1, 1])
        #expect(gathered.map(\.episode) == ["a", "a", "a", "b"])
    }

    @Test func `a sample is what a recogniser writes`() {
        let gold = PunctuationGold(turns: [.init(speaker: "A", text: "\"Well, Dr. Smith -- (it's) NASA's U.S. plan...\""), .init(speaker: "B", text: "OK!")])
        let words = punctuator.sample(gold).transcript.words
        #expect(words.map(\.text) == ["well", "dr", "smith", "it's", "nasa's", "u.s.", "plan", "ok"])
        #expect(words.map(\.speaker) == ["A", "A", "A", "A", "A", "A", "A", "B"])
        #expect(punctuator.written(gold) == ["Well,", "Dr", "Smith—", "it's", "NASA's", "U.S.", "plan…", "OK!"])
    }

    @Test func `targets say what the text tells and leave out what it doesn't`() throws {
        let labels = try labels(of: "Well, I met Anna... at NASA... Then GitHub; no? He said \"Go")
        #expect(labels.map(\.mark) == [",", "none", "none", ",", "none", "…", "none", ";", "?", "none", "none", nil] as [String?])
        #expect(labels.map(\.letterCase) == [nil, nil, "lower", "capitalised", "lower", "upper", nil, "mixed", "lower", nil, "lower", "capitalised"] as [String?])
    }

    @Test func `targets of abbreviations are known only where the text tells`() throws {
        #expect(try labels(of: "Mr. Smith of Acme Inc. in the U.S. Then etc.").map(\.mark) == ["none", "none", "none", "none", "none", "none", "none", nil, "none", "."] as [String?])
    }

    @Test func `decoding the targets gives the text again`() throws {
        let gold = PunctuationGold(turns: [
            .init(speaker: "A", text: "So, what's GitHub's plan: is NASA in? I don't know; maybe... Anna does!"), .init(speaker: "B", text: "She went home."),
        ])
        let document = PunctuationHand.document(punctuator.sample(gold).transcript)
        let spans = punctuator.spans(in: document)
        var logits = try punctuator.targets(gold, of: spans, in: document)
        for index in logits.values.indices { logits.values[index] = logits.values[index].isNaN ? 0 : 10 * logits.values[index] }
        let result = try punctuator.decode(logits, of: spans, in: document)
        var score = PunctuationScore()
        score.add(gold: punctuator.written(gold), predicted: result.display)
        #expect(score.micro.f1 == 1)
        #expect(score.cased.f1 == 1)
        #expect(result.sentences.count == 4)
    }

    @Test func `a score counts marks in classes and by themselves, and cased words by all their letters`() throws {
        var score = PunctuationScore()
        score.add(gold: ["Well,", "GitHub;", "is", "NASA?", "I", "see."], predicted: ["Well:", "Github.", "is,", "NASA!", "I", "see—"])
        #expect(score.comma == .init(found: 1, wrong: 1, missed: 0))
        #expect(score.period == .init(found: 1, wrong: 1, missed: 1))
        #expect(score.question == .init(found: 0, wrong: 0, missed: 1))
        #expect(score.cased == .init(found: 3, wrong: 1, missed: 1))
        #expect(score.acronyms == .init(found: 1, wrong: 0, missed: 0))
        #expect(score.mixed == .init(found: 0, wrong: 0, missed: 1))
        #expect(abs(score.micro.f1 - 0.5) < 1e-9)
        #expect(
            score.others == [
                .exclamation: .init(found: 0, wrong: 1, missed: 0), .ellipsis: .init(), .dash: .init(found: 0, wrong: 1, missed: 0),
                .colon: .init(found: 0, wrong: 1, missed: 0), .semicolon: .init(found: 0, wrong: 0, missed: 1),
            ])
        score.add(gold: ["so—", "Wait…"], predicted: ["so—", "Wait."])
        #expect(score.others[.dash] == .init(found: 1, wrong: 1, missed: 0))
        #expect(score.others[.ellipsis] == .init(found: 0, wrong: 0, missed: 1))
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(score)) as? [String: Any]
        #expect((json?["others"] as? [String: [String: Int]])?["—"] == ["found": 1, "wrong": 1, "missed": 0])
    }

    private func labels(of text: String) throws -> [(mark: String?, letterCase: String?)] {
        let gold = PunctuationGold(turns: [.init(text: text)])
        let document = PunctuationHand.document(punctuator.sample(gold).transcript)
        let targets = try punctuator.targets(gold, of: punctuator.spans(in: document), in: document)
        func label(_ row: Int, group: Int) -> String? {
            let columns = punctuator.head.columns(ofGroup: group)
            guard columns.allSatisfy({ !targets[row, $0].isNaN }), let column = columns.first(where: { targets[row, $0] == 1 }) else { return nil }
            return punctuator.head.groups[group].labels[column - columns.lowerBound]
        }
        return (0..<targets.rows).map { (label($0, group: 0), label($0, group: 1)) }
    }
}
