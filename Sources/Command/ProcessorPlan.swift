import Afterword
import Foundation

/// A pipeline for what the user asked for, and the annotations made only because another processor needs them.
struct ProcessorPlan {
    let pipeline: Pipeline
    let withheld: Set<String>

    func render(_ result: AnnotatedTranscript, as format: ResultFormat) throws -> Data {
        do { return try result.written(as: format, withholding: withheld) } catch let error as TranscriptError {
            throw CommandFailure(.badInput, error.description)
        }
    }
}

extension ProcessorOptions {
    /// - Parameter names: as the user typed them, with commas between; nil for all that the model can do.
    func plan(_ names: String?, model: Model, threads: Int) throws -> ProcessorPlan {
        let asked = try names.map { try Self.list($0, option: "--processors") }
        do {
            let (pipeline, added) = try standardProcessors().pipeline(of: asked, model: model, threads: threads)
            return ProcessorPlan(pipeline: pipeline, withheld: added)
        } catch let error as StandardProcessors.Failure {
            let option = if case .style = error { "--style" } else { "--processors" }
            throw CommandFailure(.usage, "\(option): \(error)")
        } catch let error as ModelError {
            throw CommandFailure(.modelUnusable, "\(error)")
        }
    }

    /// What stands between the commas, which is something.
    private static func list(_ text: String, option: String) throws -> [String] {
        let entries = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard !entries.isEmpty else { throw CommandFailure(.usage, "\(option) names nothing; leave it out or name some with commas between") }
        return entries
    }

    private func standardProcessors() throws -> StandardProcessors {
        var processors = StandardProcessors()
        processors.punctuation = try punctuatorOptions()
        processors.usesTaxonomy31 = taxonomy31
        processors.customTopics = try topics.map { try Self.list($0, option: "--topics") } ?? []
        processors.minimumModerationConfidence = moderationConfidence
        if let summaryLength { processors.summaryBudget = summaryLength.budget }
        return processors
    }
}
