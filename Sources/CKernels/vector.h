// Sixteen floats, in the compiler's own vector type: one zmm register, two ymm, four NEON or SSE ones.
#pragma once
#include "isa.h"
#include <string.h>

#pragma clang diagnostic ignored "-Wpsabi" // vectors are only passed between functions that are always inlined

typedef float f32x16 __attribute__((vector_size(64)));
typedef int32_t i32x16 __attribute__((vector_size(64)));
typedef uint32_t u32x16 __attribute__((vector_size(64)));
typedef uint16_t u16x16 __attribute__((vector_size(32)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));

INLINE size_t parts(size_t count, size_t size) { return (count + size - 1) / size; }
INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
INLINE size_t up_to(size_t multiple, size_t n) { return parts(n, multiple) * multiple; }

// The first 64-byte boundary: a vector then never lies across two cache lines. Scratch is 16 floats longer for it.
INLINE float *aligned(float *p) { return (float *)(((uintptr_t)p + 63) & ~(uintptr_t)63); }

INLINE f32x16 load(const float *p) { f32x16 v; memcpy(&v, p, sizeof v); return v; }
INLINE void store(float *p, f32x16 v) { memcpy(p, &v, sizeof v); }
INLINE f32x16 splat(float x) { return (f32x16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; } // `{} + x` would add 0 at run time: -0 + 0 is 0
INLINE f32x16 floats_of(i32x16 v) { return __builtin_convertvector(v, f32x16); }
INLINE f32x16 choose(i32x16 mask, f32x16 yes, f32x16 no) { return (f32x16)(((i32x16)yes & mask) | ((i32x16)no & ~mask)); }
INLINE f32x16 larger(f32x16 a, f32x16 b) { return choose(a > b, a, b); }

// All ones in the first `count` lanes.
INLINE i32x16 first_lanes(size_t count) {
    const i32x16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return lane < ((i32x16){} + (int32_t)(count < 16 ? count : 16));
}
INLINE f32x16 load_first(const float *p, size_t count) { float lanes[16] = {0}; memcpy(lanes, p, count * sizeof(float)); return load(lanes); }
INLINE void store_first(float *p, f32x16 v, size_t count) { float lanes[16]; store(lanes, v); memcpy(p, lanes, count * sizeof(float)); }

// Sums and maxima of the lanes, in one fixed order: the upper half to the lower one, and so on.
typedef float f32x8 __attribute__((vector_size(32)));
typedef float f32x4 __attribute__((vector_size(16)));
INLINE float sum_of(f32x16 v) {
    f32x8 half = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) + __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
    f32x4 quarter = __builtin_shufflevector(half, half, 0, 1, 2, 3) + __builtin_shufflevector(half, half, 4, 5, 6, 7);
    quarter += __builtin_shufflevector(quarter, quarter, 2, 3, 0, 1);
    return quarter[0] + quarter[1];
}
INLINE float largest_of(f32x16 v) {
    v = larger(v, __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    v = larger(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11));
    v = larger(v, __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
    return v[0] > v[1] ? v[0] : v[1];
}

// To the nearest bfloat16, ties to even: the upper half of a float. A NaN stays one.
INLINE u32x16 rounded(f32x16 v) {
    u32x16 bits = (u32x16)v, nan = (u32x16)(v != v);
    u32x16 nearest = bits + 0x7FFF + (bits >> 16 & 1);
    return ((nearest & ~nan) | ((bits | 0x400000) & nan)) & 0xFFFF0000;
}

INLINE u16x16 halves_of(f32x16 v) { return __builtin_convertvector(rounded(v) >> 16, u16x16); }

// `vectors` times 16 floats to the nearest bfloat16, ties away from 0; two at a time where there are two: half the moves between lanes.
INLINE void store_halves(const int vectors, const f32x16 *v, uint16_t *to) {
    typedef uint16_t u16x32 __attribute__((vector_size(64)));
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j += 2) {
        u32x16 first = (u32x16)v[j] + 0x8000;
        if (j + 1 < vectors) {
            u16x32 halves = __builtin_shufflevector((u16x32)first, (u16x32)((u32x16)v[j + 1] + 0x8000), 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29,
                                                    31, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63);
            u16x16 low = __builtin_shufflevector(halves, halves, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            u16x16 high = __builtin_shufflevector(halves, halves, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
            memcpy(to + 16 * j, &low, sizeof low);
            memcpy(to + 16 * j + 16, &high, sizeof high);
        } else {
            u16x16 halves = __builtin_convertvector(first >> 16, u16x16);
            memcpy(to + 16 * j, &halves, sizeof halves);
        }
    }
}

// eˣ for x ≤ 0 to 2 ulp: x = n·ln 2 + r, then a polynomial in r, then n added to the exponent. Below -87 it stays at e⁻⁸⁷.
INLINE f32x16 exp_of_negative(f32x16 x) {
    x = larger(x, splat(-87.0f));
    const f32x16 round = splat(12582912.0f); // 1.5 · 2²³: adding it rounds to an integer
    f32x16 shifted = x * 1.44269504f + round, n = shifted - round;
    f32x16 r = x - n * 0.693145752f;
    r = r - n * 1.42860677e-6f;
    f32x16 p = r * 1.38888889e-3f + 8.33333333e-3f;
    p = p * r + 4.16666667e-2f;
    p = p * r + 1.66666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    return (f32x16)((i32x16)p + ((i32x16)shifted << 23));
}
