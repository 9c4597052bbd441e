/// Which sentences of a show are read for its sponsors: they are no part of what it is about.
///
/// A promotion begins where somebody says whose it is, and goes on to the last address, code or thanks close behind.
struct Promotions {
    /// One a unit.
    let isPromotion: [Bool]

    /// Units that a promotion has at most, and those that it has where nothing shows its end.
    private static let longest = 26, least = 3

    /// - Parameter plain: of each unit the words.
    /// - Complexity: linear in the words.
    init(_ plain: [some Collection<String>]) {
        var isPromotion = [Bool](repeating: false, count: plain.count), end = 0
        for first in plain.indices where first >= end && Self.begins(plain[first]) {
            let reach = first..<min(first + Self.longest, plain.count)
            let last = reach.last { Self.goesOn(plain[$0]) } ?? first
            end = max(last + 1, min(first + Self.least, plain.count))
            for unit in first..<end { isPromotion[unit] = true }
        }
        self.isPromotion = isPromotion
    }

    /// `This episode is sponsored by`, `brought to you`, and what an episode closes with.
    private static func begins(_ plain: some Collection<String>) -> Bool {
        opening.occur(in: plain) || plain.contains(where: sponsoring.contains) && plain.contains(where: shows.contains)
    }

    private static func goesOn(_ plain: some Collection<String>) -> Bool {
        begins(plain) || plain.contains(where: isAddress) || closings.occur(in: plain)
    }

    /// `example.com/offer`.
    private static func isAddress(_ plain: String) -> Bool {
        guard let dot = plain.firstIndex(of: "."), dot > plain.startIndex else { return false }
        let host = plain.prefix { $0 != "/" }
        return domains.contains { host.hasSuffix($0) }
    }

    private static let sponsoring: Set<String> = ["sponsored", "sponsor", "sponsors", "sponsoring"]
    private static let shows: Set<String> = ["episode", "show", "podcast", "portion", "segment", "our"]
    private static let domains = [".com", ".fm", ".io", ".org", ".net", ".dev", ".ai", ".co", ".sh", ".app"]
    private static let opening = Phrases([["brought", "to", "you"], ["this", "has", "been", "another", "episode"]])
    private static let closings = Phrases([
        ["for", "supporting"], ["check", "them", "out"], ["check", "it", "out"], ["discount", "code"], ["promo", "code"], ["free", "trial"], ["sign", "up"], ["show", "notes"],
        ["for", "sponsoring"], ["dot", "com"],
    ])
}
