import Afterword
import AfterwordBundledModel
import ArgumentParser
import Foundation

/// Which model, and how many threads: the same for every verb.
struct ModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Directory of the model to use instead of the built-in one.", valueName: "dir"))
    var model: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use, at most.", valueName: "n"))
    var threads = ProcessInfo.processInfo.activeProcessorCount

    mutating func validate() throws {
        guard (1...1024).contains(threads) else { throw ValidationError("--threads is from 1 to 1024, not \(threads)") }
    }

    func loadModel() throws -> Model { try Self.load(model) }

    /// Loads the model in a directory, or the built-in one.
    static func load(_ directory: String?) throws -> Model {
        do { return try directory.map { try Model(directory: $0) } ?? Model.bundled() } catch {
            throw CommandFailure(.modelUnusable, "\(error)")
        }
    }
}
