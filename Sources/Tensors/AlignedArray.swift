/// Numbers that start on a 64-byte boundary, as the kernels read weights; written once, then read-only.
final class AlignedArray<Element: BitwiseCopyable & Sendable>: Sendable {
    private nonisolated(unsafe) let elements: UnsafeMutableBufferPointer<Element>

    init(repeating zero: Element, count: Int, initializingWith initialize: (UnsafeMutableBufferPointer<Element>) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
        elements = UnsafeMutableBufferPointer(rebasing: memory.bindMemory(to: Element.self)[0..<count])
        elements.initialize(repeating: zero)
        initialize(elements)
    }

    deinit { UnsafeMutableRawPointer(elements.baseAddress)?.deallocate() }

    func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeBufferPointer(elements)) }
    }
}
