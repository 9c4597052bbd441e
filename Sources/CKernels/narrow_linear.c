#include "gelu.h"
#include "narrow.h"

// Where a tile is one vector wide, its loops over vectors have one round, and nothing to unroll.
#pragma clang diagnostic ignored "-Wpass-failed"

enum { PANEL = 64 }; // outputs whose words lie side by side: a block of them, (96, 64) words of 8-bit values, stays in the first-level cache

size_t aw_row_words(aw_precision precision, size_t k) { return words_of(precision, k); }
size_t aw_narrow_outputs(size_t n) { return up_to(PANEL, n); }
size_t aw_narrow_words(aw_precision precision, size_t n, size_t k) { return up_to(PANEL, n) * words_of(precision, k); }

// Panels lie block after block: what a block of the depth needs is read from beginning to end.
static size_t panel_at(const aw_weight *w, size_t block, size_t column) {
    size_t first = words_of(w->precision, block * BLOCK), depth = words_of(w->precision, smaller(BLOCK, w->k - block * BLOCK));
    return first * up_to(PANEL, w->n) + column / PANEL * PANEL * depth + column % PANEL;
}

void aw_pack_int8(const int8_t *values, const aw_weight *w) {
    memset(w->panels, 0, aw_narrow_words(AW_INT8, w->n, w->k) * sizeof(uint32_t));
    memset(w->sums, 0, parts(w->k, BLOCK) * up_to(PANEL, w->n) * sizeof(int32_t));
    for (size_t i = 0; i < w->n; i++)
        for (size_t first = 0; first < w->k; first += 64) {
            size_t block = first / BLOCK, count = smaller(64, w->k - first);
            int8_t bytes[64] = {0};
            memcpy(bytes, values + i * w->k + first, count);
            int32_t sum = 0;
            for (size_t d = 0; d < 64; d++) sum += bytes[d];
            w->sums[block * up_to(PANEL, w->n) + i] += sum;
            // Byte j of word d is column 16 j + d of the group: see words_of.
            uint32_t *to = w->panels + panel_at(w, block, i) + first % BLOCK / 4 * PANEL;
            for (size_t d = 0; d < smaller(16, count); d++)
                to[d * PANEL] = (uint8_t)bytes[d] | (uint32_t)(uint8_t)bytes[16 + d] << 8 | (uint32_t)(uint8_t)bytes[32 + d] << 16 | (uint32_t)(uint8_t)bytes[48 + d] << 24;
        }
}

void aw_pack_bfloat16(const float *values, const aw_weight *w) {
    memset(w->panels, 0, aw_narrow_words(AW_BFLOAT16, w->n, w->k) * sizeof(uint32_t));
    for (size_t i = 0; i < w->n; i++)
        for (size_t d = 0; d < w->k; d++) {
            uint32_t half = rounded(splat(values[i * w->k + d]))[0] >> 16;
            w->panels[panel_at(w, d / BLOCK, i) + d % BLOCK / 2 * PANEL] |= d % 2 ? half << 16 : half;
        }
}

FOR_EACH_ISA(narrow, (const float *x, size_t m, aw_rows rows), for (size_t row = 0; row < m; row++) narrow_row(x, row, rows))
void aw_narrow(aw_isa isa, const float *x, size_t m, aw_rows rows) { CALL_FOR(isa, narrow, (x, m, rows)); }

// Blocks [first_block, last_block) of the depth times columns [first, last) of the weight, and where the results go.
typedef struct {
    aw_rows x;
    size_t m;
    aw_weight w;
    size_t first_block, last_block, first, last;
    float *y;           // rows of `stride`, or
    uint16_t *halves;   // the same in bfloat16
    size_t stride;
    int adding;         // y is added to, instead of the bias
    aw_activation activation;
    uint32_t *wide;     // where factors are widened: STRIP rows of x, then the columns of a tile
} product;

// Rows that are widened together, a multiple of every tile's: they and a tile's columns stay in the second-level cache.
enum { STRIP = 96 };

size_t aw_narrow_linear_scratch(aw_precision precision, size_t k) { return (STRIP + PANEL) * 2 * words_of(precision, k) + 16; }

INLINE uint32_t *wide_left(const product *p) { return p->wide; }
INLINE uint32_t *wide_right(const product *p) { return p->wide + STRIP * 2 * words_of(p->w.precision, p->x.k); }

INLINE void widen_rows(const aw_precision precision, const product *p, size_t row, size_t rows) {
    size_t stride = words_of(precision, p->x.k);
    for (size_t i = 0; i < rows; i++)
        for (size_t block = p->first_block; block < p->last_block; block++) {
            size_t first = words_of(precision, block * BLOCK), words = words_of(precision, smaller(BLOCK, p->x.k - block * BLOCK));
            widen_words(precision, p->x.words + (row + i) * stride + first, words, wide_left(p) + 2 * (i * stride + first));
        }
}

