/// How grave a stretch is, by the gravest word in it: somebody died, somebody may be harmed, or neither.
///
/// Words are compared whole and in lower case. A stretch without any of them is low.
enum SeverityCues {
    static func severity(of words: some Sequence<String>) -> Severity {
        var severity = Severity.low
        for word in words {
            let plain = word.lowercased().filter { $0.isLetter || $0 == "-" }
            if high.contains(plain) { return .high }
            if medium.contains(plain) { severity = .medium }
        }
        return severity
    }

    private static let high: Set<String> = [
        "dead", "died", "dies", "death", "deaths", "deadly", "fatal", "fatally", "kill", "kills", "killed", "killing", "killer", "murder", "murdered", "murders", "massacre",
        "slaughter", "suicide", "overdose", "overdosed", "rape", "raped", "torture", "tortured", "bomb", "bombed", "bombing", "bombings", "hostage", "hostages", "genocide",
        "stabbed", "shooting", "shootings", "gunman", "casualties", "victims", "catastrophic", "devastating", "terminal", "heroin", "fentanyl", "meth", "behead", "beheaded",
    ]

    private static let medium: Set<String> = [
        "injured", "injuries", "injury", "hurt", "wounded", "attack", "attacked", "attacks", "assault", "assaulted", "abuse", "abused", "addict", "addicted", "addiction",
        "drunk", "alcoholic", "arrested", "robbed", "stole", "stolen", "violent", "violence", "threat", "threatened", "crash", "crashed", "evacuated", "destroyed", "damage",
        "damaged", "emergency", "hospital", "surgery", "cancer", "chronic", "severe", "debt", "lost", "gun", "guns", "weapon", "weapons", "rifle", "cocaine", "dealer",
        "explicit", "hardcore", "naked", "explosion", "collapsed", "flooded", "hate", "despise", "disgusting", "vermin",
    ]
}
