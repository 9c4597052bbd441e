// SIMD kernels, chosen at run time by what the CPU has; each has a portable twin that is also the reference of its test.
// All matrices are row-major fp32 without gaps. A row's result never depends on the rows beside it.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The instruction sets that the kernels are compiled for. The portable one is plain vector code: NEON on ARM. Those from AW_AVX2_VNNI and AW_AVX512_VNNI
// on, and AW_NEON_DOT, multiply 8-bit integers by themselves, AW_AVX512_BF16 bfloat16 too; they differ in narrow products only.
typedef enum { AW_PORTABLE = 0, AW_NEON_DOT = 1, AW_AVX2 = 2, AW_AVX2_VNNI = 3, AW_AVX512 = 4, AW_AVX512_VNNI = 5, AW_AVX512_BF16 = 6 } aw_isa;

// Whether this CPU can run it.
int aw_has_isa(aw_isa isa);

// The best instruction set of this CPU.
aw_isa aw_best_isa(void);

typedef enum { AW_IDENTITY = 0, AW_GELU = 1 } aw_activation;

// Number of floats that aw_pack writes for an (n, k) weight: columns are padded to panels of 64.
size_t aw_packed_count(size_t n, size_t k);

// Reorders a weight (n, k) into panels of 64 outputs, each (k, 64): what aw_linear reads. `panels` is 64-byte aligned.
void aw_pack(const float *weight, size_t n, size_t k, float *panels);

// y (m, n) = activation(x (m, k) · weightᵀ + bias (n)).
void aw_linear(aw_isa isa, const float *x, size_t m, size_t k, const float *panels, const float *bias, size_t n, aw_activation activation, float *y);

// Dropout: the value in a row and column is kept with probability 1 − rate and then divided by it. Which are kept follows from the key, the row's
// number and the column alone. Rate 0 keeps all and costs nothing; a rate is below 1. The key should be a random number.
typedef struct { uint64_t key; float rate; } aw_dropout;

// y (m, c) = dropout(x), where x may be y; also the way back. Row 0 has the number `first_row`.
void aw_drop(aw_isa isa, const float *x, size_t m, size_t c, aw_dropout dropout, uint64_t first_row, float *y);

// x (m, c) = LayerNorm(x + residual); `residual` may be NULL.
void aw_layer_norm(aw_isa isa, float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon);

// y (m, c) = LayerNorm(x + dropout(residual)), keeping what the way back needs: the normalised rows (m, c) and their scales (m), 1 / deviation.
void aw_layer_norm_train(aw_isa isa, const float *x, const float *residual, aw_dropout dropout, uint64_t first_row, size_t m, size_t c,
                         const float *gain, const float *bias, float epsilon, float *y, float *normalized, float *scales);

// dx and d_residual, either (m, c), d_residual may be NULL; adds each row's part to d_gain and d_bias (c), row after row. dx may be dy.
void aw_layer_norm_backward(aw_isa isa, const float *dy, const float *normalized, const float *scales, aw_dropout dropout, uint64_t first_row,
                            size_t m, size_t c, const float *gain, float *dx, float *d_residual, float *d_gain, float *d_bias);

// y = x · Φ(x), the exact (erf) GELU; y may be x.
void aw_gelu(aw_isa isa, const float *x, size_t count, float *y);

// dx (m, n) = dy · GELU′(x), which may be dy; adds the rows of dx to `sums` (n), row after row, unless it is NULL.
void aw_gelu_backward(aw_isa isa, const float *x, const float *dy, size_t m, size_t n, float *dx, float *sums);

// Number of floats of scratch that aw_attend needs for sequences up to `length` and heads of width d.
size_t aw_attend_scratch(size_t length, size_t d);

// One sequence's attention in heads first_head ..< first_head + head_count: rows of `qkv` are q, k and v of all heads side by side,
// (length, 3·heads·d); `context` is (length, heads·d). Dropout falls on the probabilities, of which query t of head h is row
// first_row + h · length + t. `lse` (heads, length) receives the logarithm of each query's sum of exponents, unless it is NULL.
void aw_attend(aw_isa isa, const float *qkv, size_t length, size_t heads, size_t first_head, size_t head_count, size_t d,
               aw_dropout dropout, uint64_t first_row, float *context, float *lse, float *scratch);

// Number of floats of scratch that aw_attend_backward needs.
size_t aw_attend_backward_scratch(size_t length, size_t d);

// The gradient of `qkv` in the same heads, from that of `context` and what aw_attend wrote.
void aw_attend_backward(aw_isa isa, const float *qkv, const float *context, const float *d_context, const float *lse, size_t length, size_t heads,
                        size_t first_head, size_t head_count, size_t d, aw_dropout dropout, uint64_t first_row, float *d_qkv, float *scratch);

// Adds the rows of x (m, n) to `sums` (n), row after row: a bias's gradient.
void aw_column_sums(aw_isa isa, const float *x, size_t m, size_t n, float *sums);

// The same of x in bfloat16: a span's states.
void aw_column_sums_of_halves(aw_isa isa, const uint16_t *x, size_t m, size_t n, float *sums);

// Σ x², in double precision and one fixed order.
double aw_sum_of_squares(aw_isa isa, const float *x, size_t count);

// One step of AdamW: keep = 1 − rate · decay, pace = rate / (1 − beta1ⁿ), scale = 1 / √(1 − beta2ⁿ) at step n; gradients are first multiplied by
// gradient_scale.
typedef struct { float beta1, beta2, epsilon, keep, pace, scale, gradient_scale; } aw_adamw;
void aw_adamw_step(aw_isa isa, float *parameters, float *mean, float *square, const float *gradient, size_t count, aw_adamw step);

