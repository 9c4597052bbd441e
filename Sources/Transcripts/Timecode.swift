/// A time in a recording, in whole milliseconds, as caption files write it.
///
///     Timecode("01:02:03,500")?.milliseconds              // 3_723_500
///     Timecode(milliseconds: 6_000).text(.subRip)         // "00:00:06,000"
public struct Timecode: Sendable, Hashable, Comparable, Codable {
    /// Milliseconds from the start of the recording, 0…`Timecode.limit`.
    public let milliseconds: Int

    /// The latest time that is read or written: 99,999 hours. Later ones are mistakes.
    public static let limit = 99_999 * 3_600_000

    /// Clamped to 0…`limit`.
    public init(milliseconds: Int) {
        self.milliseconds = min(max(milliseconds, 0), Timecode.limit)
    }

    /// Reads `[hours:]minutes:seconds[.fraction]`, with a comma or a point, or nil if `text` is anything else.
    ///
    /// Hours may be over 99, minutes over 59 where there are no hours; digits after the third are cut off.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var position = 0
        guard let time = Timecode.scan(bytes, at: &position, before: bytes.count), position == bytes.count else { return nil }
        self = time
    }

    /// How a time is written.
    public enum Style: Sendable, CaseIterable {
        /// `00:00:06,000`
        case subRip
        /// `00:00:06.000`
        case webVTT
        /// `00:06`, and `1:00:06` from the first hour on; the milliseconds are cut off.
        case clock
    }

    public func text(_ style: Style) -> String {
        let seconds = milliseconds / 1000
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let tail = ":" + Timecode.digits(seconds % 60, 2)
        switch style {
        case .subRip, .webVTT:
            let mark = style == .subRip ? "," : "."
            return Timecode.digits(hours, 2) + ":" + Timecode.digits(minutes, 2) + tail + mark + Timecode.digits(milliseconds % 1000, 3)
        case .clock:
            return (hours > 0 ? "\(hours):" : "") + Timecode.digits(minutes, 2) + tail
        }
    }

    public static func < (a: Timecode, b: Timecode) -> Bool { a.milliseconds < b.milliseconds }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

extension Timecode {
    /// Reads the time that starts at `position` and moves `position` past it; nil, and `position` unmoved, if there is none.
    static func scan(_ bytes: [UInt8], at position: inout Int, before end: Int) -> Timecode? {
        var cursor = position
        guard let first = scanDigits(bytes, at: &cursor, before: end, atMost: 7) else { return nil }
        var fields = [first]
        while fields.count < 3, cursor < end, bytes[cursor] == UInt8(ascii: ":") {
            var next = cursor + 1
            guard let value = scanDigits(bytes, at: &next, before: end, atMost: 2), value < 60 else { return nil }
            fields.append(value)
            cursor = next
        }
        guard fields.count > 1 else { return nil }
        var time = fields.reduce(0) { $0 * 60 + $1 } * 1000
        if cursor + 1 < end, bytes[cursor] == UInt8(ascii: ",") || bytes[cursor] == UInt8(ascii: "."), bytes[cursor + 1].isDigit {
            cursor += 1
            var weight = 100
            while cursor < end, bytes[cursor].isDigit {
                time += weight * Int(bytes[cursor] - UInt8(ascii: "0"))
                weight /= 10
                cursor += 1
            }
        }
        guard time <= limit else { return nil }
        position = cursor
        return Timecode(milliseconds: time)
    }

    private static func scanDigits(_ bytes: [UInt8], at cursor: inout Int, before end: Int, atMost width: Int) -> Int? {
        let first = cursor
        var value = 0
        while cursor < end, bytes[cursor].isDigit {
            guard cursor - first < width else { return nil }
            value = value * 10 + Int(bytes[cursor] - UInt8(ascii: "0"))
            cursor += 1
        }
        return cursor > first ? value : nil
    }
}
