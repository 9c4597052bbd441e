"""vocab/profanity-lexicon.tsv from the two word lists in the data folder: term, severity 1 to 3 (0: harmless), `slur` where it is one.

    python profanity-lexicon.py path/to/data > profanity-lexicon.tsv

A term that formal speech uses (earnings calls, parliament committees) is an everyday word, whatever else it may mean, and is left
out; so are the ones named here.
"""
import collections
import csv
import json
import lzma
import pathlib
import re
import sys

EVERYDAY = set("""69 abbie aboe bates bbc bwc buttermilk crow crows cooties peter peters finger fingers forked nuggets muff hooters nobs knob knobs
bondage breasts booty greaser hustler dong dix diks sex sexy gay gays lesbian lesbians homo queer queers black blacks white jew jews nazi nazis kill killed
suck sucks sucked sucking fat hell crotch bugger cack caca finger loose lust lusty naked nude nudity organ orgasm oral penetration penis vagina vulva testicle
testicles semen sperm urine pee poo poop puke vomit snot spit drunk weed pot dope coon dago dyke gypsy gyp oriental redneck savage savages spade spook trannie
tranny transsexual transvestite uncle virgin willy woody wood rod rape raped rapist rapes raping incest erect erection ejaculate condom climax clit blow blonde
bloody bite beaver balls ball beat bang banging bitchin bimbo boner bollock bosom bust butt butts camel cherry chink chicken clown coke crack cracker cripple
damned devil dummy dwarf dumb fairy fag fags flaps freak fruit geezer god gook ho hoe hoes hooker hump idiot idiots jerk jerks jock junk junkie junky kinky lame lesbo
bareback bender busty cialis domination dolt dipstick escort erotic autoerotic eunuch flamer flamers fingering genitals hardcore intercourse humping knickers
mongrel juggs kkk klan lolita groper grope hentai ecchi guro coolie coot diddle mfs playboy sack scat slit redskin rectum sadism santorum sexuality sexually sissy skeet
sodomy spanking sphincter swastika topless tramp undressing viagra vibrator voyeur weiner twinkie strapon snowballing shrimping scissoring ramrod puss poof pegging
pedophile pedophiles paedophile panty orgy nsfw nonce neonazi negroes nambla nicker yaoi xxx bater homos kinkster masturbation masturbate masturbating fecal ejaculation
lovemaking molester mong threesome upskirt clitoris genital dommes smut homoerotic erotism cholo injun blacky flaps spunk bimbos wingnut tushy gayest gayness
lick maggot meat midget moron morons mucky murder muslim negro nip nipple nipples nut nuts paddy panties pansy pantie pecker porn porno pornography pros prostitute prude punk
quack retard scum shag shaft skank slave slag slope snatch spank stupid stud swallow swinger tart thug thrust tit toots tosser trash turd twink ugly umpire wedgie weenie
wog wop yank yid jesus christ religious ladyboy ladyboys nympho nymphomaniac jailbait jim
abeed babeland barenaked bastinado coons cooter dendrophilia dominatrix fick focker fook fux gaylord gaylords hoar jap jigger jiggs kinbaku knobe nickas nigra nutten
octopussy peen phuc pusses poon sambo scut sheister shiat shibari shota shylock spastic spooks strappado tadger""".split()) | {"alaskan pipeline", "barely legal", "leather restraint", "leather straight jacket", "hot chick", "jelly donut", "missionary position", "mr hands", "pussy cat",
    "tainted love", "window licker", "strap on", "spread legs", "strip club", "nsfw images", "tongue in a", "taste my", "tight white", "girl on", "girl on top", "tea bagging",
    "black cock", "foot fetish", "auto erotic", "girls gone wild", "menage a trois", "suicide girls", "sultry women", "violet wand", "wet dream", "wrapping men", "nut butter",
    "bean queen", "camel toe", "camel jockey", "big knockers", "ball gag", "dirty pillows", "brunette action", "clover clamps", "pancake face", "dry hump", "deep throat"}
