"""Counts how words are cased inside sentences and writes casing-lexicon.tsv.

    python3 casing-lexicon.py DATA_DIR > casing-lexicon.tsv

DATA_DIR holds the *.train.jsonl files named below, lines {"text": …, "gap"?: true}. A word counts where its
case says something: not first in a sentence or a quotation, not in a line of capitals only. Output, sorted by
word: the word in lower case, how often it stood in lower case, Capitalised, in UPPER case and Mixed, and the
commonest mixed writing, if any. A name of names.txt that these files never write counts as seen NAME_COUNTS times.
"""
import collections, json, pathlib, re, sys

SOURCES = ["changelog", "bitcoin", "earnings22", "qmsum_meetings"]
MARKS = ".,?!:;…—–-\"'()[]{}“”‘’*_`/"
POSSESSIVE = re.compile(r"['’][sS]$")
CASED_AT_LEAST, SHARE_AT_LEAST, MIXED_AT_LEAST = 4, 0.10, 3
NAME_COUNTS = 9


def case(word):
    letters = [c for c in word if c.isalpha()]
    if not any(c.isupper() for c in letters):
        return 0
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 2 if all(c.isupper() for c in letters) else 3


def words_inside_sentences(line):
    first = True
    for token in line.split():
        core = token.strip(MARKS)
        if not core:
            continue
        tail = token[len(token.rstrip(MARKS)):]
        opens = token[0] in "\"“‘'("
        if not first and not opens and token[0] not in MARKS:
            yield POSSESSIVE.sub("", core)
        first = any(mark in tail for mark in ".?!…:")


counts = collections.defaultdict(lambda: [0, 0, 0, 0])
mixed = collections.defaultdict(collections.Counter)
for source in SOURCES:
    with open(f"{sys.argv[1]}/{source}.train.jsonl", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = record["text"]
            if record.get("gap") or text.upper() == text:
                continue
            for word in words_inside_sentences(text):
                if len(word) > 30 or not any(c.isalpha() for c in word) or re.search(r"[^\w'+.-]|_", word):
                    continue
                counts[word.lower()][case(word)] += 1
                if case(word) == 3:
                    mixed[word.lower()][word] += 1

for name in pathlib.Path(__file__).with_name("names.txt").read_text(encoding="utf-8").split():
    word, place = name.lower(), case(POSSESSIVE.sub("", name))
    if sum(counts[word][1:]) < CASED_AT_LEAST and mixed[word].total() < MIXED_AT_LEAST:
        counts[word][place] += NAME_COUNTS
        if place == 3:
            mixed[word][name] += NAME_COUNTS

for word in sorted(counts):
    lower, capitalised, upper, mixed_count = counts[word]
    cased = capitalised + upper + mixed_count
    if len(word) < 2 or (cased < CASED_AT_LEAST and mixed_count < MIXED_AT_LEAST) or cased / (cased + lower) < SHARE_AT_LEAST:
        continue
    form, n = mixed[word].most_common(1)[0] if mixed[word] else ("", 0)
    if len(form.lower()) != len(form):
        continue
    print(word, lower, capitalised, upper, mixed_count, form if n >= 2 else "", sep="\t")
