// The files of `vocab/`, compiled into the product: they work in a moved binary and in a user's package.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
    const uint8_t *bytes;
    size_t count;
} afterword_vocab_file;

/// `vocab/wordpiece.txt`: the BERT uncased WordPiece vocabulary, one piece a line, ids from 0.
afterword_vocab_file afterword_vocab_wordpiece(void);
/// `vocab/iab-content-taxonomy.tsv`: IAB Content Taxonomy 2.2 with the names of 3.1.
afterword_vocab_file afterword_vocab_iab_taxonomy(void);
/// `vocab/moderation-labels.tsv`: every moderation label with its description.
afterword_vocab_file afterword_vocab_moderation_labels(void);
/// `vocab/casing-lexicon.tsv`: how words are cased inside sentences.
afterword_vocab_file afterword_vocab_casing_lexicon(void);
/// `vocab/profanity-lexicon.tsv`: profane words and phrases with their severity, 1 to 3 (0: harmless phrases that hold one), and which are slurs.
afterword_vocab_file afterword_vocab_profanity_lexicon(void);