ADDED = {
    "damn": 1, "damned": 1, "dammit": 1, "damnit": 1, "goddamn": 1, "goddamned": 1, "crap": 1, "crappy": 1, "piss": 1, "pissed": 1, "pissing": 1, "bloody hell": 1,
    "what the hell": 1, "who the hell": 1, "how the hell": 1, "why the hell": 1, "where the hell": 1, "the hell out": 1, "hell of a": 1, "hell yeah": 1, "hell yes": 1,
    "hell no": 1, "go to hell": 2, "like hell": 1, "to hell with": 1, "oh hell": 1, "shit": 2, "shits": 2, "shitty": 2, "bullshit": 2, "fuck": 2, "fucks": 2, "fucked": 2,
    "fucking": 2, "fucker": 2, "fuckers": 2, "motherfucker": 3, "motherfuckers": 3, "asshole": 2, "assholes": 2, "ass": 1, "asses": 1, "bitch": 2, "bitches": 2, "bastard": 2,
    "bastards": 2, "dick": 1, "dickhead": 2, "cunt": 3, "cunts": 3, "wanker": 2, "wankers": 2, "bollocks": 1, "twat": 2, "prick": 2, "douchebag": 2, "dumbass": 2, "badass": 1,
}
# Phrases in which such a word is a name or means something else.
HARMLESS = """cum laude|cum grano|cock and bull|cock a doodle|cock your|cock his|cock her|moby dick|dick cheney|dick van|dick tracy|dick clark|philip k dick|k dick|
dick grayson|dick and jane|spotted dick|dick's sporting|pussy willow|pussy cat|pussy riot|spick and span|spic and span|anal retentive|prick your|pin prick|blue tits""".replace("\n", "").split("|")
HOMOPHOBIC = {"faggot", "faggots", "faggy", "faggs", "fagging", "faggo", "phaggot", "phaggots", "phagot", "phags", "shemale", "gaytard", "queerasses"}

folder = pathlib.Path(sys.argv[1])


def texts(name, keep=lambda line: True):
    with lzma.open(folder / "punctuation" / name, "rt", encoding="utf-8") as file:
        for line in map(json.loads, file):
            if keep(line):
                yield line["text"].lower()


formal = collections.Counter()
for text in list(texts("earnings22.train.jsonl.xz")) + list(texts("qmsum_meetings.train.jsonl.xz", lambda line: line["source"] == "committee")):
    words = re.findall(r"[a-z']+", text)
    for size in (1, 2, 3):
        formal.update(" ".join(words[i:i + size]) for i in range(len(words) - size + 1))

severities, slurs = {}, set(HOMOPHOBIC)
with open(folder / "moderation" / "lexicon-profanity-surge.tsv", encoding="utf-8") as file:
    for row in csv.DictReader(file, delimiter="\t"):
        severities[row["text"].lower().strip()] = {"Mild": 1, "Strong": 2, "Severe": 3}[row["severity_description"]]
        if row["category_1"] == "racial / ethnic slurs" and row["severity_description"] == "Severe":
            slurs.add(row["text"].lower().strip())
for term in (folder / "moderation" / "lexicon-ldnoobw-en.txt").read_text(encoding="utf-8").splitlines():
    severities.setdefault(term.lower().strip(), 2)
terms = {
    term: severity for term, severity in severities.items()
    if re.fullmatch(r"[a-z]+('[a-z]+)?( [a-z]+('[a-z]+)?){0,2}", term) and len(term) > 2 and term not in EVERYDAY and formal[term] < 2
    and not (" " in term and all(part in EVERYDAY or formal[part] > 50 for part in term.split()))
}
terms.update(ADDED)
terms.update(dict.fromkeys(HARMLESS, 0))
for term in sorted(terms):
    print(f"{term}\t{terms[term]}" + ("\tslur" if term in slurs else ""))
