#include "attention.h"
#include "narrow.h"

size_t aw_attend_narrow_scratch(size_t length, size_t d) {
    size_t columns = across(length), width = padded(d);
    return 16 + up_to(16, d) * columns + up_to(2, length) * width + TILE_ROWS * (columns + d);
}

INLINE u32x16 words_at(const uint16_t *p, size_t words) {
    u32x16 v = {0};
    if (words >= 16) memcpy(&v, p, sizeof v);
    else for (size_t i = 0; i < words; i++) memcpy((uint32_t *)&v + i, p + 2 * i, sizeof(uint32_t));
    return v;
}

INLINE u16x16 halves_at(const uint16_t *p, size_t count) {
    u16x16 v = {0};
    if (count >= 16) memcpy(&v, p, sizeof v);
    else for (size_t i = 0; i < count; i++) v[i] = p[i];
    return v;
}

// Swaps the rows and columns of 16 × 16 words: each round of interleaving turns the eight bits of row and column by one.
INLINE void transpose(u32x16 rows[16]) {
    for (int round = 0; round < 4; round++) {
        u32x16 next[16];
#pragma clang loop unroll(full)
        for (int i = 0; i < 8; i++) {
            next[2 * i] = __builtin_shufflevector(rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            next[2 * i + 1] = __builtin_shufflevector(rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        }
        memcpy(rows, next, sizeof next);
    }
}

// keys (d/2, columns) of words: the pairs of each key's columns, transposed, with zeros after the last key; widened (d, columns), first those of the even columns.
INLINE void copy_keys(const narrow_isa isa, const uint16_t *k, size_t stride, size_t length, size_t d, uint32_t *keys, size_t columns) {
    for (size_t t = 0; t < padded(length); t += 16)
        for (size_t w = 0; w < d / 2; w += 16) {
            u32x16 block[16];
#pragma clang loop unroll(full)
            for (size_t i = 0; i < 16; i++) block[i] = t + i < length ? words_at(k + (t + i) * stride + 2 * w, d / 2 - w) : (u32x16){0};
            transpose(block);
#pragma clang loop unroll(full)
            for (size_t i = 0; i < 16; i++) {
                if (w + i >= d / 2) continue;
                widened both = widened_right(AW_BFLOAT16, (i32x16)block[i]);
                memcpy(keys + (w + i) * columns + t, isa.pairs.widened ? (void *)&both.first : &block[i], sizeof block[i]);
                if (isa.pairs.widened) memcpy(keys + (d / 2 + w + i) * columns + t, &both.second, sizeof both.second);
            }
        }
}

// values (length/2, width) of words: a column of two rows each, with zeros after column d and the last row; widened (length, width).
INLINE void copy_values(const narrow_isa isa, const uint16_t *v, size_t stride, size_t length, size_t d, uint32_t *values, size_t width) {
    for (size_t t = 0; t < length; t += 2, v += 2 * stride, values += words_each(isa.pairs) * width)
        for (size_t i = 0; i < width; i += 16) {
            size_t count = i < d ? d - i : 0;
            u16x16 first = halves_at(v + i, count), second = t + 1 < length ? halves_at(v + stride + i, count) : (u16x16){0};
            u32x16 low = __builtin_convertvector(first, u32x16), high = __builtin_convertvector(second, u32x16) << 16;
            u32x16 words = isa.pairs.widened ? low << 16 : low | high;
            memcpy(values + i, &words, sizeof words);
            if (isa.pairs.widened) memcpy(values + width + i, &high, sizeof high);
        }
}

INLINE void start_tile(sums c, const int rows, const int vectors) {
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) c[i][j] = (i32x16){0};
}

// One head's queries against its keys.
typedef struct {
    const uint16_t *q;
    size_t stride, length, d;
    const uint32_t *keys;
    size_t columns;
    float scale;       // of a score in powers of two
    uint32_t *weights; // (rows, columns / 2) of pairs; widened (rows, columns)
    uint32_t *queries; // widened (rows, d), a tile of them
    float shift[TILE_ROWS], total[TILE_ROWS];
} head;

// A tile's queries as the left factor of its scores.
INLINE void widen_queries(const head *h, size_t row, size_t rows) {
    for (size_t i = 0; i < rows; i++) widen_words(AW_BFLOAT16, (const uint32_t *)(h->q + (row + i) * h->stride), h->d / 2, h->queries + i * h->d);
}

INLINE void score_tile(const narrow_isa isa, sums c, const int rows, const int vectors, const head *h, size_t row, size_t column) {
    start_tile(c, rows, vectors);
    if (isa.pairs.widened) isa.pairs.add(c, rows, vectors, h->queries, h->d, h->keys + column, h->columns, h->d);
    else isa.pairs.add(c, rows, vectors, (const uint32_t *)(h->q + row * h->stride), h->stride / 2, h->keys + column, h->columns, h->d / 2);
}

// Raises each row's shift to its largest score of a tile's keys.
INLINE void shift_tile(const narrow_isa isa, const int rows, const int vectors, head *h, size_t row, size_t column) {
    sums c;
    score_tile(isa, c, rows, vectors, h, row, column);
    for (int i = 0; i < rows; i++) {
        f32x16 highest = splat(-INFINITY);
        for (int j = 0; j < vectors; j++) {
            i32x16 inside = first_lanes(h->length > column + 16 * j ? h->length - column - 16 * j : 0);
            highest = larger(choose(inside, (f32x16)c[i][j] * h->scale, splat(-INFINITY)), highest);
        }
        float top = largest_of(highest);
        if (top > h->shift[i]) h->shift[i] = top;
    }
}

// The weights 2^(scale · score − shift) of a tile's keys, from registers, and their sums; 0 after the last key. A power is within 1e-4 of itself, enough for
// bfloat16, and 1 for 0; the exponent stays in the range of floats.
INLINE void weigh_tile(const narrow_isa isa, const int rows, const int vectors, const int shifted, head *h, size_t row, size_t column) {
    const f32x16 round = splat(12582912.0f); // 1.5 · 2²³: adding it rounds to an integer
    sums c;
    score_tile(isa, c, rows, vectors, h, row, column);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        f32x16 total = splat(0);
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            f32x16 x = (f32x16)c[i][j] * h->scale;
            if (shifted) x -= h->shift[i];
            x = larger(choose(x < 126.0f, x, splat(126.0f)), splat(-126.0f));
            f32x16 rounded = x + round;
            x = x - (rounded - round);
            f32x16 p = x * 0.05500893f + 0.24221098f;
            p = p * x + 0.69328293f;
            p = p * x + 1.0f;
            f32x16 weight = (f32x16)((i32x16)p + ((i32x16)rounded << 23));
            size_t place = column + 16 * j;
            if (place + 16 > h->length) weight = choose(first_lanes(h->length > place ? h->length - place : 0), weight, splat(0));
            total += weight;
            if (isa.pairs.widened) store((float *)h->weights + i * h->columns + place, (f32x16)(((u32x16)weight + 0x8000) & 0xFFFF0000));
            else store_halves(1, &weight, (uint16_t *)h->weights + i * h->columns + place);
        }
        h->total[i] += sum_of(total);
    }
}

