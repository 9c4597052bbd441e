import Foundation

/// Where a result goes. A file appears whole or not at all: it is written under another name and then renamed.
enum OutputFile {
    static func write(_ data: Data, to path: String) throws {
        let target = URL(filePath: path)
        let partial = target.deletingLastPathComponent().appending(path: ".\(target.lastPathComponent).\(getpid()).partial")
        do {
            try Interruption.removing(partial.path) {
                try data.write(to: partial)
                guard rename(partial.path, target.path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            }
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw CommandFailure(.inputOutput, "\(path): cannot be written: \(reason(error))")
        }
    }

    /// Writes to standard output; false when the reader has gone away, which is no error (`| head`).
    @discardableResult
    static func print(_ data: Data) throws -> Bool {
        try data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Foundation.write(STDOUT_FILENO, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written >= 0 { rest = rest.dropFirst(written) }
                else if errno == EPIPE { return false }
                else if errno != EINTR { throw CommandFailure(.inputOutput, "standard output: \(String(cString: strerror(errno)))") }
            }
            return true
        }
    }

    /// Makes a directory and its parents, if it is not there yet.
    static func makeDirectory(_ path: String) throws {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw CommandFailure(.inputOutput, "\(path): cannot be made: \(reason(error))")
        }
    }
}

/// The operating system's words for an error, without Foundation's phrases around it.
func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
    return underlying.domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(underlying.code))) : "\(error)"
}
