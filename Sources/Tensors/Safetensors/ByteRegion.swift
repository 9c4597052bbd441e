internal import Foundation

/// Read-only bytes that stay at one address: a mapped file, an array, or data inside the program.
public final class ByteRegion: Sendable {
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let origin: Origin

    private enum Origin { case mapped, allocated, program }

    /// Maps a file into memory; pages are read when they are touched.
    ///
    /// The file must not be shortened while the region is in use.
    /// - Throws: `TensorError.unreadable`.
    public init(contentsOf path: String) throws(TensorError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(file: path, reason: "not a regular file") }
        guard status.st_size > 0 else { // an empty mapping is an error of its own
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            origin = .program
            return
        }
        let count = Int(status.st_size)
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw .unreadable(file: path, reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: start, count: count)
        origin = .mapped
    }

    /// Copies bytes.
    public init(_ array: [UInt8]) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: array.count, alignment: 64)
        copy.copyBytes(from: array)
        bytes = UnsafeRawBufferPointer(copy)
        origin = .allocated
    }

    /// Bytes that live as long as the program, such as embedded data.
    public init(static start: UnsafeRawPointer, count: Int) {
        bytes = UnsafeRawBufferPointer(start: start, count: count)
        origin = .program
    }

    deinit {
        switch origin {
        case .mapped: munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        case .allocated: bytes.deallocate()
        case .program: break
        }
    }

    public var count: Int { bytes.count }

    /// Lets the system have the memory back of pages that were read; they are read again from where they came when they are touched.
    package func forgetPages() {
        guard origin != .allocated, let start = bytes.baseAddress else { return }
        let page = Int(getpagesize())
        let first = UnsafeMutableRawPointer(mutating: start).alignedUp(toMultipleOf: page)
        let count = (bytes.count - (first - UnsafeMutableRawPointer(mutating: start))) / page * page
        if count > 0 { madvise(first, count, MADV_DONTNEED) }
    }

    /// Gives `body` the bytes of a range inside the region.
    public func withUnsafeBytes<Result, Failure: Error>(
        in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { () throws(Failure) -> Result in try body(UnsafeRawBufferPointer(rebasing: bytes[range])) }
    }
}
