#include "vector.h"
#include <math.h>

// The mean first, then the variance about it: one pass with E[x²] − E[x]² loses digits when the mean is large.
INLINE void layer_norm(float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon) {
    size_t whole = c / 16 * 16, rest = c - whole;
    for (size_t row = 0; row < m; row++, x += c) {
        f32x16 sum = splat(0.0f);
        for (size_t i = 0; i < whole; i += 16) {
            f32x16 v = load(x + i);
            if (residual) { v += load(residual + row * c + i); store(x + i, v); }
            sum += v;
        }
        if (rest) {
            f32x16 v = load_first(x + whole, rest);
            if (residual) { v += load_first(residual + row * c + whole, rest); store_first(x + whole, v, rest); }
            sum += v;
        }
        float mean = sum_of(sum) / (float)c;
        f32x16 squares = splat(0.0f);
        for (size_t i = 0; i < whole; i += 16) { f32x16 v = load(x + i) - mean; squares = v * v + squares; }
        if (rest) {
            f32x16 v = load_first(x + whole, rest) - mean;
            v = choose(first_lanes(rest), v, splat(0.0f));
            squares = v * v + squares;
        }
        float scale = 1.0f / sqrtf(sum_of(squares) / (float)c + epsilon);
        for (size_t i = 0; i < whole; i += 16) store(x + i, (load(x + i) - mean) * scale * load(gain + i) + load(bias + i));
        if (rest) store_first(x + whole, (load_first(x + whole, rest) - mean) * scale * load_first(gain + whole, rest) + load_first(bias + whole, rest), rest);
    }
}

FOR_EACH_ISA(layer_norm, (float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon),
             layer_norm(x, residual, m, c, gain, bias, epsilon))

void aw_layer_norm(aw_isa isa, float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon) {
    CALL_FOR(isa, layer_norm, (x, residual, m, c, gain, bias, epsilon));
}
