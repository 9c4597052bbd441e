#include "product.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { DEPTH = 384 }; // words of depth a pass: a panel's slice of (384, 64) stays in the second-level cache while the rows of a piece go by

size_t aw_product_pieces(const aw_product *p) { return parts(p->m, PIECE_ROWS) * parts(p->n, PANEL); }

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

INLINE void multiply_piece(const int vectors, sum_tile *const sum_of, const aw_product *p, size_t piece) {
    size_t panel_count = parts(p->n, PANEL), panel = piece % panel_count, words = words_of(p), n = p->n;
    size_t first = piece / panel_count * PIECE_ROWS, last = smaller(first + PIECE_ROWS, p->m), end = smaller((panel + 1) * PANEL, n);
    for (size_t start = 0; start < words || start == 0; start += DEPTH) {
        size_t depth = smaller(DEPTH, words - start);
        for (size_t column = panel * PANEL; column < end; column += 16 * vectors) {
            const uint32_t *right = p->right_scratch + (panel * words + start) * PANEL + column % PANEL;
            for (size_t row = first; row < last; row += TILE_ROWS) {
                rows left = left_rows(p, row);
                left.words += start * left.depth_stride;
                float *c = p->c + row * n + column;
                int continues = start || p->accumulating;
                const float *initial = continues ? c : p->bias ? p->bias + column : NULL;
                size_t stride = continues ? n : 0, width = end - column;
                if (width >= 16u * vectors) { WITH_ROWS(last - row, product_tile(sum_of, ROWS, vectors, left, right, depth, initial, stride, c, n, 16 * vectors)); }
                else { WITH_ROWS(last - row, product_tile(sum_of, ROWS, vectors, left, right, depth, initial, stride, c, n, width)); }
            }
        }
    }
}

FOR_EACH_ISA(multiply_floats, (const aw_product *p, size_t piece), multiply_piece(VECTORS, sum_floats, p, piece))

#if defined(__x86_64__)
FOR_BFLOAT16 static void multiply_pairs(const aw_product *p, size_t piece) { multiply_piece(4, sum_pairs, p, piece); }

int aw_has_bfloat16(void) { return __builtin_cpu_supports("avx512bf16") && aw_best_isa() == AW_AVX512; }
#else
static void multiply_pairs(const aw_product *p, size_t piece) { multiply_floats_portable(p, piece); }

int aw_has_bfloat16(void) { return 0; }
#endif

void aw_multiply_piece(const aw_product *p, size_t piece) {
    if (word_of(p) == PAIRS) multiply_pairs(p, piece);
    else CALL_FOR(p->isa, multiply_floats, (p, piece));
}
