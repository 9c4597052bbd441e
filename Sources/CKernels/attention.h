// What attention and its backward share: a head's rows copied so that every product reads whole vectors, and products of up to six rows.
#pragma once
#include "dropout.h"
#include "tile.h"
#include <math.h>

// Columns that `product` may touch for n of them.
INLINE size_t padded(size_t n) { return n <= 16 ? 16 : n <= 32 ? 32 : up_to(64, n); }

// The stride of matrices whose rows run over keys: a cache line longer than it need be, so that a column's elements lie in different sets of the cache.
INLINE size_t across(size_t length) { return padded(length) + 16; }

// One tile of out = a · b, or out += a · b; a's element (i, k) is at a[i · row_stride + k · depth_stride], so a may be read transposed.
INLINE void product_tile(const int rows, const int vectors, const int adding, const float *a, size_t row_stride, size_t depth_stride,
                         const float *b, size_t b_stride, size_t depth, float *out, size_t out_stride) {
    tile c;
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) c[i][j] = adding ? load(out + i * out_stride + 16 * j) : splat(0.0f);
    multiply_tile(c, rows, vectors, a, row_stride, depth_stride, b, b_stride, depth);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) store(out + i * out_stride + 16 * j, c[i][j]);
}

// out (rows ≤ 6, padded(n)) = or += a (rows, depth) · b (depth, padded(n)). Wide tiles while they are filled, narrower ones at the end: short
// sequences are the common case.
INLINE void product(const int vectors, const int adding, size_t rows, size_t n, const float *a, size_t row_stride, size_t depth_stride,
                    const float *b, size_t b_stride, size_t depth, float *out, size_t out_stride) {
    size_t j = 0;
    for (; vectors == 4 && n > j + 32; j += 64) { WITH_ROWS(rows, product_tile(ROWS, 4, adding, a, row_stride, depth_stride, b + j, b_stride, depth, out + j, out_stride)); }
    for (; vectors >= 2 && n > j + 16; j += 32) { WITH_ROWS(rows, product_tile(ROWS, 2, adding, a, row_stride, depth_stride, b + j, b_stride, depth, out + j, out_stride)); }
    for (; n > j; j += 16) { WITH_ROWS(rows, product_tile(ROWS, 1, adding, a, row_stride, depth_stride, b + j, b_stride, depth, out + j, out_stride)); }
}

// copy (rows, width) = scale · x, with zeros after column d.
INLINE void copy_rows(const float *x, size_t stride, size_t rows, size_t d, float scale, float *copy, size_t width) {
    for (size_t t = 0; t < rows; t++, x += stride, copy += width) {
        for (size_t i = 0; i < d; i++) copy[i] = x[i] * scale;
        for (size_t i = d; i < width; i++) copy[i] = 0;
    }
}

// copy (d, columns) = xᵀ, with zeros after column `rows`.
INLINE void copy_transposed(const float *x, size_t stride, size_t rows, size_t d, float *copy, size_t columns) {
    for (size_t i = 0; i < d; i++)
        for (size_t t = rows; t < columns; t++) copy[i * columns + t] = 0;
    for (size_t t = 0; t < rows; t++)
        for (size_t i = 0; i < d; i++) copy[i * columns + t] = x[t * stride + i];
}
