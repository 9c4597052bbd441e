// SIMD kernels, chosen at run time by what the CPU has; each has a portable twin that is also the reference of its test.
// All matrices are row-major fp32 without gaps. A row's result never depends on the rows beside it.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The instruction sets that the kernels are compiled for. The portable one is plain vector code: NEON on ARM.
typedef enum { AW_PORTABLE = 0, AW_AVX2 = 1, AW_AVX512 = 2 } aw_isa;

// The best instruction set of this CPU.
aw_isa aw_best_isa(void);

typedef enum { AW_IDENTITY = 0, AW_GELU = 1 } aw_activation;

// Number of floats that aw_pack writes for an (n, k) weight: columns are padded to panels of 64.
size_t aw_packed_count(size_t n, size_t k);

// Reorders a weight (n, k) into panels of 64 outputs, each (k, 64): what aw_linear reads. `panels` is 64-byte aligned.
void aw_pack(const float *weight, size_t n, size_t k, float *panels);

// y (m, n) = activation(x (m, k) · weightᵀ + bias (n)).
void aw_linear(aw_isa isa, const float *x, size_t m, size_t k, const float *panels, const float *bias, size_t n, aw_activation activation, float *y);

// x (m, c) = LayerNorm(x + residual); `residual` may be NULL.
void aw_layer_norm(aw_isa isa, float *x, const float *residual, size_t m, size_t c, const float *gain, const float *bias, float epsilon);

// x = x · Φ(x), the exact (erf) GELU.
void aw_gelu(aw_isa isa, float *x, size_t count);

// Number of floats of scratch that aw_attend needs for sequences up to `length` and heads of width d.
size_t aw_attend_scratch(size_t length, size_t d);

// One sequence's attention: rows of `qkv` are q, k and v of all heads side by side, (length, 3·heads·d); `context` is (length, heads·d).
void aw_attend(aw_isa isa, const float *qkv, size_t length, size_t heads, size_t d, float *context, float *scratch);

// What the factors of a product are rounded to; its sums are always fp32.
typedef enum { AW_FLOAT32 = 0, AW_BFLOAT16 = 1 } aw_precision;

// Whether this CPU multiplies bfloat16 by itself; elsewhere AW_BFLOAT16 gives such results too, but no faster than AW_FLOAT32.
int aw_has_bfloat16(void);

// A product of training, c (m, n) = left (m, k) · right (k, n) + bias (n), cut into pieces that threads take as they become free:
// first all pieces of packing, then all of multiplying. An element of c is the same bits whichever thread computes it.
typedef struct {
    aw_isa isa;
    aw_precision precision;
    size_t m, n, k;
    const float *left;        // (m, k), or its transpose (k, m)
    const float *right;       // (k, n), or its transpose (n, k)
    int left_transposed, right_transposed;
    const float *bias;        // NULL for none
    int accumulating;         // c is added to, instead of the bias
    uint32_t *left_scratch;   // 64-byte aligned, as long as aw_left_scratch and aw_right_scratch say
    uint32_t *right_scratch;
    float *c;                 // (m, n)
} aw_product;

size_t aw_left_scratch(const aw_product *product);
size_t aw_right_scratch(const aw_product *product);

size_t aw_packing_pieces(const aw_product *product);
void aw_pack_piece(const aw_product *product, size_t piece);

size_t aw_product_pieces(const aw_product *product);
void aw_multiply_piece(const aw_product *product, size_t piece);

// Mixes bytes into a 128-bit state; the same bytes in the same calls give the same state on every machine (little-endian).
void aw_digest(uint64_t state[2], const void *bytes, size_t count);
