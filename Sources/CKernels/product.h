// The factors of a product as it reads them: 32-bit words along the depth k.
#pragma once
#include "tile.h"

enum { PANEL = 64 };         // columns of the right factor that are packed side by side: (depth, 64) words
enum { DEPTH = 384 };        // words of depth a pass: a panel's slice of (384, 64) and a piece's rows of it stay in the second-level cache
enum { STAGE = 2 * DEPTH };  // words of depth that are packed before they are multiplied

// A word is a float, a float rounded to bfloat16, or two bfloat16 of neighbouring k, the first in the low half.
typedef enum { FLOATS, ROUNDED, PAIRS } word;

INLINE word word_of(const aw_product *p) {
    if (p->precision == AW_FLOAT32) return FLOATS;
    return p->isa >= AW_AVX512_BF16 ? PAIRS : ROUNDED;
}

INLINE size_t after(size_t count, size_t first) { return count > first ? count - first : 0; }

INLINE size_t values_of(const word kind) { return kind == PAIRS ? 2 : 1; }
// The depth in words.
INLINE size_t words_of(const aw_product *p) { return parts(p->k, values_of(word_of(p))); }
INLINE size_t stage_words(const aw_product *p, size_t stage) { return smaller(STAGE, after(words_of(p), stage * STAGE)); }

INLINE f32x16 load_up_to(const float *p, size_t count) { return count >= 16 ? load(p) : load_first(p, count); }

// The words of `count` columns at one depth: their values lie side by side; those of the next k, if there is one, at `next`.
INLINE u32x16 words_across(const word kind, const float *values, const float *next, size_t count) {
    f32x16 v = load_up_to(values, count);
    if (kind == FLOATS) return (u32x16)v;
    if (kind == ROUNDED) return rounded(v);
    return rounded(v) >> 16 | (next ? rounded(load_up_to(next, count)) : (u32x16){});
}

// Sixteen words along the depth, of `count` values that lie side by side.
INLINE u32x16 words_along(const word kind, const float *values, size_t count) {
    u32x16 first = words_across(kind == FLOATS ? FLOATS : ROUNDED, values, NULL, count);
    if (kind != PAIRS) return first;
    typedef uint16_t u16x32 __attribute__((vector_size(64)));
    u32x16 second = rounded(load_up_to(values + 16, after(count, 16)));
    return (u32x16)__builtin_shufflevector((u16x32)first, (u16x32)second, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31,
                                           33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63);
}
