#if os(Linux)
internal import Foundation
#endif

/// Numbers that start on a 64-byte boundary, as the kernels read weights; written once, then read-only.
final class AlignedArray<Element: BitwiseCopyable & Sendable>: Sendable {
    private nonisolated(unsafe) let elements: UnsafeMutableBufferPointer<Element>

    /// Room for numbers; ``write(_:)`` is to give each a value before it is read.
    init(unwritten count: Int) {
        let size = max(count, 1) * MemoryLayout<Element>.stride, isLarge = size >= 2 * Self.hugePage
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: isLarge ? Self.hugePage : 64)
        #if os(Linux)
        if isLarge { madvise(memory.baseAddress, size, MADV_HUGEPAGE) } // only advice: an hour's states are touched page by page else, 5,600 times
        #endif
        elements = UnsafeMutableBufferPointer(rebasing: memory.bindMemory(to: Element.self)[0..<count])
    }

    convenience init(repeating zero: Element, count: Int, initializingWith initialize: (UnsafeMutableBufferPointer<Element>) -> Void) {
        self.init(unwritten: count)
        elements.initialize(repeating: zero)
        initialize(elements)
    }

    private static var hugePage: Int { 2 << 20 }

    deinit { UnsafeMutableRawPointer(elements.baseAddress)?.deallocate() }

    /// Several threads may write at once where each has elements of its own that nobody reads yet.
    func write(_ body: (UnsafeMutablePointer<Element>) -> Void) {
        withExtendedLifetime(self) { if let start = elements.baseAddress { body(start) } }
    }

    func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeBufferPointer(elements)) }
    }
}
