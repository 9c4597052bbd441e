import Afterword
import Foundation
import Testing

/// What a reader sees of topics and content notes, as Markdown and as HTML.
struct PageTests {
    private func page(topics: [String: Double] = [:], notes: [(label: String, severity: String?, start: Int?)] = []) throws -> AnnotatedTranscript {
        let results = notes.map { note in
            """
            {"words": [0, 1], "start": \(note.start.map(String.init) ?? "null"), "end": null, "text": "one", "labels": [{"label": "\(note.label)", "confidence": 1,
             "severity": \(note.severity.map { "\"\($0)\"" } ?? "null"), "cause": [0, 1]}]}
            """
        }
        let summary = try String(decoding: JSONEncoder().encode(topics), as: UTF8.self)
        var annotations = Annotations()
        annotations[Topics.self] = try JSONDecoder().decode(Topics.self, from: Data(#"{"segments": [], "summary": \#(summary)}"#.utf8))
        annotations[Moderation.self] = try JSONDecoder().decode(
            Moderation.self, from: Data(#"{"results": [\#(results.joined(separator: ","))], "summary": {}, "severity_summary": {}, "severitySummary": {}}"#.utf8))
        return AnnotatedTranscript(transcript: Transcript(text: "one"), annotations: annotations, model: ModelIdentity(name: "m", version: "1", fingerprint: "f"))
    }

    @Test func `a topic stands there once, as narrow as it is relevant`() throws {
        let narrow = try page(topics: ["Food & Drink": 0.5, "Food & Drink>Cooking": 0.4, "Science": 0.1]).markdown()
        #expect(narrow.contains("**Topics:** Food & Drink › Cooking (40 %)\n"))
        let wide = try page(topics: ["Food & Drink": 0.5, "Food & Drink>Cooking": 0.3, "Science": 0.2]).markdown()
        #expect(wide.contains("**Topics:** Food & Drink (50 %) · Science (20 %)\n"))
    }

    @Test func `content notes are one a label, with their times`() throws {
        let result = try page(notes: [("alcohol", "low", 46_000), ("self_harm", nil, 50_000), ("alcohol", "medium", 107_000), ("alcohol", "high", nil)])
        #expect(result.markdown().contains("**Content notes**\n\n- alcohol: [00:46] (low), [01:47] (medium), – (high)\n- self harm: [00:50]\n"))
        #expect(result.html().contains("<li>alcohol: <time>00:46</time> (low), <time>01:47</time> (medium), – (high)</li><li>self harm: <time>00:50</time></li>"))
    }

    @Test func `content notes without times say how often and how grave`() throws {
        let text = try page(notes: [("alcohol", "low", nil), ("nsfw", nil, nil), ("alcohol", "medium", nil), ("a<b", nil, nil), ("a<b", nil, nil)]).markdown()
        #expect(text.contains("- alcohol (medium, 2 times)\n- nsfw\n- a\\<b (2 times)\n"))
    }

    @Test(arguments: [("Food & Drink", "Food & Drink"), ("R&D", "R\\&D"), ("&#60;", "\\&#60;"), ("this &", "this &")])
    func `an ampersand is escaped where it would begin a sign`(plain: String, written: String) throws {
        #expect(try page(topics: [plain: 1]).markdown().contains("**Topics:** \(written) (100 %)"))
    }
}
