import Foundation

/// Where a result goes. A file appears whole or not at all: it is written under another name and then renamed.
enum OutputFile {
    static func write(_ data: Data, to path: String) throws {
        let target = URL(filePath: path)
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return try write(data, through: target) }
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

    /// Writes into what is no file, such as a pipe or `/dev/null`, and is not to be replaced by one.
    private static func write(_ data: Data, through device: URL) throws {
        do { try FileHandle(forWritingTo: device).write(contentsOf: data) } catch {
            throw CommandFailure(.inputOutput, "\(device.path): cannot be written: \(reason(error))")
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

    /// Refuses a directory that could not be made or written into, before the work that is to fill it.
    ///
    /// - Parameter isMade: whether it is made where it is not there.
    static func requireWritable(directory path: String, isMade: Bool = true) throws {
        var existing = URL(filePath: path).standardizedFileURL
        while isMade, access(existing.path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR, existing.path != "/" { existing.deleteLastPathComponent() }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: existing.path, isDirectory: &isDirectory), isDirectory.boolValue else {
            throw CommandFailure(.inputOutput, "\(path): cannot be written to: \(existing.lastPathComponent) is no directory")
        }
        guard access(existing.path, W_OK | X_OK) == 0 else { throw CommandFailure(.inputOutput, "\(path): cannot be written to: \(String(cString: strerror(errno)))") }
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
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error ?? error
    return (underlying as NSError).domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32((underlying as NSError).code))) : "\(error)"
}

/// The three streams that every program expects to have.
enum StandardStreams {
    /// Opens those that were closed on nothing: to use them fails, and no other file takes their place.
    static func open() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) == -1 {
            _ = Foundation.open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) // the lowest that is free: this one
        }
    }
}
