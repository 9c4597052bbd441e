#include "attention.h"

enum { QUERIES = 48 }; // queries a block: their probabilities and gradients stay in the first- and second-level caches

size_t aw_attend_backward_scratch(size_t length, size_t d) {
    size_t columns = across(length), width = padded(d);
    return 16 + 2 * d * columns + 3 * length * width + 2 * QUERIES * (width + columns) + TILE_ROWS * width;
}

// Scores s become the dropped probabilities e^(s − lse), and dp, the gradient of those, becomes the gradient of the scores: p · (dropped(dp) − inner),
// where inner = Σ p · dropped(dp) is also the row's context · d_context.
INLINE void through_softmax(float *s, float *dp, size_t length, float lse, float inner, const int dropping, row_key key, float kept) {
    for (size_t j = 0; j < length; j += 16) {
        f32x16 p = exp_of_negative(load(s + j) - lse), d = load(dp + j), weight = p;
        if (dropping) {
            i32x16 mask = kept_columns(key, j);
            weight = (f32x16)((i32x16)(p * kept) & mask);
            d = (f32x16)((i32x16)(d * kept) & mask);
        }
        store(s + j, weight);
        store(dp + j, p * (d - inner));
    }
}

// One head at a time, and in it a block of queries at a time: the probabilities come again from the log-sum-exp that the forward pass kept.
// Five products: scores = q · kᵀ, dp = d_context · vᵀ, then dv += pᵀ · d_context, dk += dsᵀ · q and dq = ds · k. q is scaled by 1/√d when it is copied.
INLINE void attend_backward(const int vectors, const float *qkv, const float *context, const float *d_context, const float *lse,
                            size_t length, size_t heads, size_t first_head, size_t head_count, size_t d,
                            aw_dropout dropout, uint64_t first_row, float *d_qkv, float *scratch) {
    size_t columns = across(length), width = padded(d), c = heads * d, stride = 3 * c;
    float *keys_across = aligned(scratch), *values_across = keys_across + d * columns, *keys = values_across + d * columns;
    float *d_keys = keys + length * width, *d_values = d_keys + length * width, *queries = d_values + length * width, *d_out = queries + QUERIES * width;
    float *p = d_out + QUERIES * width, *ds = p + QUERIES * columns, *d_queries = ds + QUERIES * columns;
    float scale = 1.0f / sqrtf((float)d), kept = dropout.rate > 0 ? dropout_scale(dropout) : 1.0f;
    for (size_t head = first_head; head < first_head + head_count; head++) {
        const float *q = qkv + head * d, *k = q + c, *v = k + c;
        float *dq = d_qkv + head * d, *dk = dq + c, *dv = dk + c;
        copy_transposed(k, stride, length, d, keys_across, columns);
        copy_transposed(v, stride, length, d, values_across, columns);
        copy_rows(k, stride, length, d, 1.0f, keys, width);
        memset(d_keys, 0, 2 * length * width * sizeof(float));
        for (size_t first = 0; first < length; first += QUERIES) {
            size_t block = length - first < QUERIES ? length - first : QUERIES;
            copy_rows(q + first * stride, stride, block, d, scale, queries, width);
            copy_rows(d_context + first * c + head * d, c, block, d, 1.0f, d_out, width);
            for (size_t row = 0; row < block; row += TILE_ROWS) {
                size_t rows = block - row < TILE_ROWS ? block - row : TILE_ROWS;
                product(vectors, 0, rows, length, queries + row * width, width, 1, keys_across, columns, d, p + row * columns, columns);
                product(vectors, 0, rows, length, d_out + row * width, width, 1, values_across, columns, d, ds + row * columns, columns);
                for (size_t i = row; i < row + rows; i++) {
                    const float *o = context + (first + i) * c + head * d, *g = d_out + i * width;
                    f32x16 inner = splat(0.0f);
                    for (size_t x = 0; x < d; x += 16) inner += load(g + x) * (d - x >= 16 ? load(o + x) : load_first(o + x, d - x));
                    size_t index = head * length + first + i;
                    if (dropout.rate > 0) through_softmax(p + i * columns, ds + i * columns, length, lse[index], sum_of(inner), 1, key_of_row(dropout, first_row + index), kept);
                    else through_softmax(p + i * columns, ds + i * columns, length, lse[index], sum_of(inner), 0, (row_key){0}, 1.0f);
                }
            }
            for (size_t key = 0; key < length; key += TILE_ROWS) {
                size_t rows = length - key < TILE_ROWS ? length - key : TILE_ROWS;
                product(vectors, 1, rows, d, p + key, 1, columns, d_out, width, block, d_values + key * width, width);
                product(vectors, 1, rows, d, ds + key, 1, columns, queries, width, block, d_keys + key * width, width);
            }
            for (size_t row = 0; row < block; row += TILE_ROWS) {
                size_t rows = block - row < TILE_ROWS ? block - row : TILE_ROWS;
                product(vectors, 0, rows, d, ds + row * columns, columns, 1, keys, width, length, d_queries, width);
                for (size_t i = 0; i < rows; i++)
                    for (size_t x = 0; x < d; x++) dq[(first + row + i) * stride + x] = d_queries[i * width + x] * scale;
            }
        }
        for (size_t t = 0; t < length; t++) {
            memcpy(dk + t * stride, d_keys + t * width, d * sizeof(float));
            memcpy(dv + t * stride, d_values + t * width, d * sizeof(float));
        }
    }
}

FOR_EACH_ISA(attend_backward, (const float *qkv, const float *context, const float *d_context, const float *lse, size_t length, size_t heads,
                               size_t first_head, size_t head_count, size_t d, aw_dropout dropout, uint64_t first_row, float *d_qkv, float *scratch),
             attend_backward(VECTORS, qkv, context, d_context, lse, length, heads, first_head, head_count, d, dropout, first_row, d_qkv, scratch))

void aw_attend_backward(aw_isa isa, const float *qkv, const float *context, const float *d_context, const float *lse, size_t length, size_t heads,
                        size_t first_head, size_t head_count, size_t d, aw_dropout dropout, uint64_t first_row, float *d_qkv, float *scratch) {
    CALL_FOR(isa, attend_backward, (qkv, context, d_context, lse, length, heads, first_head, head_count, d, dropout, first_row, d_qkv, scratch));
}
