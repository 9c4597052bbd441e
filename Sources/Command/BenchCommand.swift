import Afterword
import ArgumentParser
import Foundation

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measures this machine: tokens a second by stage, seconds for an hour of speech, memory, load time.",
        discussion: """
            Works on the transcript given, or on made-up words of the vocabulary; an hour of speech is 13,000 words. Each figure is the best of \
            several rounds. Times are of this process alone: close what else is running.

              afterword bench
              afterword bench talk.srt --rounds 5 --json
              afterword bench --training
              afterword bench --fidelity talk.srt
            """)

    @Argument(help: ArgumentHelp("Transcript whose words are used, repeated up to an hour of speech.", valueName: "file")) var file: String?
    @Option(help: ArgumentHelp("Rounds; the best one counts.", valueName: "n")) var rounds = 3
    @Flag(help: "Measure steps of fine-tuning with the encoder instead.") var training = false
    @Flag(help: "Measure the tokenizer and the encoder only.") var encoder = false
    @Flag(help: "Measure the encoder's linear layers beside the most products this core can do instead.") var linears = false
    @Flag(help: "Measure how near the states in bfloat16 and int8 are to those in float32 instead.") var fidelity = false
    @Flag(help: "Print JSON instead of a table.") var json = false
    @OptionGroup(title: "Model") var options: ModelOptions
    @OptionGroup(title: "Model") var arithmetic: PrecisionOptions

    mutating func validate() throws {
        guard (1...1000).contains(rounds) else { throw ValidationError("--rounds is from 1 to 1000, not \(rounds)") }
        guard [training, encoder, linears, fidelity].filter({ $0 }).count <= 1 else {
            throw ValidationError("--training, --encoder, --linears and --fidelity are measured one at a time")
        }
    }

    func run() throws {
        if fidelity { return try measureFidelity() }
        let (model, loading) = try Stopwatch.time { try options.loadModel(precision: training ? .float32 : arithmetic.precision) }
        if training || linears {
            var report = BenchReport(machine: .current, precision: model.encoder.precision, threads: linears ? 1 : options.threads, loadSeconds: loading)
            if training { report.stages = try TrainingBench.stages(model: model, threads: options.threads, rounds: rounds) }
            if linears { report.linears = LinearBench.rates(of: model.encoder.configuration, rounds: rounds) }
            report.peakMemoryBytes = Stopwatch.peakMemoryBytes
            return try show(report)
        }
        let hour = try Workload.hour(of: file.map { try Input.transcript($0, format: nil) }, vocabulary: model.tokenizer.vocabulary)
        var report = BenchReport(machine: .current, precision: model.encoder.precision, threads: options.threads, loadSeconds: loading)
        report.words = hour.words.count
        let tokens = model.tokenizer.tokens(of: hour)
        report.tokens = tokens.count
        report.stages.append(.init(name: "tokenize", threads: 1, seconds: Stopwatch.best(of: rounds) { _ = model.tokenizer.tokens(of: hour) }, tokens: tokens.count))
        for workload in Workload.encoder(tokens) {
            for threads in Set([1, options.threads]).sorted() {
                let seconds = Stopwatch.best(of: rounds) { _ = model.encoder.states(of: workload.documents, threads: threads) }
                report.stages.append(.init(name: "encode \(workload.name)", threads: threads, seconds: seconds, tokens: workload.rows))
            }
        }
        if encoder {
            report.peakMemoryBytes = Stopwatch.peakMemoryBytes
            return try show(report)
        }
        let pipeline = try Pipeline.standard(model: model, threads: options.threads)
        for (processor, seconds) in Self.processorSeconds(pipeline, on: hour, rounds: rounds) {
            report.stages.append(.init(name: processor, threads: 1, seconds: seconds, tokens: tokens.count))
        }
        let annotated = pipeline.annotate(hour)
        report.stages.append(.init(name: "to JSON", threads: 1, seconds: try Stopwatch.best(of: rounds) { _ = try annotated.json(pretty: false) }, tokens: tokens.count))
        let all = try Stopwatch.best(of: rounds) { _ = try pipeline.annotate(hour).json(pretty: false) }
        report.stages.append(.init(name: "annotate, all processors, to JSON", threads: options.threads, seconds: all, tokens: tokens.count))
        report.hourSeconds = all * 13_000 / Double(hour.words.count)
        report.peakMemoryBytes = Stopwatch.peakMemoryBytes
        try show(report)
    }

    /// The least seconds that each processor took beside the pass of the encoder.
    private static func processorSeconds(_ pipeline: Pipeline, on transcript: Transcript, rounds: Int) -> [(processor: String, seconds: Double)] {
        let all = (0...rounds).map { _ in pipeline.durations(of: transcript) }.dropFirst() // the first one loads what is loaded when asked for
        return all[1].indices.map { index in (all[1][index].processor, all.map { $0[index].duration / .seconds(1) }.min() ?? 0) }
    }

    /// States of the same texts at each precision, beside those in 32 bits.
    private func measureFidelity() throws {
        let (exact, loading) = try Stopwatch.time { try options.loadModel(precision: .float32) }
        let transcript = try file.map { try Input.transcript($0, format: nil) } ?? Workload.hour(of: nil, vocabulary: exact.tokenizer.vocabulary)
        let tokens = exact.tokenizer.tokens(of: transcript)
        var report = BenchReport(machine: .current, precision: .float32, threads: options.threads, loadSeconds: loading)
        (report.words, report.tokens) = (transcript.words.count, tokens.count)
        let narrow = try [InferencePrecision.bfloat16, .int8].map { try options.loadModel(precision: $0).encoder }
        for workload in Workload.encoder(tokens) where ["w128", "lines"].contains(workload.name) {
            let wanted = exact.encoder.states(of: workload.documents, threads: options.threads)
            for encoder in narrow {
                let states = encoder.states(of: workload.documents, threads: options.threads)
                report.fidelity.append(.init(name: workload.name, precision: encoder.precision, fidelity: Fidelity(of: states, to: wanted)))
            }
        }
        report.peakMemoryBytes = Stopwatch.peakMemoryBytes
        try show(report)
    }

    private func show(_ report: BenchReport) throws {
        try OutputFile.print(json ? JSONEncoder.lines.encode(report) + Data("\n".utf8) : Data(report.table.utf8))
    }
}

