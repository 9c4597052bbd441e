internal import AfterwordTranscripts

/// English words that carry no subject of their own.
enum StopWords {
    /// Articles, prepositions, pronouns, auxiliaries, and the small change of conversation.
    static func contains(_ plain: String) -> Bool { function.contains(plain) || chatter.contains(plain) || plain.utf8.contains(UInt8(ascii: "'")) }

    /// Verbs, adverbs and adjectives that break a phrase which could have been a title.
    static func breaksPhrase(_ plain: String) -> Bool {
        verbs.contains(plain) || vague.contains(plain) || plain.count > 4 && plain.hasSuffix("ly")
    }

    /// Days of the week and months: names that say when, not what, unless they are part of one, like Black Friday.
    static func isDate(_ plain: String) -> Bool { dates.contains(plain) }

    private static let dates = words("monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december")

    private static let function = words("""
        a about above across after against all along also although am among an and another any anybody anyone anything are aren around as at be \
        because been before behind being below between both but by can cannot could did do does doing done down during each either else even ever \
        every everybody everyone everything few for from had has have having he her here hers herself him himself his how however i if in inside \
        into is it its itself just least less many may me might mine more most much must my myself neither no nobody none nor not nothing now of off on \
        once one ones only onto or other others our ours ourselves out outside over own per quite rather same shall she should since so some somebody someone \
        something somewhere still such than that the their theirs them themselves then there these they this those though through throughout \
        till to too toward towards under unless until up upon us very via was we were what whatever when whenever where whether which while who whoever whole \
        whom whose why will with within without would yet you your yours yourself yourselves don didn doesn isn wasn won ain
        """)

    private static let chatter = words("""
        absolutely actually ah again ahead alright anyway anyways back basically bit cause course definitely eh er erm essentially exactly far fine folks gonna good gotta \
        great guess guys hello hey hi hmm huh kind kinda know let like little lot lots maybe mean mm mm-hmm mhm nice no nope obviously oh ok \
        okay please pretty probably really right say sort sorry sorta stuff sure thank thanks thing things think though totally true uh \
        uh-huh um wanna way well whatnot wow ya yeah yep yes yup cool literally honestly um okay-so etc
        """)

    private static let verbs = words("""
        add added ask asked asking become becomes began begin believe bring bringing brought build call called came care change changed check come comes coming \
        consider continue created decide decided describe discuss discussed end ended explain fall feel felt figure find finding finish \
        follow forget found gave get gets getting give given gives giving go goes going gone got gotten guessing happen happened happening happens hear heard hearing help \
        hold hope imagine include included includes involves keep keeps kept knew knowing knows last lead learn learned leave left lets listen live \
        look looked looking looks lose love made make makes making meant meet mention mentioned move moved moving need needed needs noticed pick play \
        present put puts putting ran read reading realize recommend remember require run running said sat saw saying says see seeing seem seems seen send sent \
        set sets show showed shown shows sit sounds speak spend spent stand start started starting starts stay stop suggest suppose supposed take taken takes taking \
        talk talked talking tell telling tend thinking thinks thought told took tried tries try trying turn turned turns understand use used uses using \
        wait waiting walk want wanted wants watch went wish wonder wondering work worked works write written wrote try join joined mention hit pay paid send buy \
        allows allow let's introduce introduced introduces handle trying gotten saying being built
        """)

    private static let vague = words("""
        able ago already always anymore available away bad best better big certain clear close couple different difficult early easier easy enough entire \
        full general hard high huge important interested interesting kinds large late later long low main major minute minutes moment multiple near never new next often old part \
        people person place point possible previous question quick quickly ready real recent second short simple single small somewhat soon sorts special specific strong \
        sudden third time times today together tomorrow tonight night morning afternoon evening two three four five six seven eight nine ten top type types useful usually various week weeks weird yesterday year \
        years day days ways faster slower cheaper bigger smaller older newer earlier stronger longer higher lower curious worse worth wrong happy glad excited welcome first amazing awesome super fair interest mind side case cases reason idea fact matter number half rest
        """)

    private static func words(_ text: String) -> Set<String> { Set(text.splitAtSpaces().map(String.init)) }
}
