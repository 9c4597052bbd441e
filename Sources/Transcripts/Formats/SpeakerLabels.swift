/// Finds the `Name:` in front of a line, where the whole source shows that it is a speaker's and not speech.
///
/// One `The recipe:` is speech; a label is believed if it is of a kind that recognisers write (`Speaker 1:`,
/// `[SPEAKER_00]:`), if it comes back, if nearly every paragraph has one, or nearly every line where one of them comes back.
/// Numbered ones (`S1:`) are believed together: whoever speaks once is not to be heard as the one before.
struct SpeakerLabels {
    private var believed: Set<String> = []

    /// - Parameter rows: The lines a label may stand in front of, with whether they open a paragraph or cue.
    init(in rows: [(range: Range<Int>, isLead: Bool)], of bytes: [UInt8]) {
        var counts: [String: Int] = [:]
        var (leads, labelledLeads, labelled) = (0, 0, 0)
        for (range, isLead) in rows {
            leads += isLead ? 1 : 0
            guard let (name, _) = SpeakerLabels.candidate(range, of: bytes) else { continue }
            counts[name, default: 0] += 1
            labelled += 1
            labelledLeads += isLead ? 1 : 0
        }
        let areAllLabelled = leads >= 2 && labelledLeads == leads
        func isName(_ name: String) -> Bool { SpeakerLabels.isCapitalised(name) && !SpeakerLabels.headings.contains(name.lowercased()) }
        let comesBack = counts.contains { $0.value >= 2 && isName($0.key) }
        let areMostLabelled = leads >= 2 && labelledLeads * 5 >= leads * 4 || comesBack && labelled * 5 >= rows.count * 4
        for (name, count) in counts where SpeakerLabels.isGeneric(name) || areAllLabelled || isName(name) && (count >= 2 || areMostLabelled) {
            believed.insert(name)
        }
        let stems = Set(believed.compactMap(SpeakerLabels.numberedStem))
        for name in counts.keys where SpeakerLabels.numberedStem(name).map(stems.contains) == true { believed.insert(name) }
    }

    /// The speaker whose label opens `row`, and the rest of the row.
    func label(of row: Range<Int>, of bytes: [UInt8]) -> (name: String, rest: Range<Int>)? {
        guard !believed.isEmpty, let (name, rest) = SpeakerLabels.candidate(row, of: bytes), believed.contains(name) else { return nil }
        return (name, rest)
    }

    /// Whether `name` alone tells that it is a label, as in `Jane Doe (00:06)`, where a time stands for the colon.
    static func isPlausible(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard isNameShaped(range, of: bytes) else { return false }
        let name = bytes.string(range)
        return isCapitalised(name) || isGeneric(name)
    }

    private static func candidate(_ row: Range<Int>, of bytes: [UInt8]) -> (String, Range<Int>)? {
        let row = bytes.trimmed(row)
        let reach = row.lowerBound..<Swift.min(row.upperBound, row.lowerBound + 50)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: reach),
            colon + 1 == row.upperBound || bytes.whiteSpace(at: colon + 1) > 0
        else { return nil }
        var name = row.lowerBound..<colon
        if name.count > 2, bytes[name.lowerBound] == UInt8(ascii: "["), bytes[colon - 1] == UInt8(ascii: "]") {
            name = name.lowerBound + 1..<colon - 1
        }
        name = bytes.trimmed(name)
        guard isNameShaped(name, of: bytes) else { return nil }
        return (bytes.string(name), colon + 1..<row.upperBound)
    }

    /// At most four words of letters, digits and what stands in names, the first one opening with a letter.
    private static func isNameShaped(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
        guard let first = bytes[range].first, first.isASCIILetter || first >= 0x80 else { return false }
        var words = 0
        bytes.words(in: range) { _ in words += 1 }
        return words <= 4 && bytes[range].allSatisfy {
            $0.isASCIILetter || $0.isDigit || $0 >= 0x80 || " .'-_&#()/".utf8.contains($0)
        }
    }

    /// Whether every word but the small ones within (`Maria de la Cruz`) opens with a capital, a digit or a sign.
    private static func isCapitalised(_ name: String) -> Bool {
        let words = name.split(separator: " ")
        return words.allSatisfy { word in
            word.first.map { !$0.isLowercase } ?? true || (word.count <= 3 && word.startIndex != name.startIndex)
        }
    }

    /// `Speaker 1`, `SPEAKER_00`, `spk_0`, `Interviewer`: nobody is called so.
    private static func isGeneric(_ name: String) -> Bool {
        let parts = name.lowercased().split { " _-#.".contains($0) }
        guard let first = parts.first, parts.count <= 2 else { return false }
        let kinds = ["speaker", "spk", "spkr", "interviewer", "interviewee", "moderator", "narrator", "participant"]
        let stem = first.prefix { $0.isLetter }
        let isNumbered = (first.dropFirst(stem.count) + (parts.count > 1 ? parts[1] : "")).allSatisfy { $0.isNumber }
        return kinds.contains(String(stem)) && (isNumbered || parts.count > 1 && parts[1].count == 1)
    }

    /// `S` of `S12`: capitals that a number follows.
    private static func numberedStem(_ name: String) -> Substring? {
        let stem = name.prefix { $0.isUppercase }
        return !stem.isEmpty && stem.endIndex < name.endIndex && name[stem.endIndex...].allSatisfy(\.isNumber) ? stem : nil
    }

    private static let headings: Set<String> = [
        "chapter", "date", "example", "note", "notes", "ps", "question", "section", "step", "subject", "summary", "tip",
        "title", "update", "warning",
    ]
}
