#include "CVocab.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t wordpiece[] = {
#embed "../../vocab/wordpiece.txt"
};
static const uint8_t iab_taxonomy[] = {
#embed "../../vocab/iab-content-taxonomy.tsv"
};
static const uint8_t moderation_labels[] = {
#embed "../../vocab/moderation-labels.tsv"
};
static const uint8_t casing_lexicon[] = {
#embed "../../vocab/casing-lexicon.tsv"
};
static const uint8_t profanity_lexicon[] = {
#embed "../../vocab/profanity-lexicon.tsv"
};

#define FILE_OF(name) ((afterword_vocab_file){name, sizeof name})

afterword_vocab_file afterword_vocab_wordpiece(void) { return FILE_OF(wordpiece); }
afterword_vocab_file afterword_vocab_iab_taxonomy(void) { return FILE_OF(iab_taxonomy); }
afterword_vocab_file afterword_vocab_moderation_labels(void) { return FILE_OF(moderation_labels); }
afterword_vocab_file afterword_vocab_casing_lexicon(void) { return FILE_OF(casing_lexicon); }
afterword_vocab_file afterword_vocab_profanity_lexicon(void) { return FILE_OF(profanity_lexicon); }
