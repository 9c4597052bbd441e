#include "product.h"

enum { PIECE = 64 }; // words of depth in a piece
enum { BLOCK = 16 }; // words of depth that are moved at a time: their lines stay in the first-level cache

size_t aw_panels_count(const aw_product *p) { return parts(p->n, PANEL) * PANEL * stage_words(p, 0); }
size_t aw_strips_count(const aw_product *p) { return p->left_transposed ? parts(p->m, TILE_ROWS) * TILE_ROWS * stage_words(p, 0) : 0; }
size_t aw_packing_pieces(const aw_product *p, size_t stage) { return parts(stage_words(p, stage), PIECE); }

// Words [first, last) of a stage's `depth`, from a factor that is stored as (k, n), into panels of `width` columns, each (depth, width).
INLINE void pack_across(const word kind, const size_t width, const float *values, size_t k, size_t n, size_t first, size_t last, size_t depth, uint32_t *panels) {
    const size_t step = values_of(kind);
    for (size_t column = 0; column < n; column += width, panels += depth * width)
        for (size_t d = first; d < last; d++) {
            const float *row = values + d * step * n + column, *next = d * step + 1 < k ? row + n : NULL;
            for (size_t j = 0; j < width; j += 16) {
                __builtin_prefetch(row + j + BLOCK * step * n, 0, 2); // the next block: hardware doesn't follow a walk down columns
                if (step == 2) __builtin_prefetch(row + j + (BLOCK * step + 1) * n, 0, 2);
                u32x16 words = words_across(kind, row + j, next ? next + j : NULL, after(n, column + j));
                memcpy(panels + d * width + j, &words, (width - j < 16 ? width - j : 16) * sizeof(uint32_t));
            }
        }
}

// The same for panels of 64 columns of a factor that is stored as (n, stored_k).
INLINE void pack_along(const word kind, const float *values, size_t k, size_t n, size_t stored_k, size_t first, size_t last, size_t depth, uint32_t *panels) {
    for (size_t column = 0; column < parts(n, PANEL) * PANEL; column += 16) {
        uint32_t *panel = panels + column / PANEL * PANEL * depth + column % PANEL;
        uint32_t block[16][BLOCK] = {0};
        for (size_t j = 0; j < smaller(16, after(n, column)); j++) {
            u32x16 words = words_along(kind, values + (column + j) * stored_k + first * values_of(kind), k - first * values_of(kind));
            memcpy(block[j], &words, sizeof words);
        }
        for (size_t d = first; d < last; d++)
            for (size_t j = 0; j < 16; j++) panel[d * PANEL + j] = block[j][d - first];
    }
}

INLINE void pack_words(const word kind, const aw_product *p, size_t stage, size_t piece) {
    size_t depth = stage_words(p, stage), from = stage * STAGE * values_of(kind), k = p->k - from, end = smaller((piece + 1) * PIECE, depth);
    for (size_t first = piece * PIECE; first < end; first += BLOCK) {
        size_t last = smaller(first + BLOCK, end);
        if (p->right_transposed) pack_along(kind, p->right + from, k, p->n, p->k, first, last, depth, p->panels);
        else pack_across(kind, PANEL, p->right + from * p->n, k, p->n, first, last, depth, p->panels);
        if (p->left_transposed) pack_across(kind, TILE_ROWS, p->left + from * p->m, k, p->m, first, last, depth, p->strips);
    }
}

FOR_EACH_ISA(pack, (const aw_product *p, size_t stage, size_t piece), switch (word_of(p)) {
    case FLOATS: pack_words(FLOATS, p, stage, piece); break;
    case ROUNDED: pack_words(ROUNDED, p, stage, piece); break;
    case PAIRS: pack_words(PAIRS, p, stage, piece); break;
})

void aw_pack_piece(const aw_product *p, size_t stage, size_t piece) { CALL_FOR(p->isa, pack, (p, stage, piece)); }
