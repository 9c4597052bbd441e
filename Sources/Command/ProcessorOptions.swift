public import Afterword
public import ArgumentParser
import Foundation

/// What each processor is asked for.
struct ProcessorOptions: ParsableArguments {
    @Flag(help: "Leave punctuation as it is; sentences are found all the same.") var noPunctuation = false
    @Flag(help: "Leave capitals as they are.") var noCasing = false

    @Option(help: ArgumentHelp("How densely to punctuate: light, standard or verbatim.", valueName: "style")) var style = Punctuation.Style.standard

    @Option(help: ArgumentHelp("Marks that may be added, of , . ? ! : ; — … together: \",.?\"", valueName: "marks"))
    var marks: String?

    @Option(help: ArgumentHelp("Write more or less of a mark: \",=0.5\" or \"?=-1\", in logits. May be repeated.", valueName: "mark=number"))
    var bias: [String] = []

    @Option(help: ArgumentHelp("The input's own marks: keep, repair (overrule where unlikely) or replace.", valueName: "how"))
    var existing = Punctuator.ExistingMarks.keep

    @Option(help: ArgumentHelp("File with a word or phrase a line, written as it should be: iPhone, New York Times.", valueName: "file"))
    var spellings: String?

    @Option(help: ArgumentHelp("Topics of your own, with commas between: \"woodworking, tax law\".", valueName: "topics"))
    var topics: String?
    @Flag(name: .customLong("taxonomy-3.1"), help: "Name topics as version 3.1 of the IAB taxonomy does, not 2.2.") var taxonomy31 = false
    @Option(help: ArgumentHelp("Least confidence of a moderation label, 0 to 1.", valueName: "p")) var moderationConfidence: Float = 0.5
    @Flag(help: "Mask profanity in the restored text: f***. The words themselves are not touched.") var mask = false
    @Option(help: ArgumentHelp("Length of the summary's paragraph: \"120 words\" or \"60 seconds\".", valueName: "length")) var summaryLength: SummaryLength?

    mutating func validate() throws {
        guard (0...1).contains(moderationConfidence) else { throw ValidationError("--moderation-confidence is from 0 to 1") }
    }
}

/// A budget as the user types it: `120`, `120 words`, `60s`, `60 seconds`.
struct SummaryLength: ExpressibleByArgument {
    let budget: Budget

    init?(argument: String) {
        let number = argument.prefix { $0.isNumber || $0 == "." }, unit = argument.dropFirst(number.count).trimmingCharacters(in: .whitespaces)
        guard let value = Double(number), value >= 1, value <= 1_000_000 else { return nil }
        switch unit {
        case "", "w", "word", "words": budget = .words(Int(value))
        case "s", "sec", "second", "seconds": budget = .seconds(value)
        default: return nil
        }
    }
}

extension Punctuator.ExistingMarks: ExpressibleByArgument {}
extension Punctuation.Style: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension InferencePrecision: ExpressibleByArgument {}
extension ResultFormat: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension ProcessorOptions {
    func punctuatorOptions() throws -> Punctuator.Options {
        var options = Punctuator.Options()
        options.style = style
        options.restoresPunctuation = !noPunctuation
        options.restoresCasing = !noCasing
        options.existingMarks = existing
        if let marks { options.permittedMarks = try Set(marks.filter { !$0.isWhitespace }.map(Self.mark)).union([.none]) }
        for entry in bias {
            let parts = entry.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].count == 1, let mark = parts[0].first, let value = Float(parts[1]), value.isFinite else {
                throw CommandFailure(.usage, "--bias \(entry): expected a mark, =, and a number, such as \",=0.5\"")
            }
            options.bias[try Self.mark(mark)] = value
        }
        if let spellings {
            options.spellings = String(decoding: try Input.bytes(of: spellings), as: UTF8.self).split(whereSeparator: \.isNewline)
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        }
        return options
    }

    private static func mark(_ character: Character) throws -> Punctuation.Mark {
        guard let mark = Punctuation.Mark(rawValue: String(character)) else {
            let known = Punctuation.Mark.allCases.map(\.symbol).filter { !$0.isEmpty }.joined(separator: " ")
            throw CommandFailure(.usage, "\"\(character)\" is not a mark that can be restored; choose from \(known)")
        }
        return mark
    }
}
