internal import AfterwordTranscripts

/// Words and phrases that are written one way only, found whatever case they come in.
struct Spellings: Sendable {
    /// By the first word in lower case: the words as they are written, longer phrases first.
    private let phrases: [String: [[String]]]

    init(_ spellings: [String]) {
        var phrases: [String: [[String]]] = [:]
        for spelling in spellings {
            let words = spelling.splitAtSpaces().map(String.init)
            guard let first = words.first else { continue }
            phrases[first.asKey, default: []].append(words)
        }
        self.phrases = phrases.mapValues { $0.sorted { $0.count > $1.count } }
    }

    /// (W) how each word is spelled; nil where no spelling is known. Of phrases that overlap the first and longest wins.
    func matches(_ words: [WrittenWord]) -> [String?] {
        var result = [String?](repeating: nil, count: words.count)
        if phrases.isEmpty { return result }
        var index = 0
        while index < words.count {
            guard let phrase = phrase(at: index, in: words) else {
                index += 1
                continue
            }
            for (offset, spelling) in phrase.enumerated() {
                let core = words[index + offset].core
                result[index + offset] = spelling + core.dropFirst(spelling.count) // and the 's that it may have
            }
            index += phrase.count
        }
        return result
    }

    private func phrase(at index: Int, in words: [WrittenWord]) -> [String]? {
        let core = words[index].core
        let candidates = (phrases[core.asKey] ?? []) + (phrases[core.withoutPossessive.asKey] ?? [])
        return candidates.first { phrase in
            guard index + phrase.count <= words.count else { return false }
            return phrase.indices.allSatisfy { offset in
                let core = words[index + offset].core, spelling = phrase[offset].asKey
                return core.asKey == spelling || (offset == phrase.count - 1 && core.withoutPossessive.asKey == spelling)
            }
        }
    }
}
