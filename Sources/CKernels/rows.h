// The left factors of narrow products: rows of floats as 8-bit integers or bfloat16.
#pragma once
#include "vector.h"

enum { BLOCK = AW_BLOCK }; // columns that share a scale

// A word has two bfloat16 of neighbouring columns, or four 8-bit values of columns that are 16 apart: four vectors of 16 floats are packed by shifting
// alone. So columns of 8-bit values come in groups of 64.
INLINE size_t words_of(const aw_precision precision, size_t k) { return precision == AW_INT8 ? parts(k, 64) * 16 : parts(k, 2); }

INLINE f32x16 load_up_to(const float *p, size_t count) { return count >= 16 ? load(p) : load_first(p, count); }

// The columns of a group from x on, of which there are `count`, as words.
INLINE i32x16 quantized_group(const float *x, size_t count, float inverse, int32_t lowest) {
#pragma clang fp contract(off)
    i32x16 words = {0};
#pragma clang loop unroll(full)
    for (size_t i = 0; i < 4; i++) {
        f32x16 v = load_up_to(x + 16 * i, count > 16 * i ? count - 16 * i : 0);
        i32x16 q = (i32x16)(v * inverse + 12582912.0f) - lowest; // 1.5 · 2²³: adding it rounds to an integer, in the lowest bits
        words |= __builtin_elementwise_min(q, (i32x16){} + 255) << 8 * i; // two roundings may add up to 256
    }
    return words;
}

// One block's columns as u8 with x ≈ scale · (u8 − zero). The range contains 0, so that `zero` is one of the 256 values, and what is beyond the last column
// counts as 0. Everything is rounded once and by itself, which gives the same integers on every machine.
INLINE void quantize_block(const float *x, size_t count, uint32_t *to, float *scale, int32_t *zero) {
#pragma clang fp contract(off)
    f32x16 low = splat(0), high = splat(0);
    size_t whole = count / 64 * 64;
    for (size_t i = 0; i < whole; i += 16) {
        f32x16 v = load(x + i);
        low = choose(v < low, v, low);
        high = larger(v, high);
    }
    for (size_t i = whole; i < count; i += 16) {
        f32x16 v = load_up_to(x + i, count - i);
        low = choose(v < low, v, low);
        high = larger(v, high);
    }
    float least = -largest_of(-low), range = largest_of(high) - least;
    float inverse = range > 1e-30f ? 255.0f / range : 0.0f; // so small a range is all zeros
    *scale = range > 1e-30f ? range / 255.0f : 0.0f;
    float shifted = least * inverse + 12582912.0f;
    int32_t lowest;
    memcpy(&lowest, &shifted, sizeof lowest);
    *zero = 0x4B400000 - lowest; // the bits of 1.5 · 2²³
    for (size_t i = 0; i < whole; i += 64, to += 16) {
        i32x16 words = quantized_group(x + i, 64, inverse, lowest);
        memcpy(to, &words, sizeof words);
    }
    if (whole < count) {
        i32x16 words = quantized_group(x + whole, count - whole, inverse, lowest);
        memcpy(to, &words, sizeof words);
    }
}

// Row `row` of x (…, k) in its place.
INLINE void narrow_row(const float *x, size_t row, aw_rows rows) {
    size_t k = rows.k, blocks = parts(k, BLOCK);
    uint32_t *words = rows.words + row * words_of(rows.precision, k);
    x += row * k;
    if (rows.precision == AW_INT8) {
        for (size_t b = 0; b < blocks; b++) {
            size_t place = row * blocks + b;
            quantize_block(x + b * BLOCK, smaller(BLOCK, k - b * BLOCK), words + words_of(AW_INT8, b * BLOCK), rows.scales + place, rows.zeros + place);
        }
        return;
    }
    size_t whole = k / 16 * 16;
    for (size_t i = 0; i < whole; i += 16) {
        u16x16 halves = halves_of(load(x + i));
        memcpy((uint16_t *)words + i, &halves, sizeof halves);
    }
    if (whole < k) {
        u16x16 halves = halves_of(load_first(x + whole, k - whole));
        memcpy((uint16_t *)words + whole, &halves, up_to(2, k - whole) * sizeof(uint16_t));
    }
}
