#include "product.h"

size_t aw_left_scratch(const aw_product *p) {
    if (p->left_transposed) return parts(p->m, TILE_ROWS) * TILE_ROWS * words_of(p);
    return word_of(p) == FLOATS ? 0 : p->m * words_of(p);
}
size_t aw_right_scratch(const aw_product *p) { return parts(p->n, PANEL) * PANEL * words_of(p); }

INLINE u32x16 all(uint32_t x) { return (u32x16){} + x; }
INLINE f32x16 load_some(const float *p, size_t count) { return count >= 16 ? load(p) : load_first(p, count); }
INLINE size_t after(size_t count, size_t first) { return count > first ? count - first : 0; }

// To the nearest bfloat16, ties to even: the upper half of a float. A NaN stays one.
INLINE u32x16 rounded(f32x16 v) {
    u32x16 bits = (u32x16)v, nan = (u32x16)(v != v);
    u32x16 nearest = bits + 0x7FFF + (bits >> 16 & 1);
    return ((nearest & ~nan) | ((bits | 0x400000) & nan)) & 0xFFFF0000;
}

// The words of `count` columns at one depth: their values lie side by side; those of the next k, if there is one, at `next`.
INLINE u32x16 words_across(const word kind, const float *values, const float *next, size_t count) {
    f32x16 v = load_some(values, count);
    if (kind == FLOATS) return (u32x16)v;
    if (kind == ROUNDED) return rounded(v);
    return rounded(v) >> 16 | (next ? rounded(load_some(next, count)) : all(0));
}

// Sixteen words along the depth, of `count` values that lie side by side.
INLINE u32x16 words_along(const word kind, const float *values, size_t count) {
    u32x16 first = words_across(kind == FLOATS ? FLOATS : ROUNDED, values, NULL, count);
    if (kind != PAIRS) return first;
    typedef uint16_t u16x32 __attribute__((vector_size(64)));
    u32x16 second = rounded(load_some(values + 16, after(count, 16)));
    return (u32x16)__builtin_shufflevector((u16x32)first, (u16x32)second, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31,
                                           33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63);
}

// Words [first, last) of the depth of a (k, n) matrix, into panels of `width` columns, each (depth, width): 64 for the right factor, 6 for the left.
INLINE void pack_across(const word kind, const size_t width, const float *values, size_t k, size_t n, size_t first, size_t last, uint32_t *panels) {
    const size_t step = kind == PAIRS ? 2 : 1;
    size_t depth = parts(k, step);
    for (size_t d = first; d < last; d++) {
        const float *row = values + d * step * n, *next = d * step + 1 < k ? row + n : NULL;
        uint32_t *to = panels + d * width;
        for (size_t column = 0; column < n; column += width, to += depth * width)
            for (size_t j = 0; j < width; j += 16) {
                u32x16 words = words_across(kind, row + column + j, next ? next + column + j : NULL, after(n, column + j));
                memcpy(to + j, &words, (width - j < 16 ? width - j : 16) * sizeof(uint32_t));
            }
    }
}

// The same for panels of 64 columns of a matrix that is stored as (n, k).
INLINE void pack_along(const word kind, const float *values, size_t k, size_t n, size_t first, size_t last, uint32_t *panels) {
    const size_t step = kind == PAIRS ? 2 : 1;
    size_t depth = parts(k, step);
    for (size_t column = 0; column < parts(n, PANEL) * PANEL; column += 16) {
        uint32_t *panel = panels + column / PANEL * PANEL * depth + column % PANEL;
        for (size_t d = first; d < last; d += 16) {
            uint32_t block[16][16];
            for (size_t j = 0; j < 16; j++) {
                u32x16 words = column + j < n ? words_along(kind, values + (column + j) * k + d * step, k - d * step) : all(0);
                memcpy(block[j], &words, sizeof words);
            }
            for (size_t i = 0; i < smaller(16, last - d); i++)
                for (size_t j = 0; j < 16; j++) panel[(d + i) * PANEL + j] = block[j][i];
        }
    }
}

// Rows [first, last) of an (m, k) matrix as words.
INLINE void pack_rows(const word kind, const float *values, size_t k, size_t first, size_t last, uint32_t *to) {
    const size_t step = kind == PAIRS ? 2 : 1;
    size_t depth = parts(k, step);
    for (size_t row = first; row < last; row++)
        for (size_t d = 0; d < depth; d += 16) {
            u32x16 words = words_along(kind, values + row * k + d * step, k - d * step);
            if (depth - d >= 16) memcpy(to + row * depth + d, &words, sizeof words);
            else memcpy(to + row * depth + d, &words, (depth - d) * sizeof(uint32_t));
        }
}

// The pieces that pack the right factor come first.
INLINE size_t right_pieces(const aw_product *p) { return parts(words_of(p), PIECE_DEPTH); }

size_t aw_packing_pieces(const aw_product *p) {
    size_t left = p->left_transposed ? parts(words_of(p), PIECE_DEPTH) : word_of(p) == FLOATS ? 0 : parts(p->m, PIECE_DEPTH);
    return right_pieces(p) + left;
}

INLINE void pack_words(const word kind, const aw_product *p, size_t piece) {
    int is_right = piece < right_pieces(p);
    size_t first = (is_right ? piece : piece - right_pieces(p)) * PIECE_DEPTH;
    size_t last = smaller(first + PIECE_DEPTH, is_right || p->left_transposed ? words_of(p) : p->m);
    if (is_right && p->right_transposed) pack_along(kind, p->right, p->k, p->n, first, last, p->right_scratch);
    else if (is_right) pack_across(kind, PANEL, p->right, p->k, p->n, first, last, p->right_scratch);
    else if (p->left_transposed) pack_across(kind, TILE_ROWS, p->left, p->k, p->m, first, last, p->left_scratch);
    else pack_rows(kind, p->left, p->k, first, last, p->left_scratch);
}

INLINE void pack_piece(const aw_product *p, size_t piece) {
    switch (word_of(p)) {
    case FLOATS: pack_words(FLOATS, p, piece); break;
    case ROUNDED: pack_words(ROUNDED, p, piece); break;
    case PAIRS: pack_words(PAIRS, p, piece); break;
    }
}

FOR_EACH_ISA(pack_piece, (const aw_product *p, size_t piece), pack_piece(p, piece))

void aw_pack_piece(const aw_product *p, size_t piece) { CALL_FOR(p->isa, pack_piece, (p, piece)); }