// Wide tiles while they are filled, narrower ones at the end: short sequences are the common case.
#define FOR_EACH_TILE(ISA, COUNT, STATEMENT)                                                                              \
    do {                                                                                                                  \
        size_t COLUMN = 0;                                                                                                \
        for (; ISA.vectors == 4 && (COUNT) > COLUMN + 32; COLUMN += 64) { enum { ACROSS = 4 }; STATEMENT; }               \
        for (; ISA.vectors >= 2 && (COUNT) > COLUMN + 16; COLUMN += 32) { enum { ACROSS = 2 }; STATEMENT; }               \
        for (; (COUNT) > COLUMN; COLUMN += 16) { enum { ACROSS = 1 }; STATEMENT; }                                        \
    } while (0)

// A tile of the weighted sums of values, divided by the weights' total.
INLINE void context_tile(const narrow_isa isa, const int rows, const int vectors, const head *h, const uint32_t *values, size_t width, size_t column, float *context,
                         size_t stride) {
    sums c;
    start_tile(c, rows, vectors);
    if (isa.pairs.widened) isa.pairs.add(c, rows, vectors, h->weights, h->columns, values + column, width, h->length);
    else isa.pairs.add(c, rows, vectors, h->weights, h->columns / 2, values + column, width, parts(h->length, 2));
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
        float inverse = 1.0f / h->total[i];
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) {
            f32x16 v = (f32x16)c[i][j] * inverse;
            size_t place = column + 16 * j;
            if (place + 16 <= h->d) store(context + i * stride + place, v);
            else if (place < h->d) store_first(context + i * stride + place, v, h->d - place);
        }
    }
}

