/// Numbers that start on a 64-byte boundary, as the kernels read weights; written once, then read-only.
final class AlignedArray<Element: BitwiseCopyable & Sendable>: Sendable {
    private nonisolated(unsafe) let elements: UnsafeMutableBufferPointer<Element>

    /// Room for numbers; ``write(_:)`` is to give each a value before it is read.
    init(unwritten count: Int) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
        elements = UnsafeMutableBufferPointer(rebasing: memory.bindMemory(to: Element.self)[0..<count])
    }

    convenience init(repeating zero: Element, count: Int, initializingWith initialize: (UnsafeMutableBufferPointer<Element>) -> Void) {
        self.init(unwritten: count)
        elements.initialize(repeating: zero)
        initialize(elements)
    }

    deinit { UnsafeMutableRawPointer(elements.baseAddress)?.deallocate() }

    /// Several threads may write at once where each has elements of its own that nobody reads yet.
    func write(_ body: (UnsafeMutablePointer<Element>) -> Void) {
        withExtendedLifetime(self) { if let start = elements.baseAddress { body(start) } }
    }

    func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeBufferPointer(elements)) }
    }
}
