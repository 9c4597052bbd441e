// GELU in its exact form: x · Φ(x), Φ the normal distribution's cumulative function.
#pragma once
#include "vector.h"

// What GELU and its slope share: |x|, at most 16 (beyond, erfc is 0 in fp32), e^(−x²/2), and erfc(|x| / √2).
typedef struct { f32x16 size, bell, tail; } gelu_parts;

// erfc(z) = e^(−z²) · P(1 / (1 + 0.3275911 z)) with a polynomial P of degree 5 (Abramowitz & Stegun 7.1.26, error 1.5e-7).
INLINE gelu_parts gelu_parts_of(f32x16 x) {
    f32x16 size = choose(x < 0.0f, -x, x);
    size = choose(size > 16.0f, splat(16.0f), size);
    f32x16 t = 1.0f / (size * 0.2316419f + 1.0f);
    f32x16 p = t * 1.061405429f + -1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t + -0.284496736f;
    p = p * t + 0.254829592f;
    f32x16 bell = exp_of_negative(size * size * -0.5f);
    return (gelu_parts){size, bell, p * t * bell};
}

// x · Φ(x) = max(x, 0) − |x| · erfc(|x| / √2) / 2: nothing cancels in the tails, the whole is within 5e-7.
INLINE f32x16 gelu_of(f32x16 x) {
    gelu_parts parts = gelu_parts_of(x);
    return larger(x, splat(0.0f)) - parts.size * 0.5f * parts.tail;
}

// d/dx = Φ(x) + x · φ(x), φ the normal density; within 1e-6.
INLINE f32x16 gelu_slope_of(f32x16 x) {
    gelu_parts parts = gelu_parts_of(x);
    f32x16 above = 1.0f + parts.size * parts.bell * 0.39894228f - parts.tail * 0.5f; // at |x|; the slopes at x and −x add up to 1
    return choose(x < 0.0f, 1.0f - above, above);
}

// GELU within 1e-4, for results that are rounded to fewer bits than that: Φ as an odd polynomial, fitted to be exact at ±4.3, beyond which it is 0 or 1.
INLINE f32x16 rough_gelu_of(f32x16 x) {
    f32x16 t = larger(choose(x < 4.3f, x, splat(4.3f)), splat(-4.3f)), u = t * t;
    f32x16 p = u * -7.891034267e-10f + 7.184546819e-08f;
    p = p * u + -2.833372967e-06f;
    p = p * u + 6.404773773e-05f;
    p = p * u + -9.291497040e-04f;
    p = p * u + 9.212222930e-03f;
    p = p * u + -6.536753240e-02f;
    p = p * u + 3.983662740e-01f;
    return x * (p * t + 0.5f);
}
