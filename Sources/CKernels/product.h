// How a product's factors lie in memory while they are multiplied: as 32-bit words along the depth k.
#pragma once
#include "tile.h"

enum { PANEL = 64 };        // columns of the right factor that are packed together: (depth, 64) words
enum { PIECE_ROWS = 96 };   // rows of c in a piece of work; a multiple of the tile's
enum { PIECE_DEPTH = 64 };  // words of depth, or rows, in a piece of packing

typedef uint32_t u32x16 __attribute__((vector_size(64)));

// A word is a float, a float rounded to bfloat16, or two bfloat16 of neighbouring k, the first in the low half.
typedef enum { FLOATS, ROUNDED, PAIRS } word;

INLINE word word_of(const aw_product *p) {
    if (p->precision == AW_FLOAT32) return FLOATS;
    return p->isa == AW_AVX512 && aw_has_bfloat16() ? PAIRS : ROUNDED;
}
INLINE size_t words_of(const aw_product *p) { return word_of(p) == PAIRS ? (p->k + 1) / 2 : p->k; }
INLINE size_t parts(size_t count, size_t size) { return (count + size - 1) / size; }
INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

// The left factor: as it is where its rows are floats, (m, depth) words where they are rounded, and strips of 6 rows, each (depth, 6) words, where it
// is transposed: a tile then reads its rows side by side.
typedef struct { const uint32_t *words; size_t row_stride, depth_stride; } rows;

INLINE rows left_rows(const aw_product *p, size_t row) {
    size_t depth = words_of(p);
    if (p->left_transposed) return (rows){p->left_scratch + row / TILE_ROWS * TILE_ROWS * depth, 1, TILE_ROWS};
    if (word_of(p) == FLOATS) return (rows){(const uint32_t *)p->left + row * depth, depth, 1};
    return (rows){p->left_scratch + row * depth, depth, 1};
}
