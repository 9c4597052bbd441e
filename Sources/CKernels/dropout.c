#include "dropout.h"

INLINE void drop(const float *x, size_t m, size_t c, aw_dropout dropout, uint64_t first_row, float *y) {
    size_t whole = c / 16 * 16, rest = c - whole;
    float scale = dropout_scale(dropout);
    for (size_t row = 0; row < m; row++, x += c, y += c) {
        row_key key = key_of_row(dropout, first_row + row);
        for (size_t i = 0; i < whole; i += 16) store(y + i, keep_columns(load(x + i) * scale, key, i));
        if (rest) store_first(y + whole, keep_columns(load_first(x + whole, rest) * scale, key, whole), rest);
    }
}

FOR_EACH_ISA(drop, (const float *x, size_t m, size_t c, aw_dropout dropout, uint64_t first_row, float *y), drop(x, m, c, dropout, first_row, y))

void aw_drop(aw_isa isa, const float *x, size_t m, size_t c, aw_dropout dropout, uint64_t first_row, float *y) {
    CALL_FOR(isa, drop, (x, m, c, dropout, first_row, y));
}
