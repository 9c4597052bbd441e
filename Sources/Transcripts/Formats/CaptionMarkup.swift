/// Takes the formatting tags, entities and voices out of caption text, and keeps the word times.
///
/// Only tags that captions know are mark-up: `<unk>` or `a < b` stay words.
struct CaptionMarkup {
    /// Who the text belongs to by the last `<v Name>`.
    private(set) var speaker: String?
    /// Whether a word time such as `<00:00:01.500>` was met.
    private(set) var hasTimes = false

    /// The last word time that no word has taken yet.
    private var stamp: Int?
    private var pending: [UInt8] = []
    /// When the pending word starts: a time behind its first letter is the next word's.
    private var pendingStart: Int?

    /// Longer tags are none, so that a line of `<` takes no time to read.
    private static let longestTag = 1024

    /// Appends the words of one line of a cue to `words`; the first one after a word time starts then.
    mutating func read(_ row: Range<Int>, of bytes: [UInt8], into words: inout [Word]) {
        guard bytes[row].contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "{") }) else {
            bytes.words(in: row) { range in
                words.append(Word(bytes.string(range), start: stamp, speaker: speaker))
                stamp = nil
            }
            return
        }
        var index = row.lowerBound
        while index < row.upperBound {
            switch bytes[index] {
            case UInt8(ascii: "<"):
                if let end = tag(at: index, in: row, of: bytes, &words) {
                    index = end
                    continue
                }
            case UInt8(ascii: "{"):
                // {\an8}, {\i1}: overrides of SubStation Alpha, which SubRip files carry along.
                if bytes.matches("{\\", at: index), let end = bytes.firstIndex(of: UInt8(ascii: "}"), in: index..<CaptionMarkup.reach(index, row)) {
                    index = end + 1
                    continue
                }
            case UInt8(ascii: "&"):
                if let (scalar, end) = CaptionMarkup.entity(at: index, in: row, of: bytes) {
                    if scalar.properties.isWhitespace { flush(&words) } else { append(String(scalar).utf8) }
                    index = end
                    continue
                }
            default:
                break
            }
            let width = bytes.whiteSpace(at: index)
            if width > 0 { flush(&words) } else { append(CollectionOfOne(bytes[index])) }
            index += Swift.max(1, width)
        }
        flush(&words)
    }

    /// Handles the tag at `index` and gives where it ends; nil if it is none.
    private mutating func tag(at index: Int, in row: Range<Int>, of bytes: [UInt8], _ words: inout [Word]) -> Int? {
        guard let end = bytes.firstIndex(of: UInt8(ascii: ">"), in: index..<CaptionMarkup.reach(index, row)) else { return nil }
        var cursor = index + 1
        if bytes[cursor].isDigit {
            guard let time = Timecode.scan(bytes, at: &cursor, before: end), cursor == end else { return nil }
            stamp = time.milliseconds
            hasTimes = true
            return end + 1
        }
        let isClosing = bytes[cursor] == UInt8(ascii: "/")
        if isClosing { cursor += 1 }
        let nameStart = cursor
        while cursor < end, bytes[cursor].isASCIILetter { cursor += 1 }
        let name = bytes.string(nameStart..<cursor).lowercased()
        guard CaptionMarkup.tags.contains(name), cursor == end || " \t./".utf8.contains(bytes[cursor]) else { return nil }
        if name == "v" {
            flush(&words)
            while cursor < end, bytes.whiteSpace(at: cursor) == 0 { cursor += 1 }
            speaker = isClosing ? nil : CaptionMarkup.plain(bytes.trimmed(cursor..<Swift.max(cursor, end)), of: bytes)
        } else if name == "br" {
            flush(&words)
        }
        return end + 1
    }

    private mutating func append(_ bytes: some Sequence<UInt8>) {
        if pending.isEmpty {
            pendingStart = stamp
            stamp = nil
        }
        pending.append(contentsOf: bytes)
    }

    private mutating func flush(_ words: inout [Word]) {
        guard !pending.isEmpty else { return }
        words.append(Word(String(decoding: pending, as: UTF8.self), start: pendingStart, speaker: speaker))
        pending.removeAll(keepingCapacity: true)
    }

    private static func reach(_ index: Int, _ row: Range<Int>) -> Int { Swift.min(row.upperBound, index + longestTag) }
}

extension CaptionMarkup {
    private static let tags: Set<String> = [
        "b", "br", "c", "em", "font", "i", "lang", "p", "rt", "ruby", "s", "span", "strong", "u", "v",
    ]

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "apos": "'", "gt": ">", "lrm": "\u{200E}", "lt": "<", "nbsp": "\u{A0}", "quot": "\"", "rlm": "\u{200F}",
    ]

    /// The character that the entity at `index` stands for, and where it ends; nil if it is none.
    private static func entity(at index: Int, in row: Range<Int>, of bytes: [UInt8]) -> (Unicode.Scalar, Int)? {
        let limit = Swift.min(row.upperBound, index + 12)
        guard let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: index..<limit) else { return nil }
        let name = bytes.string(index + 1..<end)
        if let scalar = entities[name] { return (scalar, end + 1) }
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
        guard let value = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10) else { return nil }
        // Zero and surrogates are no characters; the standard replaces them.
        return (value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}", end + 1)
    }

    /// The text of a voice's name, nil if it is empty.
    private static func plain(_ range: Range<Int>, of bytes: [UInt8]) -> String? {
        var result = ""
        var index = range.lowerBound
        var first = index
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = entity(at: index, in: range, of: bytes) {
                result += bytes.string(first..<index)
                result.unicodeScalars.append(scalar)
                (index, first) = (end, end)
            } else {
                index += 1
            }
        }
        result += bytes.string(first..<range.upperBound)
        return result.isEmpty ? nil : result
    }

    /// `text`, a line of caption text, so that reading it back gives `text`.
    ///
    /// WebVTT escapes every `&`, `<` and `>`; SubRip, whose players show entities as they stand, only what would be mark-up or a timing line.
    static func escaped(_ text: String, everything: Bool) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "{") })
        else { return text }
        let whole = 0..<bytes.count
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            var ignored: [Word] = []
            var probe = CaptionMarkup()
            switch byte {
            case UInt8(ascii: "&") where everything || entity(at: index, in: whole, of: bytes) != nil:
                result += "&amp;".utf8
            case UInt8(ascii: "<") where everything || probe.tag(at: index, in: whole, of: bytes, &ignored) != nil:
                result += "&lt;".utf8
            case UInt8(ascii: ">") where everything || index >= 2 && bytes.matches("-->", at: index - 2):
                result += "&gt;".utf8
            case UInt8(ascii: "{") where bytes.matches("{\\", at: index):
                result += "&#123;".utf8
            default:
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
