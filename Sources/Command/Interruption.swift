import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: half-written files are removed and the exit code says which signal it was (130 or 143).
enum Interruption {
    private struct State {
        var partials: Set<String> = []
        /// Set while a record is in hand that must be finished first.
        var finishes = false
        var signal: Int32?
    }

    private static let state = Mutex(State())
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = [] // set once, before any thread starts

    /// Starts to listen; called once, by `main`.
    static func listen() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN) // a file beyond a quota is an error of writing like a full disk, no reason to die half-way
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { arrived(number) }
            source.resume()
            sources.append(source)
        }
    }

    /// Runs `body`, during which an interruption removes the file at `path`.
    static func removing<T>(_ path: String, _ body: () throws -> T) rethrows -> T {
        state.withLock { _ = $0.partials.insert(path) }
        defer { state.withLock { _ = $0.partials.remove(path) } }
        return try body()
    }

    /// Runs `body`, which an interruption does not cut short; afterwards the process ends if one came.
    static func finishing<T>(_ body: () throws -> T) rethrows -> T {
        hold()
        defer { release() }
        return try body()
    }

    /// From here on an interruption does not end the process, until ``release()``.
    static func hold() { state.withLock { $0.finishes = true } }

    /// Ends the process if an interruption came since ``hold()``.
    static func release() {
        let signal = state.withLock { state in
            state.finishes = false
            return state.signal
        }
        if let signal { exit(128 + signal) }
    }

    /// Whether a signal came while something is being finished: long work asks now and then, and stops at a good place.
    static var isRequested: Bool { state.withLock { $0.signal != nil } }

    private static func arrived(_ number: Int32) {
        let partials: Set<String>? = state.withLock { state in
            state.signal = number
            return state.finishes ? nil : state.partials
        }
        guard let partials else { return }
        for path in partials { unlink(path) }
        exit(128 + number)
    }
}
