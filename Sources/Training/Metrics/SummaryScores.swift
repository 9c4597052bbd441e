internal import AfterwordEncoder
public import AfterwordPipeline
public import AfterwordProcessors
internal import AfterwordTokenization
internal import AfterwordTranscripts
internal import Foundation

/// ROUGE of paragraphs as long as their references, beside simple summaries of the same length.
public struct SummaryScores: Sendable, Codable, Equatable, CustomStringConvertible {
    public var summarizer: Rouge
    /// The first words.
    public var lead: Rouge
    public var documents: Int

    public var description: String {
        func row(_ name: String, _ rouge: Rouge) -> String {
            name.padding(toLength: 12, withPad: " ", startingAt: 0)
                + [rouge.one, rouge.two, rouge.longest].map { String(format: "%9.1f", $0 * 100) }.joined()
        }
        return ["summary, \(documents) documents    ROUGE-1  ROUGE-2  ROUGE-L at the reference's length", row("summarizer", summarizer), row("lead", lead)].joined(separator: "\n")
    }
}

extension Summarizer {
    /// Writes each example's paragraph at the length of its abstract and compares the two; examples without an abstract are passed over.
    ///
    /// - Parameter progress: told the part done, 0…1.
    public func score(on data: LabelledData<Gold>, model: Model, threads: Int = 1, progress: (Double) -> Void = { _ in }) throws -> SummaryScores {
        var found: [Rouge] = [], lead: [Rouge] = []
        for (index, line) in data.lines.enumerated() where !line.gold.reference.isEmpty {
            let document = try document(of: line.gold, model: model, threads: threads), reference = line.gold.reference
            let length = Rouge.words(of: reference).count
            var summarizer = self
            summarizer.paragraph = .words(length)
            found.append(Rouge(of: try summarizer.process(document).paragraph, against: reference))
            let first = document.transcript.words.prefix(length).map(\.text).joined(separator: " ")
            lead.append(Rouge(of: Rouge.words(of: first).prefix(length).joined(separator: " "), against: reference))
            progress(Double(index + 1) / Double(data.lines.count))
        }
        return SummaryScores(summarizer: Rouge(meanOf: found), lead: Rouge(meanOf: lead), documents: found.count)
    }
}

extension TrainableProcessor {
    /// An example as the pipeline would hand it to the processor.
    func document(of gold: Gold, model: Model, threads: Int) throws -> Document {
        let sample = try sample(gold)
        let tokens = model.tokenizer.tokens(of: sample.transcript)
        let states = model.encoder.states(of: tokens, layers: layers, threads: threads)
        return Document(transcript: sample.transcript, tokens: tokens, states: states, annotations: sample.annotations)
    }
}
