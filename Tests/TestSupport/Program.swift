public import Foundation
internal import Dispatch
internal import Synchronization

/// Runs programs as a user would, with what they print.
public struct Program: Sendable {
    public struct Outcome: Sendable {
        /// The exit code, or 128 and the signal that ended it.
        public let status: Int32
        public let output: Data
        public let errors: String
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    private let executable: URL

    public init(_ executable: URL) { self.executable = executable }

    /// The `afterword` command that was built beside these tests.
    public static let afterword = Program(
        URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "afterword"))

    /// Where the executable lies.
    public var url: URL { executable }

    /// Runs the program to its end.
    public func run(_ arguments: [String], input: Data = Data(), in folder: URL? = nil, environment: [String: String]? = nil) throws -> Outcome {
        signal(SIGPIPE, SIG_IGN) // a program may close its input before all of it is written
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        if let environment { process.environment = environment }
        let output = Pipe(), errors = Pipe(), stdin = Pipe()
        (process.standardInput, process.standardOutput, process.standardError) = (stdin, output, errors)
        try process.run()
        let heard = Mutex(Data())
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            let all = errors.fileHandleForReading.readDataToEndOfFile()
            heard.withLock { $0 = all }
        }
        DispatchQueue.global().async(group: group) {
            try? stdin.fileHandleForWriting.write(contentsOf: input) // a program that does not read its input closes the pipe
            try? stdin.fileHandleForWriting.close()
        }
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        group.wait()
        return Outcome(
            status: process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus,
            output: printed, errors: heard.withLock { String(decoding: $0, as: UTF8.self) })
    }

    /// Runs the program and kills it when a condition holds, which is asked every millisecond, unless it has ended by then; whether it had to be.
    public func kill(when isTime: () -> Bool, _ arguments: [String], signal: Int32 = SIGKILL) throws -> (wasKilled: Bool, status: Int32) {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        while process.isRunning, !isTime() { usleep(1000) }
        let wasRunning = process.isRunning
        if wasRunning { Foundation.kill(process.processIdentifier, signal) }
        process.waitUntilExit()
        return (wasRunning, process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus)
    }
}