// As in attention.c, a head at a time and in it a tile of queries at a time. Both products are made of pairs, along the columns of queries and keys and along
// the rows of values. bfloat16 has the range of floats, so the powers of scores are tried as they are; where their total shows that some left that range or
// came near its ends, the tile is done again with scores less than the largest.
INLINE void attend_narrow(const narrow_isa isa, const uint16_t *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch) {
    size_t columns = across(length), width = padded(d), c = heads * d, stride = 3 * c;
    uint32_t *keys = (uint32_t *)aligned(scratch), *values = keys + up_to(16, d) * columns;
    head h = {.stride = stride, .length = length, .d = d, .keys = keys, .columns = columns, .scale = 1.44269504f / sqrtf((float)d),
              .weights = values + up_to(2, length) * width};
    h.queries = h.weights + TILE_ROWS * columns;
    for (size_t index = 0; index < heads; index++) {
        h.q = qkv + index * d;
        copy_keys(isa, h.q + c, stride, length, d, keys, columns);
        copy_values(isa, h.q + 2 * c, stride, length, d, values, width);
        for (size_t row = 0; row < length; row += isa.rows) {
            size_t rows = smaller(isa.rows, length - row);
            for (int i = 0; i < TILE_ROWS; i++) h.total[i] = 0, h.shift[i] = -INFINITY;
            if (isa.pairs.widened) widen_queries(&h, row, rows);
            FOR_EACH_TILE(isa, length, WITH_ROWS(rows, weigh_tile(isa, AT_MOST(isa.rows, ROWS), ACROSS, 0, &h, row, COLUMN)));
            int inside = 1;
            for (size_t i = 0; i < rows; i++) inside &= h.total[i] > 0x1p-90f && h.total[i] < 0x1p100f;
            if (!inside) {
                for (size_t i = 0; i < rows; i++) h.total[i] = 0;
                FOR_EACH_TILE(isa, length, WITH_ROWS(rows, shift_tile(isa, AT_MOST(isa.rows, ROWS), ACROSS, &h, row, COLUMN)));
                FOR_EACH_TILE(isa, length, WITH_ROWS(rows, weigh_tile(isa, AT_MOST(isa.rows, ROWS), ACROSS, 1, &h, row, COLUMN)));
            }
            float *to = context + row * c + index * d;
            FOR_EACH_TILE(isa, d, WITH_ROWS(rows, context_tile(isa, AT_MOST(isa.rows, ROWS), ACROSS, &h, values, width, COLUMN, to, c)));
        }
    }
}

FOR_EACH_NARROW_ISA(attend_narrow, (const uint16_t *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch),
                    attend_narrow(ISA, qkv, length, heads, d, context, scratch))

void aw_attend_narrow(aw_isa isa, const uint16_t *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch) {
    CALL_FOR_NARROW(isa, attend_narrow, (qkv, length, heads, d, context, scratch));
}