/// What `bench` measured.
struct BenchReport: Encodable {
    var machine: Machine
    /// What the encoder multiplied.
    var precision: InferencePrecision
    /// 0 where no transcript was read.
    var words = 0, tokens = 0
    var threads: Int
    var loadSeconds: Double
    var stages: [Stage] = []
    var fidelity: [Nearness] = []
    var linears: [LinearBench.Rate] = []
    /// Seconds for 13,000 words through every processor, JSON included.
    var hourSeconds = 0.0
    var peakMemoryBytes = 0

    init(machine: Machine, precision: InferencePrecision, threads: Int, loadSeconds: Double) {
        (self.machine, self.precision, self.threads, self.loadSeconds) = (machine, precision, threads, loadSeconds)
    }

    struct Stage: Encodable {
        let name: String
        let threads: Int
        let seconds: Double
        let tokensPerSecond: Double

        init(name: String, threads: Int, seconds: Double, tokens: Int) {
            (self.name, self.threads, self.seconds) = (name, threads, seconds)
            tokensPerSecond = Double(tokens) / seconds
        }
    }

    /// Of one workload at one precision.
    struct Nearness: Encodable {
        let name: String
        let precision: InferencePrecision
        let fidelity: Fidelity
    }

    struct Machine: Encodable {
        let processor: String
        let cores: Int
        let kernels: String

        static var current: Machine {
            let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
            let name = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
            return Machine(processor: name ?? "unknown", cores: ProcessInfo.processInfo.processorCount, kernels: kernelSummary)
        }
    }

    var table: String {
        var lines = [
            "\(machine.processor), \(machine.cores) cores, \(machine.kernels)",
            words > 0 ? "\(words) words, \(tokens) tokens, \(precision.rawValue)" : linears.isEmpty ? "steps of fine-tuning: forward, backward, AdamW" : "one thread",
            "",
        ]
        if !linears.isEmpty { lines.append("linear layers                               GOP/s   of peak") }
        for rate in linears {
            lines.append(
                "\(rate.name), \(rate.precision.rawValue)".padding(toLength: 36, withPad: " ", startingAt: 0)
                    + String(format: "%13.0f %8.0f%%", rate.gigaops, 100 * rate.shareOfPeak))
        }
        if !fidelity.isEmpty { lines.append("cosine to float32                              tokens   texts' means") }
        for nearness in fidelity {
            lines.append(
                "\(nearness.name) \(nearness.precision.rawValue)".padding(toLength: 36, withPad: " ", startingAt: 0)
                    + String(format: "%17.5f %14.5f", nearness.fidelity.tokens, nearness.fidelity.texts))
        }
        if !stages.isEmpty { lines.append("stage                                threads   seconds   tokens/s") }
        for stage in stages {
            lines.append(
                stage.name.padding(toLength: 36, withPad: " ", startingAt: 0)
                    + String(format: "%8d %9.3f %10.0f", stage.threads, stage.seconds, stage.tokensPerSecond))
        }
        lines.append("")
        if hourSeconds > 0 { lines.append(String(format: "an hour of speech (13,000 words)   %.2f s", hourSeconds)) }
        lines += [
            String(format: "loading the model                  %.3f s", loadSeconds),
            "peak memory                        \(ByteCount.text(peakMemoryBytes))",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}

enum Stopwatch {
    /// Seconds that `body` took, and what it gave.
    static func time<T>(_ body: () throws -> T) rethrows -> (T, seconds: Double) {
        let start = ContinuousClock.now
        let result = try body()
        return (result, (ContinuousClock.now - start) / .seconds(1))
    }

    /// The least seconds that `body` took in some rounds, after one that does not count.
    static func best(of rounds: Int, _ body: () throws -> Void) rethrows -> Double {
        try body()
        var best = Double.infinity
        for _ in 0..<rounds { best = min(best, try time(body).seconds) }
        return best
    }

    /// The memory this process has resident now; 0 where the system does not say.
    static var residentMemoryBytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * sysconf(Int32(_SC_PAGESIZE))
    }

    /// The most memory this process ever had resident.
    static var peakMemoryBytes: Int {
        var usage = rusage()
        getrusage(.init(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
