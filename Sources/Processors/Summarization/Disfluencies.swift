internal import AfterwordTranscripts

/// Takes fillers, false starts and repetitions out of a sentence that is to be shown; the transcript keeps them.
struct Disfluencies {
    /// The written words without disfluencies, capitalised and closed with a mark; all of them when nothing else would be left.
    ///
    /// - Parameter plain: of each word.
    static func trimmed(_ words: [String], plain: [String]) -> [String] {
        var kept = [Bool](repeating: true, count: words.count)
        dropFillers(words, plain, &kept)
        dropAsides(words, plain, &kept)
        dropRepetitions(words, plain, &kept)
        dropOpening(words, plain, &kept)
        guard plain.indices.contains(where: { kept[$0] && !plain[$0].isEmpty }) else { return closed(words) }
        return closed(joined(words, kept))
    }

    /// A word in lower case without the marks around it: `"Hello,"` is `hello`, `"we're"` stays.
    static func plain(_ word: String) -> String {
        let bare = word.withASCII { bytes in
            guard let first = bytes.firstIndex(where: { $0.isASCIILetter || $0.isDigit }), let last = bytes.lastIndex(where: { $0.isASCIILetter || $0.isDigit }) else { return "" }
            return String(lowercasing: bytes[first...last])
        }
        return bare ?? plainByCharacters(word)
    }

    /// The same by Unicode's tables.
    static func plainByCharacters(_ word: String) -> String {
        var letters = Substring(word.lowercased())
        while let first = letters.first, !first.isLetter, !first.isNumber { letters.removeFirst() }
        while let last = letters.last, !last.isLetter, !last.isNumber { letters.removeLast() }
        return letters.contains("’") ? String(letters).replacing("’", with: "'") : String(letters)
    }

    /// A plain word up to its apostrophe: of `that's` `that`.
    static func withoutClitic(_ plain: String) -> String { plain.split(separator: "'").first.map(String.init) ?? plain }

    private static let fillers: Set<String> = [
        "um", "umm", "uh", "uhh", "uhm", "uhm-uhm", "uh-huh", "er", "erm", "eh", "ah", "hm", "hmm", "hmmm", "mm", "mmm", "mm-hmm", "mhm", "huh",
    ]
    /// Said between commas, these say nothing.
    private static let asides: [[String]] = [
        ["you", "know"], ["i", "mean"], ["like"], ["you", "see"], ["sort", "of"], ["kind", "of"], ["i", "guess"], ["well"], ["okay"], ["right"], ["you", "know", "what"],
    ]
    /// Openings that lean on what was said before.
    private static let openings: Set<String> = ["so", "and", "but", "well", "okay", "ok", "yeah", "yep", "yes", "oh", "alright", "anyway", "anyways", "because", "then"]
    /// Openings that are dropped only before a comma.
    private static let asideOpenings: Set<String> = ["now", "right", "like", "no", "basically", "actually", "hey", "look", "again", "also", "plus"]
    /// `I guess we win`: an opening that says nothing before what begins like a sentence.
    private static let hedges: Set<[String]> = [["i", "guess"], ["i", "mean"]]
    private static let subjects: Set<String> = [
        "i", "you", "he", "she", "we", "they", "there", "the", "a", "an", "some", "what", "my", "our", "your", "their", "i'm", "i've", "you're", "he's", "she's", "we're", "we've", "they're", "there's", "it's",
        "that's",
    ]
    /// After `so` these make another word of it.
    private static let afterSo: Set<String> = ["far", "much", "many", "long", "called", "that", "few", "little", "good", "often", "forth", "on"]
    /// Words that are doubled on purpose.
    private static let doubled: Set<String> = [
        "had", "that", "very", "really", "no", "so", "much", "many", "far", "long", "bye", "knock", "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        "ten", "twenty", "thirty", "forty", "fifty",
    ]

    /// Words of one letter or two.
    private static let shortest: Set<String> = [
        "a", "i", "ad", "ah", "am", "an", "as", "at", "be", "by", "de", "do", "ex", "go", "he", "hi", "id", "if", "in", "is", "it", "la", "ma", "me", "mr", "ms", "my", "no", "of", "oh", "ok", "on", "or",
        "ow", "pa", "re", "so", "to", "up", "us", "vs", "we", "ya", "ye", "x", "y", "z", "c", "r",
    ]

    private static func dropFillers(_ words: [String], _ plain: [String], _ kept: inout [Bool]) {
        for index in words.indices where fillers.contains(plain[index]) || plain[index].isEmpty || isCutOff(words[index]) || isStuttered(index, words, plain) { kept[index] = false }
    }

    /// `wo-`: a word broken off.
    private static func isCutOff(_ word: String) -> Bool { word.hasSuffix("-") || word.hasSuffix("—") && word.count < 4 }

