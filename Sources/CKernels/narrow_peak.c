#include "narrow.h"

// How fast narrow values can be multiplied at all: the register tile of the products, fed from the first-level cache and never written.

enum { WORDS = 96, PANEL = 64 }; // as deep as a block of 384 columns in 8 bits, or half of one that is widened; as wide as a panel

size_t aw_narrow_peak_words(void) { return (TILE_ROWS + PANEL) * WORDS; }

INLINE void repeat(const narrow_isa isa, const aw_precision precision, size_t rounds, uint32_t *words, size_t *products) {
    sums c;
    memset(c, 0, sizeof c);
    const multiplier m = multiplier_of(isa, precision);
    size_t width = 16 * isa.vectors, values = (precision == AW_INT8 ? 4 : 2) / words_each(m);
    for (size_t round = 0; round < rounds; round++)
        m.add(c, isa.rows, isa.vectors, words, WORDS, words + TILE_ROWS * WORDS, m.widened ? width : PANEL, WORDS);
    memcpy(words, c, sizeof c); // so that all of it has to be done
    *products = rounds * isa.rows * width * values * WORDS;
}

FOR_EACH_NARROW_ISA(
    repeat, (aw_precision precision, size_t rounds, uint32_t *words, size_t *products),
    if (precision == AW_INT8) repeat(ISA, AW_INT8, rounds, words, products); else repeat(ISA, AW_BFLOAT16, rounds, words, products))

size_t aw_narrow_peak(aw_isa isa, aw_precision precision, size_t rounds, uint32_t *words) {
    size_t products = 0;
    CALL_FOR_NARROW(isa, repeat, (precision, rounds, words, &products));
    return products;
}
