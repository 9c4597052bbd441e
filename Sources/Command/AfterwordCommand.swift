import Afterword
internal import Foundation
import ArgumentParser

@main
struct AfterwordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "afterword",
        abstract: "Turns raw speech-to-text transcripts into readable, structured ones.",
        discussion: """
            Restores punctuation and casing, detects topics, moderates content, and writes summaries and chapters, in one pass \
            of one encoder on this machine's CPU. Nothing is sent anywhere and nothing is kept.

            Start with:
              afterword annotate talk.srt --format markdown
            """,
        version: afterwordVersion,
        subcommands: [AnnotateCommand.self, FineTuneCommand.self, EvaluateCommand.self, BenchCommand.self, ModelCommand.self])

    static func main() {
        StandardStreams.open()
        Interruption.listen()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            note("afterword: \(failure.message)")
            Foundation.exit(failure.code.rawValue)
        } catch {
            exit(withError: error) // usage, --help and --version: ArgumentParser knows how
        }
    }
}
