#include "dropout.h"
#include "rows.h"
#include <math.h>

// What LayerNorm normalises: x, or x + dropout(residual).
INLINE f32x16 joined(const float *x, const float *residual, size_t i, size_t count, const int dropping, float scale, row_key key) {
    f32x16 v = count >= 16 ? load(x + i) : load_first(x + i, count);
    if (!residual) return v;
    f32x16 r = count >= 16 ? load(residual + i) : load_first(residual + i, count);
    return v + (dropping ? keep_columns(r * scale, key, i) : r);
}

// The mean first, then the variance about it: one pass with E[x²] − E[x]² loses digits when the mean is large. The sums wait in y, which may be x.
INLINE void layer_norm(const float *x, const float *residual, const int dropping, aw_dropout dropout, uint64_t first_row, size_t m, size_t c,
                       const float *gain, const float *bias, float epsilon, float *y, float *normalized, float *scales) {
    size_t whole = c / 16 * 16, rest = c - whole;
    float kept = dropping ? dropout_scale(dropout) : 1.0f;
    for (size_t row = 0; row < m; row++, x += c, y += c) {
        row_key key = dropping ? key_of_row(dropout, first_row + row) : (row_key){0, 0, 0};
        const float *added = residual ? residual + row * c : NULL;
        f32x16 sum = splat(0.0f);
        for (size_t i = 0; i < whole; i += 16) {
            f32x16 v = joined(x, added, i, 16, dropping, kept, key);
            store(y + i, v);
            sum += v;
        }
        if (rest) {
            f32x16 v = choose(first_lanes(rest), joined(x, added, whole, rest, dropping, kept, key), splat(0.0f));
            store_first(y + whole, v, rest);
            sum += v;
        }
        float mean = sum_of(sum) / (float)c;
        f32x16 squares = splat(0.0f);
        for (size_t i = 0; i < whole; i += 16) { f32x16 v = load(y + i) - mean; squares = v * v + squares; }
        if (rest) {
            f32x16 v = load_first(y + whole, rest) - mean;
            v = choose(first_lanes(rest), v, splat(0.0f));
            squares = v * v + squares;
        }
        float scale = 1.0f / sqrtf(sum_of(squares) / (float)c + epsilon);
        if (scales) scales[row] = scale;
        for (size_t i = 0; i < whole; i += 16) {
            f32x16 v = (load(y + i) - mean) * scale;
            if (normalized) store(normalized + row * c + i, v);
            store(y + i, v * load(gain + i) + load(bias + i));
        }
        if (rest) {
            f32x16 v = (load_first(y + whole, rest) - mean) * scale;
            if (normalized) store_first(normalized + row * c + whole, v, rest);
            store_first(y + whole, v * load_first(gain + whole, rest) + load_first(bias + whole, rest), rest);
        }
    }
}

FOR_EACH_ISA(layer_norm, (float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon),
             layer_norm(x, residual, 0, (aw_dropout){0}, 0, m, c, gain, bias, epsilon, x, NULL, NULL))
FOR_EACH_ISA(layer_norm_train, (const float *x, const float *residual, aw_dropout dropout, uint64_t first_row, size_t m, size_t c,
                                const float *gain, const float *bias, float epsilon, float *y, float *normalized, float *scales),
             if (residual && dropout.rate > 0) layer_norm(x, residual, 1, dropout, first_row, m, c, gain, bias, epsilon, y, normalized, scales);
             else layer_norm(x, residual, 0, dropout, 0, m, c, gain, bias, epsilon, y, normalized, scales))
FOR_EACH_ISA(layer_norm_narrow, (float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon, aw_rows rows),
             for (size_t row = 0; row < m; row++) {
                 layer_norm(x + row * c, residual ? residual + row * c : NULL, 0, (aw_dropout){0}, 0, 1, c, gain, bias, epsilon, x + row * c, NULL, NULL);
                 narrow_row(x, row, rows);
             })

void aw_layer_norm(aw_isa isa, float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon) {
    CALL_FOR(isa, layer_norm, (x, residual, m, c, gain, bias, epsilon));
}
void aw_layer_norm_train(aw_isa isa, const float *x, const float *residual, aw_dropout dropout, uint64_t first_row, size_t m, size_t c,
                         const float *gain, const float *bias, float epsilon, float *y, float *normalized, float *scales) {
    CALL_FOR(isa, layer_norm_train, (x, residual, dropout, first_row, m, c, gain, bias, epsilon, y, normalized, scales));
}
void aw_layer_norm_narrow(aw_isa isa, float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon, aw_rows rows) {
    CALL_FOR(isa, layer_norm_narrow, (x, residual, m, c, gain, bias, epsilon, rows));
}
