/// What somebody says who opens a talk, or brings in a guest: `today we're going to talk about gardens`.
enum Announcements {
    static func occur(in plain: some Collection<String>) -> Bool { phrases.occur(in: plain) }

    private static let phrases = Phrases([
        ["going", "to", "talk", "about"], ["gonna", "talk", "about"], ["going", "to", "talk", "to"], ["gonna", "talk", "to"], ["going", "to", "talk", "with"], ["we'll", "talk", "about"],
        ["we", "will", "talk", "about"], ["we're", "talking", "about"], ["be", "talking", "about"], ["be", "covering"], ["going", "to", "cover"], ["gonna", "cover"], ["we'll", "cover"], ["deep", "dive", "into"],
        ["the", "goal", "is"], ["main", "goal"], ["in", "this", "talk"], ["this", "talk", "is"], ["my", "talk", "is"], ["today's", "topic"], ["today", "is", "about"], ["here", "to", "talk", "about"],
        ["purpose", "of", "this"], ["is", "the", "creator"], ["is", "the", "founder"], ["is", "the", "co-founder"], ["is", "the", "cofounder"], ["is", "the", "author"], ["is", "the", "ceo"],
        ["today", "we", "have"], ["joining", "us"], ["is", "a", "podcast"], ["is", "an", "open", "source"], ["is", "an", "open-source"],
    ])
}
