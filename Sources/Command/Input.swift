import Afterword
import Foundation

/// Reading what the user named: files, or standard input for `-`.
enum Input {
    /// Refuses a path where no file is, before anything is done for the others.
    static func require(_ path: String) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw CommandFailure(.inputMissing, "\(path): no such file")
        }
        guard !isDirectory.boolValue else { throw CommandFailure(.inputMissing, "\(path): is a directory, not a file") }
    }

    /// All bytes of a file.
    static func bytes(of path: String) throws -> [UInt8] {
        if path == "-" { return try standardInput() }
        try require(path)
        do { return try [UInt8](Data(contentsOf: URL(filePath: path))) } catch {
            throw CommandFailure(.inputMissing, "\(path): cannot be read: \(reason(error))")
        }
    }

    private static func standardInput() throws -> [UInt8] {
        do { return try [UInt8](FileHandle.standardInput.readToEnd() ?? Data()) } catch {
            throw CommandFailure(.inputOutput, "standard input: cannot be read: \(reason(error))")
        }
    }

    /// A transcript, with what had to be repaired noted on standard error.
    static func transcript(_ path: String, format: TranscriptFormat?) throws -> Transcript {
        let name = path == "-" ? "standard input" : path
        do { return try Transcript(reading: bytes(of: path), name: name, format: format) } catch let error as TranscriptError {
            throw CommandFailure(.badInput, error.description)
        }
    }
}
