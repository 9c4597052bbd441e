// Sixteen floats, in the compiler's own vector type: one zmm register, two ymm, four NEON or SSE ones.
#pragma once
#include "isa.h"
#include <string.h>

#pragma clang diagnostic ignored "-Wpsabi" // vectors are only passed between functions that are always inlined

typedef float f32x16 __attribute__((vector_size(64)));
typedef int32_t i32x16 __attribute__((vector_size(64)));

INLINE f32x16 load(const float *p) { f32x16 v; memcpy(&v, p, sizeof v); return v; }
INLINE void store(float *p, f32x16 v) { memcpy(p, &v, sizeof v); }
INLINE f32x16 splat(float x) { return (f32x16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; } // `{} + x` would add 0 at run time: -0 + 0 is 0
INLINE f32x16 choose(i32x16 mask, f32x16 yes, f32x16 no) { return (f32x16)(((i32x16)yes & mask) | ((i32x16)no & ~mask)); }
INLINE f32x16 larger(f32x16 a, f32x16 b) { return choose(a > b, a, b); }

// All ones in the first `count` lanes.
INLINE i32x16 first_lanes(size_t count) {
    const i32x16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return lane < ((i32x16){} + (int32_t)(count < 16 ? count : 16));
}
INLINE f32x16 load_first(const float *p, size_t count) { float lanes[16] = {0}; memcpy(lanes, p, count * sizeof(float)); return load(lanes); }
INLINE void store_first(float *p, f32x16 v, size_t count) { float lanes[16]; store(lanes, v); memcpy(p, lanes, count * sizeof(float)); }

// Sums and maxima of the lanes, in one fixed order.
INLINE float sum_of(f32x16 v) {
    float x[16]; store(x, v);
    for (int half = 8; half > 0; half /= 2) for (int i = 0; i < half; i++) x[i] += x[i + half];
    return x[0];
}
INLINE float largest_of(f32x16 v) {
    float x[16]; store(x, v);
    for (int half = 8; half > 0; half /= 2) for (int i = 0; i < half; i++) x[i] = x[i] > x[i + half] ? x[i] : x[i + half];
    return x[0];
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
