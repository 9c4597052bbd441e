import Afterword
import ArgumentParser
import Foundation

struct AnnotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "annotate",
        abstract: "Restores a transcript and says what is in it.",
        discussion: """
            Reads plain text, timed lines, SubRip, WebVTT, and the JSON of Whisper, AssemblyAI and Afterword; the format is \
            found by content. The words themselves are never changed.

              afterword annotate talk.srt --format markdown
              afterword annotate talk.txt --processors punctuation --format text
              afterword annotate *.vtt --output results/
              whisper-json-lines | afterword annotate --jsonl

            Exit codes: 0 done; 64 usage; 65 bad input; 66 input missing; 69 model unusable; 74 input/output; 130 and 143 interrupted.
            """)

    @Argument(help: ArgumentHelp("Transcripts to read; - or none is standard input.", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("\(ResultFormat.names). By default from the name in --output, else json.", valueName: "format"))
    var format: ResultFormat?

    @Option(help: ArgumentHelp("What to make, with commas between: \(StandardProcessors.names.joined(separator: ", ")), or a classifier of the model. All by default.", valueName: "names"))
    var processors: String?

    @Option(name: .customLong("from"), help: ArgumentHelp("The input's format: auto, \(TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "format"))
    var source = "auto"

    @Option(name: .shortAndLong, help: ArgumentHelp("File to write, or for several transcripts the directory to write into.", valueName: "path"))
    var output: String?

    @Flag(help: "Read JSON Lines records from standard input and answer each with a line: {\"id\", \"text\"} or {\"id\", \"words\"}.")
    var jsonl = false

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Model") var arithmetic: PrecisionOptions
    @OptionGroup(title: "Processors") var options: ProcessorOptions

    mutating func validate() throws {
        if source != "auto", TranscriptFormat(rawValue: source) == nil {
            throw ValidationError("--from \(source): no such format; choose auto, \(TranscriptFormat.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        if jsonl, !files.isEmpty || output != nil || format != nil { throw ValidationError("--jsonl reads standard input and writes standard output: no files, --output or --format") }
        if files.count > 1, output == nil { throw ValidationError("several transcripts need --output with a directory to write into") }
    }

    func run() throws {
        for path in files where path != "-" { try Input.require(path) }
        let model = try model.loadModel(precision: arithmetic.precision)
        let plan = try options.plan(processors, model: model, threads: self.model.threads)
        if jsonl { return try JSONLines(pipeline: plan.pipeline, withheld: plan.withheld, masks: options.mask).run() }
        let paths = files.isEmpty ? ["-"] : files
        let target = OutputTarget(output: output, count: paths.count, format: format)
        try target.prepare(for: paths)
        for path in paths {
            let transcript = try Input.transcript(path, format: TranscriptFormat(rawValue: source))
            for repair in transcript.repairs.prefix(20) { note("\(path):\(repair.line): repaired: \(repair.what)") }
            if transcript.repairs.count > 20 { note("\(path): and \(transcript.repairs.count - 20) more repairs, all listed in the JSON result") }
            let annotated = plan.pipeline.annotate(transcript), result = options.mask ? annotated.maskingProfanity() : annotated
            for failure in result.failures { note("\(path): \(failure.processor) failed: \(failure.message)") }
            try target.write(plan.render(result, as: target.format), for: path)
        }
    }
}

/// Where results go: standard output, a file, or a directory with one file a transcript.
struct OutputTarget {
    private let path: String?
    private let isDirectory: Bool
    let format: ResultFormat

    init(output: String?, count: Int, format: ResultFormat?) {
        path = output
        var exists: ObjCBool = false
        isDirectory = output.map { $0.hasSuffix("/") || count > 1 || FileManager.default.fileExists(atPath: $0, isDirectory: &exists) && exists.boolValue } ?? false
        self.format = format ?? (isDirectory ? nil : output.flatMap { ResultFormat(fileExtension: URL(filePath: $0).pathExtension) }) ?? .json
    }

    /// Makes the directory, and refuses inputs that would be written over each other or over an input.
    func prepare(for inputs: [String]) throws {
        guard let path else { return }
        guard isDirectory else { return try OutputFile.requireWritable(directory: URL(filePath: path).deletingLastPathComponent().path, isMade: false) }
        try OutputFile.makeDirectory(path)
        try OutputFile.requireWritable(directory: path)
        var taken: [String: String] = [:]
        for input in inputs {
            let file = self.file(for: input)
            if let other = taken.updateValue(input, forKey: file) { throw CommandFailure(.usage, "\(other) and \(input) would both be written to \(file)") }
            if inputs.contains(where: { URL(filePath: $0).standardizedFileURL == URL(filePath: file).standardizedFileURL }) {
                throw CommandFailure(.usage, "\(file) is an input: choose another --output")
            }
        }
    }

    func write(_ data: Data, for input: String) throws {
        if path == nil { try OutputFile.print(data) } else { try OutputFile.write(data, to: file(for: input)) }
    }

    private func file(for input: String) -> String {
        guard let path else { return "-" }
        guard isDirectory else { return path }
        let stem = input == "-" ? "transcript" : URL(filePath: input).deletingPathExtension().lastPathComponent
        return URL(filePath: path).appending(path: "\(stem).\(format.fileExtension)").relativePath
    }
}