    /// `th the`, `s sacrifice`: the first letters of the next word, which are no word.
    private static func isStuttered(_ index: Int, _ words: [String], _ plain: [String]) -> Bool {
        guard index + 1 < words.count, plain[index] == words[index], (1...2).contains(plain[index].utf8.count), !shortest.contains(plain[index]) else { return false }
        return plain[index + 1].utf8.count > plain[index].utf8.count && plain[index + 1].hasPrefix(plain[index]) && plain[index].utf8.allSatisfy { $0 >= UInt8(ascii: "a") }
    }

    private static func dropAsides(_ words: [String], _ plain: [String], _ kept: inout [Bool]) {
        for first in words.indices {
            for aside in asides where plain[first] == aside[0] && plain[first...].starts(with: aside) {
                let last = first + aside.count - 1
                let opened = first == 0 || words[first - 1].hasSuffix(",") || !kept[first - 1] || plain[..<first].allSatisfy(openings.contains)
                guard opened, words[last].hasSuffix(",") || last == words.count - 1 && first > 0 else { continue }
                for index in first...last { kept[index] = false }
            }
        }
    }

    /// `the the`, `I, I`, `we can we can`, `we we're`: the first goes.
    private static func dropRepetitions(_ words: [String], _ plain: [String], _ kept: inout [Bool]) {
        var live = words.indices.filter { kept[$0] }
        for length in [4, 3, 2, 1] {
            var at = 0
            while at + 2 * length <= live.count {
                let first = plain[live[at]], second = plain[live[at + length]]
                let isSame = (0..<length).allSatisfy { plain[live[at + $0]] == plain[live[at + length + $0]] }
                    && !(length == 1 && (doubled.contains(first) || first.contains(where: \.isNumber)))
                let isBegun = length == 1 && second.count > first.count && second.hasPrefix(first + "'")
                if isSame || isBegun, !live[at..<at + length].contains(where: { endsSentence(words[$0]) }) {
                    for index in live[at..<at + length] { kept[index] = false }
                    live.removeSubrange(at..<at + length)
                } else {
                    at += 1
                }
            }
        }
    }

    private static func dropOpening(_ words: [String], _ plain: [String], _ kept: inout [Bool]) {
        let live = words.indices.filter { kept[$0] }
        for (at, index) in live.enumerated() where at + 2 < live.count {
            let next = plain[live[at + 1]]
            let isLeaning = openings.contains(plain[index]) && !(plain[index] == "so" && afterSo.contains(next)) && !endsSentence(words[index])
            let isAside = asideOpenings.contains(plain[index]) && words[index].hasSuffix(",")
            guard isLeaning || isAside else { return dropHedge(live[at...], words, plain, &kept) }
            kept[index] = false
        }
    }

    /// `I guess we win`: of what a sentence begins with.
    private static func dropHedge(_ live: ArraySlice<Int>, _ words: [String], _ plain: [String], _ kept: inout [Bool]) {
        let start = Array(live.prefix(3))
        guard live.count > 4, hedges.contains([plain[start[0]], plain[start[1]]]), !endsSentence(words[start[1]]), subjects.contains(plain[start[2]]) else { return }
        for hedge in start[..<2] { kept[hedge] = false }
    }

    /// The kept words; a comma goes with what it fenced, a closing mark moves to the word before.
    private static func joined(_ words: [String], _ kept: [Bool]) -> [String] {
        var result: [String] = []
        for index in words.indices {
            if kept[index] {
                result.append(words[index])
            } else if let last = result.last, let mark = words[index].last, !endsSentence(last) {
                if mark == "," && last.hasSuffix(",") || endsSentence(words[index]) && last.hasSuffix(",") { result[result.count - 1].removeLast() }
                if endsSentence(words[index]) { result[result.count - 1].append(mark) }
            }
        }
        return result
    }

    /// The words with a capital first and a closing mark last.
    private static func closed(_ words: [String]) -> [String] {
        var words = words
        guard let last = words.indices.last else { return words }
        if let letter = words[0].first, letter.isLowercase, !words[0].dropFirst().contains(where: \.isUppercase) {
            words[0] = letter.uppercased() + words[0].dropFirst()
        }
        words[last] = closed(words[last])
        return words
    }

    private static func closed(_ word: String) -> String {
        guard !endsSentence(word) else { return word }
        var word = word
        while let mark = word.last, ",;:—–-".contains(mark), word.count > 1 { word.removeLast() }
        guard let end = word.last, end.isLetter || end.isNumber || "%)\"'”’$€".contains(end) else { return word }
        return word + "."
    }

    private static let closers: Set<Unicode.Scalar> = ["\"", "'", ")", "]", "”", "’"]
    private static let terminators: Set<Unicode.Scalar> = [".", "?", "!", "…", "。", "？", "！"]

    static func endsSentence(_ word: String) -> Bool {
        guard let end = word.unicodeScalars.last(where: { !closers.contains($0) }) else { return false }
        return terminators.contains(end)
    }
}