// A tile's columns in the same order along the depth.
INLINE void widen_columns(const aw_precision precision, const product *p, size_t column, const int vectors) {
    for (size_t block = p->first_block; block < p->last_block; block++) {
        size_t first = words_of(precision, block * BLOCK), words = words_of(precision, smaller(BLOCK, p->x.k - block * BLOCK)), width = 16 * vectors;
        const uint32_t *from = p->w.panels + panel_at(&p->w, block, column);
        uint32_t *to = wide_right(p) + 2 * first * width;
        for (size_t w = 0; w < words; w++, from += PANEL, to += width)
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) {
                i32x16 v;
                memcpy(&v, from + 16 * j, sizeof v);
                widened both = widened_right(precision, v);
                memcpy(to + 16 * j, &both.first, sizeof v);
                memcpy(to + words * width + 16 * j, &both.second, sizeof v);
            }
    }
}

typedef enum { TO_FLOATS, TO_GELU, TO_HALVES } target;

// What a block's sums begin with, so that they end as Σ (u8 − zero) · s8.
INLINE void begin(const narrow_isa isa, const aw_precision precision, sums c, const product *p, size_t row, size_t column, size_t block) {
    const int32_t *totals = p->w.sums + block * up_to(PANEL, p->w.n) + column, *zeros = p->x.zeros + row * parts(p->x.k, BLOCK) + block;
#pragma clang loop unroll(full)
    for (int j = 0; j < isa.vectors; j++) {
        i32x16 total = {0};
        if (precision == AW_INT8) memcpy(&total, totals + 16 * j, sizeof total);
#pragma clang loop unroll(full)
        for (int i = 0; i < isa.rows; i++) c[i][j] = precision == AW_INT8 ? total * (isa.bytes.offset - zeros[i * parts(p->x.k, BLOCK)]) : (i32x16){0};
    }
}

INLINE void add_block(const narrow_isa isa, const aw_precision precision, sums c, const product *p, size_t row, size_t column, size_t block) {
    const multiplier m = multiplier_of(isa, precision);
    size_t k = p->x.k, words = words_of(precision, smaller(BLOCK, k - block * BLOCK)), stride = words_of(precision, k), first = words_of(precision, block * BLOCK);
    begin(isa, precision, c, p, row, column, block);
    if (m.widened) {
        size_t width = 16 * isa.vectors;
        m.add(c, isa.rows, isa.vectors, wide_left(p) + 2 * (row % STRIP * stride + first), 2 * stride, wide_right(p) + 2 * first * width, width, 2 * words);
    } else {
        m.add(c, isa.rows, isa.vectors, p->x.words + row * stride + first, stride, p->w.panels + panel_at(&p->w, block, column), PANEL, words);
    }
}

// A vector of sums as floats, added to v.
INLINE f32x16 plus_sums(const aw_precision precision, i32x16 sums, float row_scale, const float *scales, f32x16 v) {
    return precision == AW_INT8 ? floats_of(sums) * row_scale * load(scales) + v : (f32x16)sums + v;
}

// A whole tile of one block: its results go from registers to where they belong.
INLINE void whole_tile(const narrow_isa isa, const aw_precision precision, const target to, const product *p, size_t row, size_t column) {
    sums c;
    add_block(isa, precision, c, p, row, column, p->first_block);
    size_t place = row * p->stride + column - p->first, blocks = parts(p->x.k, BLOCK);
    const float *row_scales = p->x.scales + row * blocks + p->first_block;
#pragma clang loop unroll(full)
    for (int i = 0; i < isa.rows; i++) {
        size_t at = place + i * p->stride;
        f32x16 v[4];
#pragma clang loop unroll(full)
        for (int j = 0; j < isa.vectors; j++) {
            f32x16 initial = load(to == TO_FLOATS && p->adding ? p->y + at + 16 * j : p->w.bias + column + 16 * j);
            v[j] = plus_sums(precision, c[i][j], precision == AW_INT8 ? row_scales[i * blocks] : 1, p->w.scales + column + 16 * j, initial);
            if (to != TO_HALVES) store(p->y + at + 16 * j, to == TO_GELU ? rough_gelu_of(v[j]) : v[j]);
        }
        if (to == TO_HALVES) store_halves(isa.vectors, v, p->halves + at);
    }
}

