/// Floats that start on a 64-byte boundary, as the kernels read weights; written once, then read-only.
final class AlignedFloats: Sendable {
    private nonisolated(unsafe) let floats: UnsafeMutableBufferPointer<Float>

    init(count: Int, initializingWith initialize: (UnsafeMutableBufferPointer<Float>) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
        floats = UnsafeMutableBufferPointer(rebasing: memory.bindMemory(to: Float.self)[0..<count])
        floats.initialize(repeating: 0)
        initialize(floats)
    }

    deinit { UnsafeMutableRawPointer(floats.baseAddress)?.deallocate() }

    func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        withExtendedLifetime(self) { body(UnsafeBufferPointer(floats)) }
    }
}
