#include "attention.h"

size_t aw_attend_scratch(size_t length, size_t d) {
    size_t columns = across(length), width = padded(d);
    return 16 + d * columns + length * width + TILE_ROWS * columns + TILE_ROWS * width;
}

typedef struct { float shift, total; } exponents;

// Turns `length` scores into e^(scale · score − shift) in place, where shift makes the largest 1. The lanes after the end become 0.
INLINE exponents exponentiate(float *scores, size_t length, float scale) {
    f32x16 highest = splat(-INFINITY), total = splat(0.0f);
    for (size_t j = 0; j < length; j += 16) highest = larger(highest, choose(first_lanes(length - j), load(scores + j), splat(-INFINITY)));
    float shift = largest_of(highest) * scale;
    for (size_t j = 0; j < length; j += 16) {
        f32x16 e = choose(first_lanes(length - j), exp_of_negative(load(scores + j) * scale - shift), splat(0.0f));
        store(scores + j, e);
        total += e;
    }
    return (exponents){shift, sum_of(total)};
}

// One head at a time: keys transposed (d, columns) and values (length, width) are copied together so that both products read whole vectors;
// then six queries at a time go through scores, softmax, dropout and the weighted sum, and nothing of size length² is ever stored.
INLINE void attend(const int vectors, const float *qkv, size_t length, size_t heads, size_t first_head, size_t head_count, size_t d,
                   aw_dropout dropout, uint64_t first_row, float *context, float *lse, float *scratch) {
    size_t columns = across(length), width = padded(d), c = heads * d, stride = 3 * c;
    float *keys = aligned(scratch), *values = keys + d * columns, *scores = values + length * width, *sums = scores + TILE_ROWS * columns;
    float scale = 1.0f / sqrtf((float)d), kept = dropout.rate > 0 ? dropout_scale(dropout) : 1.0f;
    for (size_t head = first_head; head < first_head + head_count; head++) {
        const float *q = qkv + head * d, *k = q + c, *v = k + c;
        copy_transposed(k, stride, length, d, keys, columns);
        copy_rows(v, stride, length, d, 1.0f, values, width);
        for (size_t row = 0; row < length; row += TILE_ROWS) {
            size_t rows = length - row < TILE_ROWS ? length - row : TILE_ROWS;
            product(vectors, 0, rows, length, q + row * stride, stride, 1, keys, columns, d, scores, columns);
            float inverse[TILE_ROWS];
            for (size_t i = 0; i < rows; i++) {
                exponents e = exponentiate(scores + i * columns, length, scale);
                inverse[i] = kept / e.total;
                if (lse) lse[head * length + row + i] = e.shift + logf(e.total);
                if (dropout.rate > 0) {
                    row_key key = key_of_row(dropout, first_row + head * length + row + i);
                    float *weights = scores + i * columns;
                    for (size_t j = 0; j < length; j += 16) store(weights + j, keep_columns(load(weights + j), key, j));
                }
            }
            product(vectors, 0, rows, d, scores, columns, 1, values, width, length, sums, width);
            for (size_t i = 0; i < rows; i++)
                for (size_t x = 0; x < d; x++) context[(row + i) * c + head * d + x] = sums[i * width + x] * inverse[i];
        }
    }
}

FOR_EACH_ISA(attend, (const float *qkv, size_t length, size_t heads, size_t first_head, size_t head_count, size_t d,
                      aw_dropout dropout, uint64_t first_row, float *context, float *lse, float *scratch),
             attend(VECTORS, qkv, length, heads, first_head, head_count, d, dropout, first_row, context, lse, scratch))

void aw_attend(aw_isa isa, const float *qkv, size_t length, size_t heads, size_t first_head, size_t head_count, size_t d,
               aw_dropout dropout, uint64_t first_row, float *context, float *lse, float *scratch) {
    CALL_FOR(isa, attend, (qkv, length, heads, first_head, head_count, d, dropout, first_row, context, lse, scratch));
}