// Any tile, through memory; of its rows, which are all made, `rows` are kept.
INLINE void partial_tile(const narrow_isa isa, const aw_precision precision, const target to, const product *p, size_t row, size_t rows, size_t column) {
    size_t place = row * p->stride + column - p->first, width = smaller(16 * isa.vectors, p->last - column), blocks = parts(p->x.k, BLOCK);
    float total[TILE_ROWS][PANEL];
    for (size_t i = 0; i < rows; i++) memcpy(total[i], to == TO_FLOATS && p->adding ? p->y + place + i * p->stride : p->w.bias + column, width * sizeof(float));
    for (size_t block = p->first_block; block < p->last_block; block++) {
        sums c;
        add_block(isa, precision, c, p, row, column, block);
        for (size_t i = 0; i < rows; i++) {
            float row_scale = precision == AW_INT8 ? p->x.scales[(row + i) * blocks + block] : 1;
            for (int j = 0; j < isa.vectors; j++) store(total[i] + 16 * j, plus_sums(precision, c[i][j], row_scale, p->w.scales + column + 16 * j, load(total[i] + 16 * j)));
        }
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < width; j += 16) {
            f32x16 v = load(total[i] + j);
            size_t count = smaller(16, width - j), at = place + i * p->stride + j;
            uint16_t halves[16];
            if (to == TO_HALVES) store_halves(1, &v, halves), memcpy(p->halves + at, halves, count * sizeof(uint16_t));
            else store_first(p->y + at, to == TO_GELU ? rough_gelu_of(v) : v, count);
        }
}

INLINE void multiply_to(const narrow_isa isa, const aw_precision precision, const target to, const product *p) {
    size_t width = 16 * isa.vectors;
    const int widened = multiplier_of(isa, precision).widened;
    for (size_t first = 0, last; first < p->m; first = last) {
        last = widened ? smaller(first + STRIP, p->m) : p->m;
        if (widened) widen_rows(precision, p, first, last - first);
        for (size_t column = p->first; column < p->last; column += width) {
            size_t row = first;
            if (widened) widen_columns(precision, p, column, isa.vectors);
            if (p->last - column >= width && p->last_block - p->first_block == 1)
                for (; row + isa.rows <= last; row += isa.rows) whole_tile(isa, precision, to, p, row, column);
            for (; row < last; row += isa.rows) partial_tile(isa, precision, to, p, row, smaller(isa.rows, last - row), column);
        }
    }
}

INLINE void multiply(const narrow_isa isa, const aw_precision precision, const product *p) {
    if (p->halves) multiply_to(isa, precision, TO_HALVES, p);
    else if (p->activation == AW_GELU) multiply_to(isa, precision, TO_GELU, p);
    else multiply_to(isa, precision, TO_FLOATS, p);
}

FOR_EACH_NARROW_ISA(multiply, (const product *p), if (p->w.precision == AW_INT8) multiply(ISA, AW_INT8, p); else multiply(ISA, AW_BFLOAT16, p))

void aw_narrow_linear(aw_isa isa, aw_rows x, size_t m, aw_weight w, float *y, uint16_t *halves, float *scratch) {
    product p = {x, m, w, 0, parts(w.k, BLOCK), 0, w.n, y, halves, w.n, 0, AW_IDENTITY, (uint32_t *)aligned(scratch)};
    CALL_FOR_NARROW(isa, multiply, (&p));
}

size_t aw_feed_forward_scratch(aw_precision precision, size_t k, size_t m) {
    return m * BLOCK + (m + AW_SLACK) * (words_of(precision, BLOCK) + 2) + 32 + aw_narrow_linear_scratch(precision, k > BLOCK ? k : BLOCK);
}

// A block of hidden values at a time: they are made, narrowed and used while they are in the second-level cache. Each block of a row has a scale of its own.
void aw_feed_forward(aw_isa isa, aw_rows x, size_t m, aw_weight up, aw_weight down, float *y, float *scratch) {
    float *hidden = aligned(scratch), *scales = hidden + m * BLOCK;
    int32_t *zeros = (int32_t *)(scales + m + AW_SLACK);
    uint32_t *words = (uint32_t *)aligned((float *)(zeros + m + AW_SLACK)), *wide = (uint32_t *)aligned((float *)(words + (m + AW_SLACK) * words_of(x.precision, BLOCK)));
    for (size_t block = 0; block * BLOCK < up.n; block++) {
        size_t first = block * BLOCK, width = smaller(BLOCK, up.n - first);
        aw_rows rows = {x.precision, width, words, scales, zeros};
        product first_half = {x, m, up, 0, parts(up.k, BLOCK), first, first + width, hidden, NULL, width, 0, AW_GELU, wide};
        CALL_FOR_NARROW(isa, multiply, (&first_half));
        aw_narrow(isa, hidden, m, rows);
        aw_weight slice = {down.precision, down.n, width, down.panels + panel_at(&down, block, 0), down.scales, NULL, down.bias};
        if (down.sums) slice.sums = down.sums + block * up_to(PANEL, down.n);
        product second_half = {rows, m, slice, 0, 1, 0, down.n, y, NULL, down.n, block > 0, AW_IDENTITY, wide};
        CALL_FOR_NARROW(isa, multiply, (&second_half));
    }
}
