import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct ModerationTests {
    @Test func `the JSON has the published fields, with null for a label without severity`() throws {
        let found = try ModerationHand.moderation([("A", "they were badly injured")], sure: ["accidents": 5, "insult": 4])
        let json = try #require(JSONSerialization.jsonObject(with: JSONEncoder().encode(found)) as? [String: Any])
        #expect(Set(json.keys) == ["results", "summary", "severity_summary"])
        let result = try #require((json["results"] as? [[String: Any]])?.first)
        #expect(Set(result.keys) == ["words", "start", "end", "text", "labels"])
        #expect(result["words"] as? [Int] == [0, 4])
        #expect(result["start"] as? Int == 0)
        #expect(result["end"] as? Int == 3900)
        #expect(result["text"] as? String == "they were badly injured")
        let labels = try #require(result["labels"] as? [[String: Any]])
        #expect(labels.map { $0["label"] as? String } == ["accidents", "insult"], "surest first")
        #expect(labels.allSatisfy { Set($0.keys) == ["label", "confidence", "severity", "cause"] })
        #expect(labels[0]["severity"] as? String == "medium")
        #expect(labels[1]["severity"] is NSNull)
        #expect(labels[0]["cause"] as? [Int] == [0, 4])
        #expect((json["severity_summary"] as? [String: [String: Double]])?["accidents"] == ["low": 0, "medium": 1, "high": 0])
        #expect(try JSONDecoder().decode(Moderation.self, from: JSONEncoder().encode(found)) == found)
    }

    @Test func `the summary has every label, also those under the threshold`() throws {
        let found = try ModerationHand.moderation([("A", "nothing to see here")], sure: ["weapons": -1])
        #expect(found.results.isEmpty)
        #expect(Set(found.summary.keys) == Set(ModerationHand.labels))
        #expect(found.summary["weapons"] == 0.2689)
        #expect(found.severitySummary.isEmpty)
    }

    @Test func `severities of a label add up to one`() throws {
        let turns = [("A", "he has a gun"), ("B", "someone else was killed"), ("A", "that is a knife")]
        let shares = try #require(try ModerationHand.moderation(turns, sure: ["weapons": 5]).severitySummary["weapons"])
        #expect(Set(shares.keys) == Set(Severity.allCases))
        #expect(shares == [.low: 0.3333, .medium: 0.3334, .high: 0.3333])
        #expect(abs(shares.values.reduce(0, +) - 1) < 1e-12)
    }

    @Test(arguments: [(0.5, 0.5, true), (0.9, 0.5, false), (0.5, 0.9, false), (0.1, 0.7, true), (0.1, 0.1, true)])
    func `a label holds from its own threshold and from the least confidence on`(threshold: Float, least: Float, holds: Bool) throws {
        let moderator = Moderator(head: ModerationHand.head(thresholds: ["insult": threshold]), minimumConfidence: least)
        let found = try ModerationHand.moderation([("A", "you there are awful")], sure: ["insult": 1], by: moderator) // 0.7311
        #expect(found.results.isEmpty == !holds)
        #expect(found.summary["insult"] == 0.7311)
    }

    @Test func `profanity is the lexicon's, however sure the head is`() throws {
        let clean = try ModerationHand.moderation([("A", "have a nice day")], sure: ["profanity": 20])
        #expect(clean.results.isEmpty)
        let profane = try ModerationHand.moderation([("A", "oh shit we lost")], sure: ["profanity": -20])
        #expect(profane.results.first?.labels.first?.label == "profanity")
        #expect(profane.results.first?.labels.first?.cause == 1..<2)
        #expect(profane.summary["profanity"] == 0.95)
    }

    @Test func `no threshold of the head hides what the lexicon found, and its gravest word is the cause`() throws {
        let moderator = Moderator(head: ModerationHand.head(thresholds: ["profanity": 0.99, "hate_speech": 0.9]))
        let found = try ModerationHand.moderation([("A", "well damn that is a motherfucker of a bug")], by: moderator)
        let label = try #require(found.results.first?.labels.first)
        #expect(label.label == "profanity" && label.confidence == 1 && label.severity == .high && label.cause == 5..<6)
        #expect(try ModerationHand.moderation([("A", "well damn that is a bug")], by: Moderator(head: moderator.head, minimumConfidence: 0.9)).results.isEmpty)
    }

    @Test func `a slur is hate, as sure as the head is and at least as likely as not`() throws {
        func hate(_ logit: Float) throws -> Moderation.Label? {
            let found = try ModerationHand.moderation(
                [("A", "that n****r over there")], sure: ["hate_speech": logit], by: Moderator(head: ModerationHand.head(thresholds: ["hate_speech": 0.9])))
            return found.results.first?.labels.first { $0.label == "hate_speech" }
        }
        let unsure = try #require(try hate(-9))
        #expect(unsure.confidence == 0.6 && unsure.severity == .high && unsure.cause == 1..<2)
        #expect(try hate(1)?.confidence == 0.7311)
        #expect(try hate(6)?.confidence == 0.9975)
    }

    @Test func `what caused profanity is the exact words, also of a phrase in a later stretch`() throws {
        let found = try ModerationHand.moderation([("A", "we went home"), ("B", "and what the hell happened"), ("A", "damn")])
        #expect(found.results.map { $0.labels.map(\.cause) } == [[4..<7], [8..<9]])
        #expect(found.results.map { $0.labels.map(\.severity) } == [[.low], [.low]])
    }

    @Test func `a phrase that begins with one speaker and ends with another is nobody's`() throws {
        let found = try ModerationHand.moderation([("A", "and what the"), ("B", "hell happened")])
        for result in found.results {
            for label in result.labels { #expect(result.words.lowerBound <= label.cause.lowerBound && label.cause.upperBound <= result.words.upperBound) }
        }
        #expect(!found.results.contains { $0.words == 0..<3 })
    }

    @Test func `hate with the gravest words is high, without them medium at least`() throws {
        func severity(_ text: String) throws -> Severity? {
            let found = try ModerationHand.moderation(
                [("A", text)], sure: ["hate_speech": 6],
                by: Moderator(head: ModerationHand.head(), lexicon: ProfanityLexicon([("gravest", .high), ("mild", .low)])))
            return found.results.first?.labels.first { $0.label == "hate_speech" }?.severity
        }
        #expect(try severity("they are gravest people") == .high)
        #expect(try severity("they are mild people") == .medium)
        #expect(try severity("they should be killed") == .high)
        #expect(try severity("go away all of you") == .medium)
    }

    @Test(arguments: [("he was KILLED, they say", Severity.high), ("she was badly injured", .medium), ("it was quite nice", .low), ("he is a skilled painter", .low)])
    func `other labels are as grave as their gravest word`(text: String, severity: Severity) throws {
        #expect(try ModerationHand.moderation([("A", text)], sure: ["accidents": 6]).results.first?.labels.first?.severity == severity)
    }

    @Test func `the cause is the word whose state drives the head`() throws {
        let moderator = Moderator(head: ModerationHand.head(drivenLabel: "weapons"))
        let found = try moderator.process(ModerationHand.document([("A", "he showed me the rifle yesterday"), ("B", "that is a long walk")], lit: [4]))
        #expect(found.results.map(\.words) == [0..<6])
        #expect(found.results.first?.labels.map(\.label) == ["weapons"])
        #expect(found.results.first?.labels.first?.cause == 4..<5)
        let neighbours = try moderator.process(ModerationHand.document([("A", "he showed me the rifle yesterday")], lit: [3, 4]))
        #expect(neighbours.results.first?.labels.first?.cause == 3..<5)
        let all = try moderator.process(ModerationHand.document([("A", "one two three four five six")], lit: [0, 1, 2, 3, 4, 5]))
        #expect(all.results.first?.labels.first?.cause.count == 4, "a cause has four words at most")
    }

    @Test func `stretches join short sentences, never cross speakers and hold every word once`() {
        var turns: [(speaker: String, text: String)] = (0..<60).map { index in
            let text = repeatElement("word", count: 1 + index * 5 % 13).joined(separator: " ")
            return (speaker: index % 7 < 4 ? "A" : "B", text: text)
        }
        turns.append((speaker: "A", text: repeatElement("word", count: 130).joined(separator: " ")))
        let document = ModerationHand.document(turns)
        let spans = Moderator(head: ModerationHand.head()).spans(in: document)
        #expect(spans.flatMap { Array($0) } == Array(document.transcript.words.indices))
        #expect(spans.allSatisfy { Set(document.transcript.words[$0].map { $0.speaker }).count == 1 })
        #expect(spans.count < turns.count, "short ones are joined")
        #expect(spans.allSatisfy { $0.count <= 40 || $0.count == 130 })
    }

    @Test func `a few words are profane or nothing`() throws {
        #expect(try ModerationHand.moderation([("A", "yeah okay sure")], sure: ["insult": 9]).results.isEmpty)
        #expect(try ModerationHand.moderation([("A", "oh shit")], sure: ["insult": 9]).results.map { $0.labels.map(\.label) } == [["profanity"]])
    }

    @Test func `an empty transcript has an empty moderation`() throws {
        let moderator = Moderator(head: ModerationHand.head())
        let found = try moderator.process(ModerationHand.document([]))
        #expect(found.results.isEmpty)
        #expect(found.summary.count == ModerationHand.labels.count && found.summary.values.allSatisfy { $0 == 0 })
    }

    @Test func `a head with other labels is refused`() throws {
        let head = SummarizationHand.head("moderation", [LabelGroup(name: "x", kind: .independent, labels: ["kindness"])])
        #expect(throws: ProcessorError.labels(head: "moderation", expected: ModerationHand.labels, found: ["kindness"])) {
            try Moderator(head: head).decode(Matrix(rows: 0, columns: 1), of: [], in: ModerationHand.document([]))
        }
    }
}