// What the factors of a product are rounded to. Its sums are fp32; AW_INT8 is for inference only, and its sums are exact within a block.
typedef enum { AW_FLOAT32 = 0, AW_BFLOAT16 = 1, AW_INT8 = 2 } aw_precision;

// Whether this CPU multiplies bfloat16 by itself; elsewhere AW_BFLOAT16 gives such results too, but no faster than AW_FLOAT32.
int aw_has_bfloat16(void);

// A product of training, c (m, n) = left (m, k) · right (k, n) + bias (n), in stages along k, so that a stage's packed factors stay in the cache.
// Each stage is cut into pieces that threads take as they become free: first all that pack, then all that multiply. An element of c is the same
// bits whichever thread computes it.
typedef struct {
    aw_isa isa;
    aw_precision precision;
    size_t m, n, k;
    const float *left;  // (m, k), or its transpose (k, m)
    const float *right; // (k, n), or its transpose (n, k)
    int left_transposed, right_transposed;
    const float *bias;  // NULL for none
    int accumulating;   // c is added to, instead of the bias
    uint32_t *panels;   // a stage of the right factor, packed
    uint32_t *strips;   // and of a transposed left one
    float *c;           // (m, n)
} aw_product;

// Words of `panels`, of `strips`, and of `scratch`, of which each thread has its own. All are 64-byte aligned.
size_t aw_panels_count(const aw_product *product);
size_t aw_strips_count(const aw_product *product);
size_t aw_product_scratch(const aw_product *product);

size_t aw_product_stages(const aw_product *product);
size_t aw_packing_pieces(const aw_product *product, size_t stage);
void aw_pack_piece(const aw_product *product, size_t stage, size_t piece);
size_t aw_product_pieces(const aw_product *product);
void aw_multiply_piece(const aw_product *product, size_t stage, size_t piece, uint32_t *scratch);

// Columns of a row, and rows of a weight's transpose, that are quantised together.
enum { AW_BLOCK = 384 };

// Rows (m, k) as narrow products read them: rounded to bfloat16, or as u8 with a scale and a zero point for each block of a row's columns, (m, blocks)
// of each: x ≈ scale · (u8 − zero). A row is aw_row_words long. Products are made of whole tiles, so they read up to AW_SLACK rows after the last one,
// whatever is in them.
enum { AW_SLACK = 5 };
typedef struct { aw_precision precision; size_t k; uint32_t *words; float *scales; int32_t *zeros; } aw_rows;
size_t aw_row_words(aw_precision precision, size_t k);

// x (m, k) as rows; each depends on the same row of x only. The integers are the same on every machine.
void aw_narrow(aw_isa isa, const float *x, size_t m, aw_rows rows);

// x (m, c) = LayerNorm(x + residual), and as rows; `residual` may be NULL.
void aw_layer_norm_narrow(aw_isa isa, float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon, aw_rows rows);

// A weight (n, k) in panels. 8-bit values have a scale an output, and their sums over each block (blocks, outputs). The arrays over outputs are
// aw_narrow_outputs(n) long, 0 beyond n; `panels` is 64-byte aligned.
typedef struct { aw_precision precision; size_t n, k; uint32_t *panels; const float *scales; int32_t *sums; const float *bias; } aw_weight;
size_t aw_narrow_outputs(size_t n);
size_t aw_narrow_words(aw_precision precision, size_t n, size_t k);

// Writes the panels, and the sums, of a weight's values (n, k).
void aw_pack_int8(const int8_t *values, const aw_weight *weight);
void aw_pack_bfloat16(const float *values, const aw_weight *weight);

// x (m, k) · weightᵀ + bias (n) in fp32 as `y` or rounded to bfloat16 as `halves`, (m, n); the other one is NULL. `scratch` is for the floats that
// aw_narrow_linear_scratch counts.
size_t aw_narrow_linear_scratch(aw_precision precision, size_t k);
void aw_narrow_linear(aw_isa isa, aw_rows x, size_t m, aw_weight weight, float *y, uint16_t *halves, float *scratch);

// y (m, n) = GELU(x (m, k) · upᵀ + bias) · downᵀ + bias; GELU within 1e-4. `scratch` is for the floats that aw_feed_forward_scratch counts.
size_t aw_feed_forward_scratch(aw_precision precision, size_t k, size_t m);
void aw_feed_forward(aw_isa isa, aw_rows x, size_t m, aw_weight up, aw_weight down, float *y, float *scratch);

// What the products of this instruction set can reach: does the inner loop so many times on `words`, aw_narrow_peak_words of them, 64-byte aligned, and
// says how many products of two values that were.
size_t aw_narrow_peak_words(void);
size_t aw_narrow_peak(aw_isa isa, aw_precision precision, size_t rounds, uint32_t *words);

// Floats of scratch that aw_attend_narrow needs.
size_t aw_attend_narrow_scratch(size_t length, size_t d);

// One sequence's attention in all heads, from and with bfloat16; d is even. `qkv` (length, 3·heads·d), `context` (length, heads·d).
void aw_attend_narrow(aw_isa isa, const uint16_t *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch);

// Mixes bytes into a 128-bit state; the same bytes in the same calls give the same state on every machine (little-endian).
void aw_digest(uint64_t state[2], const void *bytes, size_t count);
