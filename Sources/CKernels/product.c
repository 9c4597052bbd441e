#include "product.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { MOST_ROWS = 96 }; // rows of c in a piece, multiples of the tile's: enough to read a slice often,
enum { PIECES = 16 };    // but so few that there are this many pieces where possible

INLINE size_t piece_rows(const aw_product *p) { return smaller(parts(p->m, PIECES * TILE_ROWS) * TILE_ROWS, MOST_ROWS); }

size_t aw_product_stages(const aw_product *p) { return p->k ? parts(words_of(p), STAGE) : 1; }
size_t aw_product_pieces(const aw_product *p) { return p->m ? parts(p->m, piece_rows(p)) : 0; }
size_t aw_product_scratch(const aw_product *p) { return p->left_transposed || word_of(p) == FLOATS ? 0 : MOST_ROWS * DEPTH; }

// A pass's words of the left factor for a tile, and how far it is to those of the next.
typedef struct { const uint32_t *words; size_t row_stride, depth_stride, tile_stride; } rows;

INLINE void pack_rows(const word kind, const float *values, size_t row_stride, size_t k, size_t count, size_t depth, uint32_t *to) {
    for (size_t i = 0; i < count; i++, values += row_stride, to += DEPTH)
        for (size_t d = 0; d < depth; d += 16) {
            // Four rows ahead: a pass reads a part of each row only, too short for the hardware to see it coming.
            __builtin_prefetch(values + 4 * row_stride + d * values_of(kind));
            if (kind == PAIRS) __builtin_prefetch(values + 4 * row_stride + d * 2 + 16);
            u32x16 words = words_along(kind, values + d * values_of(kind), k - d * values_of(kind));
            memcpy(to + d, &words, sizeof words);
        }
}

// The words [start, start + depth) of a stage in rows [first, last): in place where the rows are floats.
INLINE rows left_rows(const word kind, const aw_product *p, size_t stage, size_t first, size_t last, size_t start, size_t depth, uint32_t *scratch) {
    if (p->left_transposed) {
        size_t words = stage_words(p, stage);
        return (rows){p->strips + first * words + start * TILE_ROWS, 1, TILE_ROWS, TILE_ROWS * words};
    }
    size_t k = (stage * STAGE + start) * values_of(kind);
    const float *values = p->left + first * p->k + k;
    if (kind == FLOATS) return (rows){(const uint32_t *)values, p->k, 1, TILE_ROWS * p->k};
    pack_rows(kind, values, p->k, p->k - k, last - first, depth, scratch);
    return (rows){scratch, DEPTH, 1, TILE_ROWS * DEPTH};
}

// sum (rows, 16·vectors) = the rows of `left` · a panel's columns.
typedef void sum_tile(tile sum, int count, int vectors, rows left, const uint32_t *right, size_t depth);

INLINE void sum_floats(tile sum, const int count, const int vectors, rows left, const uint32_t *right, size_t depth) {
    multiply_tile(sum, count, vectors, (const float *)left.words, left.row_stride, left.depth_stride, (const float *)right, PANEL, depth);
}

#if defined(__x86_64__)
#define FOR_BFLOAT16 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512bf16,avx2,fma")))

// vdpbf16ps adds the products of both halves of a word to a sum in fp32.
FOR_BFLOAT16 INLINE void sum_pairs(tile sum, const int count, const int vectors, rows left, const uint32_t *right, size_t depth) {
    const uint32_t *a = left.words;
    for (size_t k = 0; k < depth; k++, a += left.depth_stride, right += PANEL) {
        __m512bh b[4];
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) b[j] = (__m512bh)_mm512_load_si512(right + 16 * j);
#pragma clang loop unroll(full)
        for (int i = 0; i < count; i++) {
            __m512bh both = (__m512bh)_mm512_set1_epi32((int32_t)a[i * left.row_stride]);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) sum[i][j] = (f32x16)_mm512_dpbf16_ps((__m512)sum[i][j], both, b[j]);
        }
    }
}
#endif

