import ArgumentParser

@main
struct AfterwordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "afterword",
        abstract: "Turns raw speech-to-text transcripts into readable, structured ones.")
}
