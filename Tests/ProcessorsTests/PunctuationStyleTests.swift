import AfterwordHeads
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTensors
import AfterwordTranscripts
import Foundation
import Testing

@Suite struct PunctuationStyleTests {
    private var punctuator: Punctuator {
        let groups = Punctuator.groups(for: [.standard, .verbatim]), count = groups.reduce(0) { $0 + $1.labels.count }
        return Punctuator(head: Head(
            name: "punctuation", groups: groups, features: SpanFeatures(layers: [0]),
            layers: [Dense(weight: Matrix(rows: count, columns: 4), bias: [Float](repeating: 0, count: count))], encoder: "hand"))
    }

    @Test func `a head has marks for each of its styles and cases once`() {
        #expect(punctuator.head.groups.map(\.name) == ["marks", "case", "marks.verbatim"])
        #expect(punctuator.styles == [.standard, .verbatim])
        #expect(PunctuationHand().punctuator.styles == [.standard])
    }

    @Test func `a line says its style, and turns of two styles are not gathered`() throws {
        let gold = try JSONDecoder().decode(PunctuationGold.self, from: Data(#"{"source": "s", "style": "verbatim", "text": "Um, yes."}"#.utf8))
        #expect(gold.style == .verbatim)
        #expect(Punctuator.gather([gold, gold, PunctuationGold(source: "s", turns: gold.turns)]).map(\.style) == [.verbatim, nil])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(PunctuationGold.self, from: Data(#"{"style": "dense", "text": "a"}"#.utf8)) }
    }

    @Test func `an example teaches its own style only, and every example the cases`() throws {
        func known(_ style: Punctuation.Style?) throws -> [Bool] {
            let gold = PunctuationGold(style: style, turns: [.init(text: "Um, yes it is.")])
            let document = PunctuationHand.document(punctuator.sample(gold).transcript)
            let targets = try punctuator.targets(gold, of: punctuator.spans(in: document), in: document)
            return (0..<3).map { !targets[1, punctuator.head.columns(ofGroup: $0).lowerBound].isNaN }
        }
        #expect(try known(nil) == [true, true, false])
        #expect(try known(.standard) == [true, true, false])
        #expect(try known(.verbatim) == [false, true, true])
        #expect(try known(.light) == [true, true, false]) // which this head doesn't know
    }

    @Test func `a sentence trails off at the end of a turn, elsewhere only word for word`() throws {
        var punctuator = punctuator
        let document = PunctuationHand.document(Transcript(words: [Word("well", speaker: "a"), Word("yes", speaker: "a"), Word("no", speaker: "b")]))
        let spans = punctuator.spans(in: document), ellipsis = try #require(Punctuation.Mark.allCases.firstIndex(of: .ellipsis))
        var logits = Matrix(rows: 3, columns: punctuator.head.labelCount)
        for row in 0..<2 { for group in [0, 2] { logits[row, punctuator.head.columns(ofGroup: group).lowerBound + ellipsis] = 9 } }
        #expect(try punctuator.decode(logits, of: spans, in: document).display == ["Well.", "Yes…", "No."])
        punctuator.options.style = .verbatim
        #expect(try punctuator.decode(logits, of: spans, in: document).display == ["Well…", "Yes…", "No."])
    }

    @Test func `the style asked for decides which marks are read`() throws {
        var punctuator = punctuator
        let document = PunctuationHand.document(Transcript(text: "well yes"))
        let spans = punctuator.spans(in: document)
        var logits = Matrix(rows: 2, columns: punctuator.head.labelCount)
        logits[0, 0] = 5 // standard: nothing after "well"
        logits[0, punctuator.head.columns(ofGroup: 2).lowerBound + 1] = 5 // verbatim: a comma
        #expect(try punctuator.decode(logits, of: spans, in: document).display == ["Well", "yes."])
        punctuator.options.style = .verbatim
        #expect(try punctuator.decode(logits, of: spans, in: document).display == ["Well,", "yes."])
        punctuator.options.style = .light
        #expect(throws: ProcessorError.style(head: "punctuation", style: .light)) { try punctuator.decode(logits, of: spans, in: document) }
    }
}