// c (count, width) += or = the product over one pass of the depth. The pass's sum starts from 0 and is added to `initial` (NULL for 0), whose rows are
// `stride` apart: the bias first, then what earlier passes left in c.
INLINE void product_tile(sum_tile *const sum_of, const int count, const int vectors, rows left, const uint32_t *right, size_t depth,
                         const float *initial, size_t stride, float *c, size_t n, size_t width) {
    tile sum;
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            sum[i][j] = splat(0);
            __builtin_prefetch(c + i * n + 16 * j, 1);
        }
    sum_of(sum, count, vectors, left, right, depth);
#pragma clang loop unroll(full)
    for (int i = 0; i < count; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            size_t columns = width > 16u * j ? width - 16 * j : 0;
            const float *from = initial ? initial + i * stride + 16 * j : c;
            if (columns >= 16) store(c + i * n + 16 * j, initial ? load(from) + sum[i][j] : sum[i][j]);
            else if (columns) store_first(c + i * n + 16 * j, initial ? load_first(from, columns) + sum[i][j] : sum[i][j], columns);
        }
}

INLINE void multiply_piece(const int vectors, const word kind, sum_tile *const sum_of, const aw_product *p, size_t stage, size_t piece, uint32_t *scratch) {
    size_t n = p->n, words = stage_words(p, stage), first = piece * piece_rows(p), last = smaller(first + piece_rows(p), p->m);
    for (size_t start = 0; start < words || start == 0; start += DEPTH) {
        size_t depth = smaller(DEPTH, words - start);
        const rows all = left_rows(kind, p, stage, first, last, start, depth, scratch);
        int continues = stage || start || p->accumulating;
        for (size_t column = 0; column < n; column += 16 * vectors) {
            const uint32_t *right = p->panels + column / PANEL * PANEL * words + start * PANEL + column % PANEL;
            rows left = all;
            for (size_t row = first; row < last; row += TILE_ROWS, left.words += left.tile_stride) {
                float *c = p->c + row * n + column;
                const float *initial = continues ? c : p->bias ? p->bias + column : NULL;
                size_t stride = continues ? n : 0, width = n - column;
                if (width >= 16u * vectors) { WITH_ROWS(last - row, product_tile(sum_of, ROWS, vectors, left, right, depth, initial, stride, c, n, 16 * vectors)); }
                else { WITH_ROWS(last - row, product_tile(sum_of, ROWS, vectors, left, right, depth, initial, stride, c, n, width)); }
            }
        }
    }
}

FOR_EACH_ISA(multiply, (const aw_product *p, size_t stage, size_t piece, uint32_t *scratch), switch (word_of(p)) {
    case FLOATS: multiply_piece(VECTORS, FLOATS, sum_floats, p, stage, piece, scratch); break;
    default: multiply_piece(VECTORS, ROUNDED, sum_floats, p, stage, piece, scratch); break;
})

#if defined(__x86_64__)
FOR_BFLOAT16 static void multiply_pairs(const aw_product *p, size_t stage, size_t piece, uint32_t *scratch) { multiply_piece(4, PAIRS, sum_pairs, p, stage, piece, scratch); }

int aw_has_bfloat16(void) { return aw_has_isa(AW_AVX512_BF16); }
#else
static void multiply_pairs(const aw_product *p, size_t stage, size_t piece, uint32_t *scratch) { multiply_portable(p, stage, piece, scratch); }

int aw_has_bfloat16(void) { return 0; }
#endif

void aw_multiply_piece(const aw_product *p, size_t stage, size_t piece, uint32_t *scratch) {
    if (word_of(p) == PAIRS) multiply_pairs(p, stage, piece, scratch);
    else CALL_FOR(p->isa, multiply, (p, stage, piece, scratch));
}
