import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import TestSupport
import Testing

/// Soft labels are counted by the words that a script of training reads: it must read them as the package does.
@Suite struct GoldWordsTests {
    private struct Row: Decodable {
        var text: String
        /// Word, mark and case of each; nil where the text doesn't tell.
        var words: [[String?]]
    }

    @Test func `the scripts of training read words, marks and cases as the package does`() throws {
        let rows = try JSONDecoder().decode([Row].self, from: Data(Fixtures.bytes("golden/gold-words.json")))
        #expect(rows.count >= 20)
        let punctuator = PunctuationHand().punctuator
        for row in rows {
            let gold = PunctuationGold(turns: [.init(text: row.text)]), transcript = punctuator.sample(gold).transcript
            #expect(transcript.words.map(\.text) == row.words.map { $0[0] })
            let document = PunctuationHand.document(transcript), spans = punctuator.spans(in: document)
            let targets = try punctuator.targets(gold, of: spans, in: document)
            for (index, span) in spans.enumerated() {
                #expect(label(0, targets[row: index]) == row.words[span.lowerBound][1], "\(row.text): mark of word \(span.lowerBound)")
                #expect(label(1, targets[row: index]) == row.words[span.lowerBound][2], "\(row.text): case of word \(span.lowerBound)")
            }
        }
    }

    private func label(_ group: Int, _ targets: some Collection<Float>) -> String? {
        let values = Array(targets)[PunctuationHand.head.columns(ofGroup: group)]
        return values.firstIndex(of: 1).map { PunctuationHand.head.groups[group].labels[$0 - values.startIndex] }
    }
}
