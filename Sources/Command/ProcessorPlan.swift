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
        let asked = names.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty } }
        do {
            let (pipeline, added) = try standardProcessors().pipeline(of: asked, model: model, threads: threads)
            return ProcessorPlan(pipeline: pipeline, withheld: added)
        } catch let error as StandardProcessors.Failure { throw CommandFailure(.usage, "--processors: \(error)") } catch let error as ModelError {
            throw CommandFailure(.modelUnusable, "\(error)")
        }
    }

    private func standardProcessors() throws -> StandardProcessors {
        var processors = StandardProcessors()
        processors.punctuation = try punctuatorOptions()
        processors.usesTaxonomy31 = taxonomy31
        processors.customTopics = topics.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty } } ?? []
        processors.minimumModerationConfidence = moderationConfidence
        if let summaryLength { processors.summaryBudget = summaryLength.budget }
        return processors
    }
}
