import Foundation

/// The lines of a file descriptor as bytes, without their line feeds; memory grows with the longest line only.
struct LineReader {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var ended = false
    /// Number of the line that `next` gave last, from 1.
    private(set) var number = 0

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next line, or nil at the end. A last line without a line feed counts.
    mutating func next() throws -> [UInt8]? {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(to: end, skipping: 1) }
            searched = buffer.count
            if ended { return start < buffer.count ? take(to: buffer.count, skipping: 0) : nil }
            try fill()
        }
    }

    private mutating func take(to end: Int, skipping feed: Int) -> [UInt8] {
        let hasReturn = end > start && buffer[end - 1] == UInt8(ascii: "\r")
        let line = Array(buffer[start..<(hasReturn ? end - 1 : end)])
        start = end + feed
        searched = start
        number += 1
        return line
    }

    private mutating func fill() throws {
        buffer.removeFirst(start)
        (start, searched) = (0, searched - start)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count > 0 { buffer += chunk[..<count] }
        else if count == 0 { ended = true }
        else if errno != EINTR { throw CommandFailure(.inputOutput, "standard input: \(String(cString: strerror(errno)))") }
    }
}
