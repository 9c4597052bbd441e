import Afterword
import Foundation

/// Why a command stops, and the exit code that says so to a script.
struct CommandFailure: Error {
    enum Code: Int32 {
        case usage = 64
        case badInput = 65
        case inputMissing = 66
        case modelUnusable = 69
        case inputOutput = 74
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Labelled data that cannot be read is missing, all else about it is bad.
    init(_ error: TrainingError) {
        let code: Code = switch error {
        case .unreadable: .inputMissing
        case .output: .inputOutput
        case .model, .noMask: .modelUnusable
        default: .badInput
        }
        self.init(code, "\(error)")
    }
}

/// Writes a line to standard error, where messages and progress go; results have standard output to themselves.
func note(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
}
