/// Reads the values that all the JSON formats share: texts, times, scores, speakers and lists of words.
struct JSONWords {
    enum Unit { case seconds, milliseconds }

    let json: JSONText
    /// What a number means where a time stands.
    let unit: Unit
    /// The names a word's text goes by, the best first.
    var textKeys = ["text", "word"]
    /// Whether a word without a space in front goes on from the one before, as Whisper's pieces do.
    var joinsPieces = false

    /// Appends the words of `list` to `cue`.
    ///
    /// - Throws: `field`.
    func read(
        _ list: [JSONNode], _ path: @autoclosure () -> String, speaker: String? = nil, into cue: inout DraftCue, _ draft: inout Draft
    ) throws(TranscriptError) {
        cue.words.reserveCapacity(cue.words.count + list.count)
        let hasSpaces = joinsPieces && list.contains { startsWithSpace($0) }
        for (index, node) in list.enumerated() {
            let line = json.line(of: node)
            func place() -> String { path() + "[\(index)]" }
            guard let key = textKeys.first(where: { node[$0] != nil }), let value = node[key] else {
                throw field(node, place(), "a word with \(textKeys.joined(separator: " or "))", node.kind)
            }
            guard let text = value.string else { throw field(value, place() + "." + key, "a string", value.kind) }
            let start = try time(node["start"], place() + ".start", &draft)
            var end = try time(node["end"], place() + ".end", &draft)
            if let first = start, let last = end, last < first {
                draft.report(line, "word ends before it starts: its end is taken from the next one")
                end = nil
            }
            let source: TimeSource? = node["time_source"]?.string == "interpolated" && start != nil ? .interpolated : nil
            let score = confidence(node["confidence"] ?? node["probability"] ?? node["score"])
            let name = try self.speaker(node["speaker"], place() + ".speaker") ?? speaker
            var words = JSONWords.split(text).map { Word($0, confidence: score, speaker: name) }
            if words.isEmpty {
                draft.report(line, "word without text left out")
                continue
            }
            if hasSpaces, text.first?.isWhitespace == false, let last = cue.words.indices.last {
                JSONWords.join(words.removeFirst(), end: end, to: &cue.words[last])
                if words.isEmpty { continue }
            }
            if words.count == 1 {
                words[0].start = start
                words[0].end = end
                words[0].timeSource = source ?? (start == nil ? .none : .measured)
            } else {
                draft.report(line, "word with white space in it: read as \(words.count)")
                if let start, let end { Draft.spread(&words[...], from: start, to: end) } else { words[0].start = start }
            }
            cue.words += words
        }
    }

    /// The words of a text that has no times of its own.
    static func split(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var words: [String] = []
        bytes.words(in: 0..<bytes.count) { words.append(bytes.string($0)) }
        return words
    }

    /// A number, or a string such as `00:00:01,500`; one that cannot be a time is reported and nil.
    func time(_ node: JSONNode?, _ path: @autoclosure () -> String, _ draft: inout Draft) throws(TranscriptError) -> Int? {
        guard let node else { return nil }
        if case .string(let string) = node.value, let time = Timecode(string) { return time.milliseconds }
        guard case .number(let number) = node.value else { throw field(node, path(), "a time", node.kind) }
        let milliseconds = (unit == .seconds ? number * 1000 : number).rounded()
        if milliseconds < 0, milliseconds.isFinite {
            draft.report(json.line(of: node), "negative time read as 0")
            return 0
        }
        guard milliseconds.isFinite, milliseconds <= Double(Timecode.limit) else {
            draft.report(json.line(of: node), "impossible time left out")
            return nil
        }
        return Int(milliseconds)
    }

    func string(_ node: JSONNode?, _ path: @autoclosure () -> String) throws(TranscriptError) -> String? {
        guard let node else { return nil }
        guard let string = node.string else { throw field(node, path(), "a string", node.kind) }
        return string
    }

    /// Nil if there is none; an empty array counts as none.
    func list(_ node: JSONNode?, _ path: @autoclosure () -> String) throws(TranscriptError) -> [JSONNode]? {
        guard let node else { return nil }
        guard let elements = node.elements else { throw field(node, path(), "an array", node.kind) }
        return elements.isEmpty ? nil : elements
    }

    /// A name, or a number that stands for one.
    func speaker(_ node: JSONNode?, _ path: @autoclosure () -> String) throws(TranscriptError) -> String? {
        guard let node else { return nil }
        if case .number(let number) = node.value, let number = Int(exactly: number) { return String(number) }
        let name = try string(node, path())
        return name?.isEmpty == true ? nil : name
    }

    func field(_ node: JSONNode, _ path: String, _ expected: String, _ found: String) -> TranscriptError {
        .field(file: json.source.name, line: json.line(of: node), path: path, expected: expected, found: found)
    }

    private func startsWithSpace(_ node: JSONNode) -> Bool {
        textKeys.lazy.compactMap { node[$0] }.first?.string?.first?.isWhitespace == true
    }

    private func confidence(_ node: JSONNode?) -> Double? {
        guard case .number(let number)? = node?.value, number.isFinite else { return nil }
        return Swift.min(Swift.max(number, 0), 1)
    }

    private static func join(_ piece: Word, end: Int?, to word: inout Word) {
        word.text += piece.text
        if let end, end >= word.start ?? 0 { word.end = end }
        if let score = piece.confidence { word.confidence = Swift.min(score, word.confidence ?? 1) }
    }
}
