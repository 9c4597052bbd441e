// GELU in its exact form: x · Φ(x), Φ the normal distribution's cumulative function.
#pragma once
#include "vector.h"

// x · Φ(x) = max(x, 0) − |x| · erfc(|x| / √2) / 2, and erfc(z) = e^(−z²) · P(1 / (1 + 0.3275911 z)) with a polynomial P of degree 5
// (Abramowitz & Stegun 7.1.26, error 1.5e-7). Nothing cancels in the tails; the whole is within 5e-7.
INLINE f32x16 gelu_of(f32x16 x) {
    f32x16 size = choose(x < 0.0f, -x, x);
    size = choose(size > 16.0f, splat(16.0f), size); // erfc is 0 in fp32 there
    f32x16 t = 1.0f / (size * 0.2316419f + 1.0f);
    f32x16 p = t * 1.061405429f + -1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t + -0.284496736f;
    p = p * t + 0.254829592f;
    f32x16 tail = p * t * exp_of_negative(size * size * -0.5f);
    return larger(x, splat(0.0f)) - size * 0.5f * tail;
}
