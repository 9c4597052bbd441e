/// Numbers as they are said in English.
package enum SpokenNumber {
    /// `1,250` is "one thousand two hundred fifty", `1999` "nineteen ninety nine", `3.5%` "three point five percent", `21st` "twenty first",
    /// `$5` "five dollars", `5:30` "five thirty", `1990s` "nineteen nineties"; nil for anything else.
    package static func words(for text: Substring) -> String? {
        var text = text
        if text.first == "$" { return words(for: text.dropFirst()).map { $0 + ($0 == "one" ? " dollar" : " dollars") } }
        if text.last == "%" {
            text.removeLast()
            return plain(text).map { $0 + " percent" }
        }
        if let colon = text.firstIndex(of: ":") { return time(hours: text[..<colon], minutes: text[text.index(after: colon)...]) }
        if let letters = text.firstIndex(where: \.isLetter) { return words(for: text[..<letters], suffix: text[letters...]) }
        return plain(text)
    }

    private static func words(for digits: Substring, suffix: Substring) -> String? {
        guard let number = whole(digits) else { return nil }
        switch suffix {
        case "st", "nd", "rd", "th": return ordinal(number)
        case "s":
            guard number % 10 == 0, let said = plain(digits) else { return nil }
            return said.hasSuffix("y") ? said.dropLast() + "ies" : said + "s"
        case "x": return cardinal(number) + " x"
        default: return nil
        }
    }

    private static func plain(_ text: Substring) -> String? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, let number = whole(first) else { return nil }
        if parts.count == 1 { return first.count == 4 && (1100...2099).contains(number) ? year(number) : cardinal(number) }
        guard parts.count == 2, !parts[1].isEmpty, parts[1].count <= 6 else { return nil }
        let decimals = parts[1].compactMap { $0.wholeNumberValue.map { small[$0] } }
        return decimals.count == parts[1].count ? ([cardinal(number), "point"] + decimals).joined(separator: " ") : nil
    }

    /// Digits, which commas may part in threes.
    private static func whole(_ text: Substring) -> Int? {
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count == 1 || ((1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }) else { return nil }
        guard groups.joined().allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(groups.joined()), number < 1_000_000_000_000_000 else { return nil }
        return number
    }

    private static func time(hours: Substring, minutes: Substring) -> String? {
        guard let hour = whole(hours), hour < 25, minutes.count == 2, let minute = whole(minutes), minute < 60 else { return nil }
        return cardinal(hour) + (minute == 0 ? " o'clock" : minute < 10 ? " oh " + small[minute] : " " + cardinal(minute))
    }

    private static func year(_ number: Int) -> String {
        let (century, rest) = (number / 100, number % 100)
        if rest == 0 { return number % 1000 == 0 ? cardinal(number) : cardinal(century) + " hundred" }
        if century == 20, rest < 10 { return "two thousand " + small[rest] }
        return cardinal(century) + (rest < 10 ? " oh " : " ") + cardinal(rest)
    }

    private static func ordinal(_ number: Int) -> String {
        var words = cardinal(number).split(separator: " ").map(String.init)
        let last = words.removeLast()
        let said = irregular[last] ?? (last.hasSuffix("y") ? last.dropLast() + "ieth" : last + "th")
        return (words + [said]).joined(separator: " ")
    }

    static func cardinal(_ number: Int) -> String {
        switch number {
        case ..<20: small[number]
        case ..<100: tens[number / 10] + (number % 10 == 0 ? "" : " " + small[number % 10])
        case ..<1000: small[number / 100] + " hundred" + (number % 100 == 0 ? "" : " " + cardinal(number % 100))
        default: scaled(number)
        }
    }

    private static func scaled(_ number: Int) -> String {
        let (size, name) = scales.last(where: { number >= $0.size }) ?? scales[0]
        return cardinal(number / size) + " " + name + (number % size == 0 ? "" : " " + cardinal(number % size))
    }

    private static let small = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let scales: [(size: Int, name: String)] = [(1000, "thousand"), (1_000_000, "million"), (1_000_000_000, "billion"), (1_000_000_000_000, "trillion")]
    private static let irregular = [
        "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
    ]
}
