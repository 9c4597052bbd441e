import Afterword
import AfterwordBundledModel
import ArgumentParser
import Foundation

/// Which model, and how many threads: the same for every verb.
struct ModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Directory of the model to use instead of the built-in one.", valueName: "dir"))
    var model: String?

    @OptionGroup var work: ThreadOptions

    var threads: Int { work.threads }

    func loadModel(precision: InferencePrecision = .int8) throws -> Model { try Self.load(model, precision: precision) }

    /// Loads the model in a directory, or the built-in one.
    static func load(_ directory: String?, precision: InferencePrecision = .int8) throws -> Model {
        do { return try directory.map { try Model(directory: $0, precision: precision) } ?? Model.bundled(precision: precision) } catch {
            throw CommandFailure(.modelUnusable, "\(error)")
        }
    }
}

struct ThreadOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use, at most.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    mutating func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads is from 1 to 1024, not \(threads)") }
    }
}

/// How exactly the encoder computes: for the verbs that only read.
struct PrecisionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What the encoder multiplies: float32, bfloat16 or int8; less is faster.", valueName: "precision"))
    var precision = InferencePrecision.int8
}
