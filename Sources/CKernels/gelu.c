#include "gelu.h"

INLINE void gelu(const float *x, size_t count, float *y) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) store(y + i, gelu_of(load(x + i)));
    if (i < count) store_first(y + i, gelu_of(load_first(x + i, count - i)), count - i);
}

INLINE f32x16 through_slope(f32x16 x, f32x16 dy) { return dy * gelu_slope_of(x); }

// A row's gradients are added to the column sums while they are in registers.
INLINE void gelu_backward(const float *x, const float *dy, size_t m, size_t n, float *dx, float *sums) {
    size_t whole = n / 16 * 16, rest = n - whole;
    for (size_t row = 0; row < m; row++, x += n, dy += n, dx += n) {
        for (size_t i = 0; i < whole; i += 16) {
            f32x16 d = through_slope(load(x + i), load(dy + i));
            store(dx + i, d);
            if (sums) store(sums + i, load(sums + i) + d);
        }
        if (rest) {
            f32x16 d = through_slope(load_first(x + whole, rest), load_first(dy + whole, rest));
            store_first(dx + whole, d, rest);
            if (sums) store_first(sums + whole, load_first(sums + whole, rest) + d, rest);
        }
    }
}

FOR_EACH_ISA(gelu, (const float *x, size_t count, float *y), gelu(x, count, y))
FOR_EACH_ISA(gelu_backward, (const float *x, const float *dy, size_t m, size_t n, float *dx, float *sums), gelu_backward(x, dy, m, n, dx, sums))

void aw_gelu(aw_isa isa, const float *x, size_t count, float *y) { CALL_FOR(isa, gelu, (x, count, y)); }
void aw_gelu_backward(aw_isa isa, const float *x, const float *dy, size_t m, size_t n, float *dx, float *sums) {
    CALL_FOR(isa, gelu_backward, (x, dy, m, n, dx, sums));
}
