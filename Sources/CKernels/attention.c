#include "tile.h"
#include <math.h>

INLINE size_t up_to(size_t multiple, size_t n) { return (n + multiple - 1) / multiple * multiple; }

size_t aw_attend_scratch(size_t length, size_t d) {
    size_t columns = up_to(64, length), width = up_to(64, d);
    return d * columns + length * width + TILE_ROWS * columns + TILE_ROWS * width;
}

// out (rows, 16·vectors) = a (rows, depth) · b (depth, 16·vectors)
INLINE void product(const int rows, const int vectors, const float *a, size_t a_stride, const float *b, size_t b_stride, size_t depth, float *out, size_t out_stride) {
    tile c;
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) c[i][j] = splat(0.0f);
    multiply_tile(c, rows, vectors, a, a_stride, 1, b, b_stride, depth);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) store(out + i * out_stride + 16 * j, c[i][j]);
}

// Turns `length` scores into e^(scale · (score − max)) in place; returns 1 / their sum. The lanes after the end become 0.
INLINE float softmax(float *scores, size_t length, float scale) {
    f32x16 highest = splat(-INFINITY), total = splat(0.0f);
    for (size_t j = 0; j < length; j += 16) highest = larger(highest, choose(first_lanes(length - j), load(scores + j), splat(-INFINITY)));
    float shift = largest_of(highest) * scale;
    for (size_t j = 0; j < length; j += 16) {
        f32x16 e = choose(first_lanes(length - j), exp_of_negative(load(scores + j) * scale - shift), splat(0.0f));
        store(scores + j, e);
        total += e;
    }
    return 1.0f / sum_of(total);
}

// One head at a time: keys transposed (d, columns) and values (length, width) are copied together so that both products read whole vectors;
// then six queries at a time go through scores, softmax and the weighted sum, and nothing of size length² is ever stored.
INLINE void attend(const int vectors, const float *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch) {
    size_t columns = up_to(64, length), width = up_to(64, d), c = heads * d, stride = 3 * c;
    float *keys = scratch, *values = keys + d * columns, *scores = values + length * width, *sums = scores + TILE_ROWS * columns;
    size_t used = up_to(16, d); // columns of `values` that are read
    float scale = 1.0f / sqrtf((float)d);
    memset(keys, 0, d * columns * sizeof(float));
    memset(values, 0, length * width * sizeof(float));
    for (size_t head = 0; head < heads; head++) {
        const float *q = qkv + head * d, *k = q + c, *v = k + c;
        for (size_t t = 0; t < length; t++) {
            for (size_t i = 0; i < d; i++) keys[i * columns + t] = k[t * stride + i];
            memcpy(values + t * width, v + t * stride, d * sizeof(float));
        }
        for (size_t row = 0; row < length; row += TILE_ROWS) {
            size_t rows = length - row < TILE_ROWS ? length - row : TILE_ROWS;
            const float *queries = q + row * stride;
            size_t key = 0; // wide tiles while they are filled, narrower ones at the end: short sequences are the common case
            for (; vectors == 4 && length > key + 32; key += 64) { WITH_ROWS(rows, product(ROWS, 4, queries, stride, keys + key, columns, d, scores + key, columns)); }
            for (; vectors >= 2 && length > key + 16; key += 32) { WITH_ROWS(rows, product(ROWS, 2, queries, stride, keys + key, columns, d, scores + key, columns)); }
            for (; length > key; key += 16) { WITH_ROWS(rows, product(ROWS, 1, queries, stride, keys + key, columns, d, scores + key, columns)); }
            float inverse[TILE_ROWS];
            for (size_t i = 0; i < rows; i++) inverse[i] = softmax(scores + i * columns, length, scale);
            size_t j = 0;
            for (; j + 32 <= used && vectors >= 2; j += 32) { WITH_ROWS(rows, product(ROWS, 2, scores, columns, values + j, width, length, sums + j, width)); }
            for (; j < used; j += 16) { WITH_ROWS(rows, product(ROWS, 1, scores, columns, values + j, width, length, sums + j, width)); }
            for (size_t i = 0; i < rows; i++)
                for (size_t x = 0; x < d; x++) context[(row + i) * c + head * d + x] = sums[i * width + x] * inverse[i];
        }
    }
}

FOR_EACH_ISA(attend, (const float *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch),
             attend(VECTORS, qkv, length, heads, d, context, scratch))

void aw_attend(aw_isa isa, const float *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch) {
    CALL_FOR(isa, attend, (qkv, length, heads, d, context, scratch));
}
