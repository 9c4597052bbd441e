internal import Dispatch
internal import Synchronization

/// Work that is split over threads: a document's result never depends on how many there are.
package enum Threads {
    /// Runs `work` on up to `threads` threads, which take the numbers below `count` as they become free; with one thread, on the caller's.
    package static func forEach(_ count: Int, threads: Int, work: @Sendable (() -> Int?) -> Void) {
        let next = Atomic<Int>(0)
        let take: @Sendable () -> Int? = {
            let index = next.add(1, ordering: .relaxed).oldValue
            return index < count ? index : nil
        }
        let workers = min(threads, count)
        if workers <= 1 { work(take) } else { DispatchQueue.concurrentPerform(iterations: workers) { _ in work(take) } }
    }
}
