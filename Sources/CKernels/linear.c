#include "gelu.h"
#include "tile.h"

enum { PANEL = 64 };   // outputs a panel
enum { DEPTH = 384 };  // inputs a pass: a panel's slice of (384, 64) floats stays in the second-level cache while all rows go by

size_t aw_packed_count(size_t n, size_t k) { return (n + PANEL - 1) / PANEL * PANEL * k; }

void aw_pack(const float *weight, size_t n, size_t k, float *panels) {
    for (size_t first = 0; first < n; first += PANEL, panels += PANEL * k) {
        size_t width = n - first < PANEL ? n - first : PANEL;
        for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < PANEL; j++) panels[i * PANEL + j] = j < width ? weight[(first + j) * k + i] : 0;
    }
}

// One tile of y: it starts from the bias, or from what the earlier passes over the depth left in y.
INLINE void linear_tile(const int rows, const int vectors, const float *x, size_t k, const float *panel, size_t depth, const float *bias,
                        aw_activation activation, float *y, size_t n, size_t width) {
    tile c;
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
        size_t count = width > 16u * j ? width - 16 * j : 0;
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            const float *from = bias ? bias + 16 * j : y + i * n + 16 * j;
            c[i][j] = count >= 16 ? load(from) : load_first(from, count);
        }
    }
    multiply_tile(c, rows, vectors, x, k, 1, panel, PANEL, depth);
#pragma clang loop unroll(full)
    for (int j = 0; j < vectors; j++) {
        size_t count = width > 16u * j ? width - 16 * j : 0;
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            f32x16 v = activation == AW_GELU ? gelu_of(c[i][j]) : c[i][j];
            if (count >= 16) store(y + i * n + 16 * j, v); else store_first(y + i * n + 16 * j, v, count);
        }
    }
}

INLINE void linear(const int vectors, const float *x, size_t m, size_t k, const float *panels, const float *bias, size_t n, aw_activation activation, float *y) {
    for (size_t start = 0; start < k; start += DEPTH) {
        size_t depth = k - start < DEPTH ? k - start : DEPTH;
        aw_activation last = start + depth == k ? activation : AW_IDENTITY;
        for (size_t first = 0; first < n; first += 16 * vectors) {
            const float *panel = panels + first / PANEL * PANEL * k + start * PANEL + first % PANEL, *initial = start ? NULL : bias + first;
            size_t width = n - first;
            for (size_t row = 0; row < m; row += TILE_ROWS) {
                const float *left = x + row * k + start;
                float *out = y + row * n + first;
                if (width >= 16u * vectors && last == AW_GELU) { WITH_ROWS(m - row, linear_tile(ROWS, vectors, left, k, panel, depth, initial, AW_GELU, out, n, 16 * vectors)); }
                else if (width >= 16u * vectors) { WITH_ROWS(m - row, linear_tile(ROWS, vectors, left, k, panel, depth, initial, AW_IDENTITY, out, n, 16 * vectors)); }
                else { WITH_ROWS(m - row, linear_tile(ROWS, vectors, left, k, panel, depth, initial, last, out, n, width)); }
            }
        }
    }
}

FOR_EACH_ISA(linear, (const float *x, size_t m, size_t k, const float *panels, const float *bias, size_t n, aw_activation activation, float *y),
             linear(VECTORS, x, m, k, panels, bias, n, activation, y))

void aw_linear(aw_isa isa, const float *x, size_t m, size_t k, const float *panels, const float *bias, size_t n, aw_activation activation, float *y) {
    CALL_FOR(isa, linear, (x, m, k, panels, bias, n, activation, y));
}
