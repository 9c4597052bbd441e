import AfterwordBundledModel
import AfterwordEncoder
import AfterwordPipeline
import AfterwordProcessors
import AfterwordTranscripts
import Testing

/// Spoken sentences of our own with what the built-in model should say of them; none is in its training data.
@Suite struct ModerationSentencesTests {
    private static let said: [(label: String, text: String)] = [
        ("profanity", "what the fuck are you talking about that was total bullshit and you know it"),
        ("alcohol", "we drank a bottle of whiskey that night and i was still drunk in the morning"),
        ("weapons", "he pulled out a rifle and pointed it at the guard by the front door of the store"),
        ("self_harm", "i want to kill myself"),
        ("self_harm", "i was so low that year that i wanted to kill myself and nobody knew about it"),
        ("self_harm", "my brother jumped off the bridge on purpose and we buried him in may"),
        ("self_harm", "she overdosed on purpose after the breakup and her roommate found her in time"),
        ("threat", "i will find you and break your legs"),
        ("threat", "if you come near my house again i swear i will kill you and your whole family"),
        ("threat", "keep talking and i will knock every tooth out of your mouth"),
        ("insult", "you are a complete idiot and a pathetic loser and nobody in this office likes you"),
        ("toxic", "shut your stupid mouth you disgusting piece of garbage"),
        ("hate_speech", "those immigrants are vermin and they should all be thrown out of our country or worse"),
        ("hate_speech", "the gays are sick and god should wipe every last one of them off the earth"),
        ("hate_speech", "a filthy n****r like that has no place in my town"),
        ("disasters", "the earthquake leveled half of the town and thousands of people lost their homes"),
        ("gambling", "i lost two thousand dollars at the poker table in the casino that weekend"),
        ("marijuana", "he smokes weed every night and grows a few cannabis plants in the basement"),
        ("tobacco", "i quit smoking cigarettes in march but i still vape when i am stressed out"),
        ("terrorism", "the group claimed the bombing at the market and said that more attacks would follow"),
        ("drugs", "she was addicted to heroin for six years and then she got clean in a program"),
        ("crime_violence", "they robbed the bank and stabbed a guard on the way out and the police caught them"),
        ("accidents", "the truck ran off the highway and hit a bus and eleven people were killed"),
        ("health_issues", "he was diagnosed with diabetes and has to take insulin before every meal now"),
        ("manga", "my favorite anime is one punch man and i read all of naruto when i was a teenager"),
        ("financials", "our revenue was up eight percent in the quarter and we raised guidance for the full year"),
        ("negative_news", "the mayor was charged with fraud on monday after three people died in the fire"),
        ("sensitive_social_issues", "the court ruled on abortion and both parties are fighting over gay marriage again"),
        ("pornography", "he showed me the porn he had filmed with two naked women having sex on the couch"),
    ]

    /// Words of a subject in another sense, identities without hate, plain talk; labels that one may rightly have stand before it.
    private static let harmless: [(allowed: Set<String>, text: String)] = [
        ([], "so i killed the process and restarted it and then everything was fine again"),
        ([], "we should shoot a few more photos of the product before the launch next week"),
        (["health_issues"], "she went in for a breast cancer screening and everything came back clean"),
        (["sensitive_social_issues"], "he is a black guy from atlanta who teaches math at the high school down the street"),
        (["sensitive_social_issues"], "my wife is jewish and we celebrate both holidays with the kids every year"),
        (["sensitive_social_issues"], "my gay neighbors invited us to dinner and we had a lovely evening"),
        (["sensitive_social_issues"], "she is a muslim woman who writes compilers and she won the prize last year"),
        ([], "the knife goes on the right and the fork goes on the left and then you put the napkin on top"),
        ([], "we ran a fire drill at the office on tuesday and everybody stood around in the parking lot"),
        ([], "our server crashed twice last night and the on call engineer had to get out of bed"),
        ([], "there is a race condition in the lock and both threads end up waiting for each other"),
        ([], "we had a killer feature and the competition just could not keep up with us"),
        ([], "put the pot on the stove and pull the weeds out of the garden before it gets dark"),
        ([], "it was a shot in the dark but the demo blew everybody away"),
        ([], "she bombed the interview but they called her back the next day anyway"),
        ([], "i would bet that most people never open the settings page at all"),
        ([], "in the last chapter of the book the detective finally figures out who the letter was from"),
        ([], "this episode is the third in a series and next season we go back to interviews"),
        ([], "the dragon in that movie was amazing and my kids would not stop talking about it"),
        ([], "yeah no totally i mean that makes sense to me and i think we should just do it"),
        ([], "thanks so much for having me on the show it is great to be here"),
        ([], "the scale of this project is insane and i am dying to see how it turns out"),
        ([], "i was so embarrassed that i wanted the floor to swallow me"),
        ([], "i am going to find you a better microphone because this one sounds awful"),
        ([], "if you break the build you buy the donuts that is the rule here"),
        ([], "scunthorpe is a town in lincolnshire and the cockpit of the plane was full of assets"),
        ([], "everything was spick and span when we moved into the new apartment"),
        ([], "she graduated summa cum laude and then went to work for a tiny startup"),
    ]

    /// The labels that hold in a text that is a transcript of its own.
    private func labels(_ text: String, by pipeline: Pipeline) throws -> Set<String> {
        let result = pipeline.annotate(Transcript(words: text.split(separator: " ").map { Word(String($0)) }))
        return Set(try #require(result[Moderation.self]).results.flatMap(\.labels).map(\.label))
    }

    @Test func `the built-in model finds what is meant, and little in what only sounds like it`() throws {
        let model = try Model.bundled()
        let pipeline = try Pipeline(model: model, processors: [Punctuator(model), Moderator(model)])
        let found = try Self.said.filter { try labels($0.text, by: pipeline).contains($0.label) }
        let left = try Self.harmless.filter { try labels($0.text, by: pipeline).isSubset(of: $0.allowed) }
        #expect(found.count >= 27, "missed: \(Self.said.map(\.text).filter { text in !found.contains { $0.text == text } })")
        #expect(left.count >= 25, "flagged: \(Self.harmless.map(\.text).filter { text in !left.contains { $0.text == text } })")
    }
}
