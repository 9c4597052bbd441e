#include "dropout.h"

// With g = dy · gain and x̂ the normalised row: dx = scale · (g − mean(g) − x̂ · mean(g · x̂)).
INLINE void layer_norm_backward(const float *dy, const float *normalized, const float *scales, const int dropping, aw_dropout dropout, uint64_t first_row,
                                size_t m, size_t c, const float *gain, float *dx, float *d_residual, float *d_gain, float *d_bias) {
    size_t whole = c / 16 * 16, rest = c - whole;
    float kept = dropping ? dropout_scale(dropout) : 1.0f;
    for (size_t row = 0; row < m; row++, dy += c, normalized += c, dx += c) {
        f32x16 sum = splat(0.0f), product = splat(0.0f);
        for (size_t i = 0; i < whole; i += 16) {
            f32x16 d = load(dy + i), n = load(normalized + i), g = d * load(gain + i);
            sum += g;
            product = g * n + product;
            store(d_gain + i, d * n + load(d_gain + i));
            store(d_bias + i, d + load(d_bias + i));
        }
        if (rest) {
            f32x16 d = load_first(dy + whole, rest), n = load_first(normalized + whole, rest), g = d * load_first(gain + whole, rest);
            sum += g;
            product = g * n + product;
            store_first(d_gain + whole, d * n + load_first(d_gain + whole, rest), rest);
            store_first(d_bias + whole, d + load_first(d_bias + whole, rest), rest);
        }
        float mean = sum_of(sum) / (float)c, slope = sum_of(product) / (float)c, scale = scales[row];
        row_key key = dropping ? key_of_row(dropout, first_row + row) : (row_key){0, 0, 0};
        float *dropped = d_residual ? d_residual + row * c : NULL;
        for (size_t i = 0; i < whole; i += 16) {
            f32x16 d = (load(dy + i) * load(gain + i) - mean - load(normalized + i) * slope) * scale;
            store(dx + i, d);
            if (dropped) store(dropped + i, dropping ? keep_columns(d * kept, key, i) : d);
        }
        if (rest) {
            f32x16 d = (load_first(dy + whole, rest) * load_first(gain + whole, rest) - mean - load_first(normalized + whole, rest) * slope) * scale;
            store_first(dx + whole, d, rest);
            if (dropped) store_first(dropped + whole, dropping ? keep_columns(d * kept, key, whole) : d, rest);
        }
    }
}

FOR_EACH_ISA(layer_norm_backward, (const float *dy, const float *normalized, const float *scales, aw_dropout dropout, uint64_t first_row, size_t m, size_t c,
                                   const float *gain, float *dx, float *d_residual, float *d_gain, float *d_bias),
             if (d_residual && dropout.rate > 0) layer_norm_backward(dy, normalized, scales, 1, dropout, first_row, m, c, gain, dx, d_residual, d_gain, d_bias);
             else layer_norm_backward(dy, normalized, scales, 0, dropout, 0, m, c, gain, dx, d_residual, d_gain, d_bias))

void aw_layer_norm_backward(aw_isa isa, const float *dy, const float *normalized, const float *scales, aw_dropout dropout, uint64_t first_row, size_t m, size_t c,
                            const float *gain, float *dx, float *d_residual, float *d_gain, float *d_bias) {
    CALL_FOR(isa, layer_norm_backward, (dy, normalized, scales, dropout, first_row, m, c, gain, dx, d_residual, d_gain, d_bias));
}
