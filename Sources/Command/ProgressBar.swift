import Foundation

/// A progress bar on standard error; silent unless that is a terminal.
struct ProgressBar {
    private let shown = isatty(STDERR_FILENO) == 1
    private let label: String
    private var lastDrawn = ContinuousClock.now - .seconds(1)

    init(_ label: String) { self.label = label }

    /// Draws the bar at `fraction` (0…1) with a remark behind it, at most ten times a second.
    mutating func show(_ fraction: Double, _ remark: String = "") {
        let now = ContinuousClock.now
        guard shown, fraction >= 1 || now - lastDrawn > .milliseconds(100) else { return }
        lastDrawn = now
        let filled = Int((min(max(fraction, 0), 1) * 30).rounded())
        let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 30 - filled)
        let percent = String(Int((fraction * 100).rounded())).leftPadded(to: 3)
        FileHandle.standardError.write(Data("\r\u{1B}[2K\(label) \(bar) \(percent) % \(remark)".utf8))
    }

    /// Ends the line.
    func finish() {
        if shown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}

extension String {
    /// The string with spaces before it, up to `width` characters.
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
