// Factors of inference that are narrower than a float, multiplied as 32-bit words along the depth: four 8-bit integers or two bfloat16. Where an instruction
// set has no product of such words they are widened, each to two: integers of 16 bits two a word, bfloat16 as a float.
#pragma once
#include "rows.h"
#include "tile.h"
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// The register tile: integers, or the bits of floats.
typedef i32x16 sums[TILE_ROWS][4];

// c (rows, 16·vectors) += left (rows, words) · right (words, 16·vectors), in words whose rows are `stride` and `right_stride` apart.
typedef void adder(sums c, int rows, int vectors, const uint32_t *left, size_t stride, const uint32_t *right, size_t right_stride, size_t words);

// Defines an adder from DOT(sums, left, right), which adds the products of the values in 16 words of `right` with those in the word `left` to 16 sums.
#define ADDER(NAME, FOR_ISA, DOT)                                                                                              \
    FOR_ISA INLINE void NAME(sums c, const int rows, const int vectors, const uint32_t *left, size_t stride, const uint32_t *right, \
                             size_t right_stride, size_t words) {                                                              \
        for (size_t w = 0; w < words; w++, left++, right += right_stride) {                                                    \
            i32x16 r[4];                                                                                                       \
            _Pragma("clang loop unroll(full)")                                                                                 \
            for (int j = 0; j < vectors; j++) memcpy(&r[j], right + 16 * j, sizeof r[j]);                                      \
            _Pragma("clang loop unroll(full)")                                                                                 \
            for (int i = 0; i < rows; i++)                                                                                     \
                _Pragma("clang loop unroll(full)")                                                                             \
                for (int j = 0; j < vectors; j++) c[i][j] = DOT(c[i][j], (int32_t)left[i * stride], r[j]);                     \
        }                                                                                                                      \
    }

// u8 by s8. All versions give the same integers: nothing in them saturates or overflows.
INLINE i32x16 dot_bytes(i32x16 sums, int32_t left, i32x16 right) {
    for (int i = 0; i < 4; i++) sums += (right << (24 - 8 * i) >> 24) * (left >> 8 * i & 0xFF);
    return sums;
}
INLINE i32x16 dot_pairs(i32x16 sums, int32_t left, i32x16 right) {
    i32x16 word = (i32x16){} + left;
    f32x16 sum = (f32x16)(word << 16) * (f32x16)(right << 16) + (f32x16)sums;
    return (i32x16)((f32x16)(word >> 16 << 16) * (f32x16)(right >> 16 << 16) + sum);
}
INLINE i32x16 dot_floats(i32x16 sums, int32_t left, i32x16 right) { return (i32x16)((f32x16)((i32x16){} + left) * (f32x16)right + (f32x16)sums); }
#define FOR_ANY
ADDER(add_bytes, FOR_ANY, dot_bytes)
ADDER(add_pairs, FOR_ANY, dot_pairs)
ADDER(add_floats, FOR_ANY, dot_floats) // widened pairs

#if defined(__x86_64__)
#define FOR_AVX2_VNNI __attribute__((target("avx2,fma,avxvnni")))
#define FOR_AVX512_VNNI __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512vnni,avx2,fma")))
#define FOR_AVX512_BF16 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx512vnni,avx512bf16,avx2,fma")))

typedef struct { __m256i low, high; } halved; // an i32x16 in AVX2's registers

// Widened bytes: vpmaddubsw would saturate at 2 · 255 · 127.
FOR_AVX2 INLINE i32x16 dot_widened_avx2(i32x16 sums, int32_t left, i32x16 right) {
    halved s, r;
    memcpy(&s, &sums, sizeof s);
    memcpy(&r, &right, sizeof r);
    __m256i l = _mm256_set1_epi32(left);
    s = (halved){_mm256_add_epi32(s.low, _mm256_madd_epi16(l, r.low)), _mm256_add_epi32(s.high, _mm256_madd_epi16(l, r.high))};
    memcpy(&sums, &s, sizeof s);
    return sums;
}
FOR_AVX2_VNNI INLINE i32x16 dot_bytes_avx2vnni(i32x16 sums, int32_t left, i32x16 right) {
    halved s, r;
    memcpy(&s, &sums, sizeof s);
    memcpy(&r, &right, sizeof r);
    __m256i l = _mm256_set1_epi32(left);
    s = (halved){_mm256_dpbusd_avx_epi32(s.low, l, r.low), _mm256_dpbusd_avx_epi32(s.high, l, r.high)};
    memcpy(&sums, &s, sizeof s);
    return sums;
}
FOR_AVX512 INLINE i32x16 dot_widened_avx512(i32x16 sums, int32_t left, i32x16 right) {
    return (i32x16)_mm512_add_epi32((__m512i)sums, _mm512_madd_epi16(_mm512_set1_epi32(left), (__m512i)right));
}
FOR_AVX512_VNNI INLINE i32x16 dot_bytes_avx512vnni(i32x16 sums, int32_t left, i32x16 right) {
    return (i32x16)_mm512_dpbusd_epi32((__m512i)sums, _mm512_set1_epi32(left), (__m512i)right);
}
FOR_AVX512_BF16 INLINE i32x16 dot_pairs_avx512bf16(i32x16 sums, int32_t left, i32x16 right) {
    return (i32x16)_mm512_dpbf16_ps((__m512)sums, (__m512bh)_mm512_set1_epi32(left), (__m512bh)right);
}
ADDER(add_widened_avx2, FOR_AVX2, dot_widened_avx2)
ADDER(add_bytes_avx2vnni, FOR_AVX2_VNNI, dot_bytes_avx2vnni)
ADDER(add_widened_avx512, FOR_AVX512, dot_widened_avx512)
ADDER(add_bytes_avx512vnni, FOR_AVX512_VNNI, dot_bytes_avx512vnni)
ADDER(add_pairs_avx512bf16, FOR_AVX512_BF16, dot_pairs_avx512bf16)
#elif defined(__aarch64__)
#define FOR_NEON_DOT __attribute__((target("dotprod")))

// sdot's factors are signed: `left` is read as 128 less than it is, and the sums begin with what that loses.
FOR_NEON_DOT INLINE i32x16 dot_bytes_neondot(i32x16 sums, int32_t left, i32x16 right) {
    int32x4_t s[4], r[4];
    memcpy(s, &sums, sizeof s);
    memcpy(r, &right, sizeof r);
    int8x16_t l = vreinterpretq_s8_s32(vdupq_n_s32(left ^ (int32_t)0x80808080));
    for (int i = 0; i < 4; i++) s[i] = vdotq_s32(s[i], l, vreinterpretq_s8_s32(r[i]));
    memcpy(&sums, s, sizeof s);
    return sums;
}
ADDER(add_bytes_neondot, FOR_NEON_DOT, dot_bytes_neondot)
#endif

// How an instruction set adds up products of words: as they are or widened, and what it takes off each value of `left`.
typedef struct {
    adder *add;
    int widened;
    int32_t offset;
} multiplier;

// What a version brings to a kernel's body: its tile and its products.
typedef struct {
    int rows, vectors;
    multiplier bytes, pairs;
} narrow_isa;

INLINE multiplier multiplier_of(const narrow_isa isa, const aw_precision precision) { return precision == AW_INT8 ? isa.bytes : isa.pairs; }
// Words that a word becomes.
INLINE size_t words_each(const multiplier m) { return m.widened ? 2 : 1; }

// Sixteen words of the left factor, whose bytes are not signed, or of the right one, whose bytes are, as two times sixteen.
typedef struct { i32x16 first, second; } widened;
INLINE widened widened_left(const aw_precision precision, i32x16 words) {
    if (precision == AW_INT8) return (widened){words & 0xFF00FF, (i32x16)((u32x16)words >> 8) & 0xFF00FF};
    return (widened){words << 16, words & (int32_t)0xFFFF0000};
}
INLINE widened widened_right(const aw_precision precision, i32x16 words) {
    typedef int16_t i16x32 __attribute__((vector_size(64)));
    if (precision == AW_INT8) return (widened){(i32x16)((i16x32)words << 8 >> 8), (i32x16)((i16x32)words >> 8)};
    return (widened){words << 16, words & (int32_t)0xFFFF0000};
}

// `words` words of the left factor, which belong to one block, as twice as many: the first of two, then the second of two.
INLINE void widen_words(const aw_precision precision, const uint32_t *from, size_t words, uint32_t *to) {
    size_t w = 0;
    for (; w + 16 <= words; w += 16) {
        i32x16 v;
        memcpy(&v, from + w, sizeof v);
        widened both = widened_left(precision, v);
        memcpy(to + w, &both.first, sizeof v);
        memcpy(to + words + w, &both.second, sizeof v);
    }
    for (; w < words; w++) {
        widened both = widened_left(precision, (i32x16){} + (int32_t)from[w]);
        to[w] = (uint32_t)both.first[0], to[words + w] = (uint32_t)both.second[0];
    }
}

// WITH_ROWS knows tiles of six rows only: one of four never has more.
#define AT_MOST(LIMIT, ROWS) ((ROWS) < (LIMIT) ? (ROWS) : (LIMIT))

// Defines a version of NAME for each instruction set as BODY with its ISA, all known at compile time.
#define NARROW_VERSION(NAME, PARAMETERS, BODY, ...) static void NAME PARAMETERS { const narrow_isa ISA = {__VA_ARGS__}; BODY; }
#if defined(__x86_64__)
#define FOR_EACH_NARROW_ISA(NAME, PARAMETERS, BODY)                                                                                       \
    NARROW_VERSION(NAME##_portable, PARAMETERS, BODY, 4, 1, {add_bytes}, {add_pairs})                                                     \
    FOR_AVX2 NARROW_VERSION(NAME##_avx2, PARAMETERS, BODY, 6, 1, {add_widened_avx2, 1}, {add_floats, 1})                                  \
    FOR_AVX2_VNNI NARROW_VERSION(NAME##_avx2vnni, PARAMETERS, BODY, 6, 1, {add_bytes_avx2vnni}, {add_floats, 1})                          \
    FOR_AVX512 NARROW_VERSION(NAME##_avx512, PARAMETERS, BODY, 6, 4, {add_widened_avx512, 1}, {add_floats, 1})                            \
    FOR_AVX512_VNNI NARROW_VERSION(NAME##_avx512vnni, PARAMETERS, BODY, 6, 4, {add_bytes_avx512vnni}, {add_floats, 1})                    \
    FOR_AVX512_BF16 NARROW_VERSION(NAME##_avx512bf16, PARAMETERS, BODY, 6, 4, {add_bytes_avx512vnni}, {add_pairs_avx512bf16})
#define CALL_FOR_NARROW(CHOSEN, NAME, ARGUMENTS)                        \
    switch (CHOSEN) {                                                   \
    case AW_AVX512_BF16: NAME##_avx512bf16 ARGUMENTS; break;            \
    case AW_AVX512_VNNI: NAME##_avx512vnni ARGUMENTS; break;            \
    case AW_AVX512: NAME##_avx512 ARGUMENTS; break;                     \
    case AW_AVX2_VNNI: NAME##_avx2vnni ARGUMENTS; break;                \
    case AW_AVX2: NAME##_avx2 ARGUMENTS; break;                         \
    default: NAME##_portable ARGUMENTS; break;                          \
    }
#elif defined(__aarch64__)
#define FOR_EACH_NARROW_ISA(NAME, PARAMETERS, BODY)                                                                                       \
    NARROW_VERSION(NAME##_portable, PARAMETERS, BODY, 4, 1, {add_bytes}, {add_pairs})                                                     \
    FOR_NEON_DOT NARROW_VERSION(NAME##_neondot, PARAMETERS, BODY, 4, 1, {add_bytes_neondot, 0, 128}, {add_floats, 1})
#define CALL_FOR_NARROW(CHOSEN, NAME, ARGUMENTS)                        \
    switch (CHOSEN) {                                                   \
    case AW_NEON_DOT: NAME##_neondot ARGUMENTS; break;                  \
    default: NAME##_portable ARGUMENTS; break;                          \
    }
#else
#define FOR_EACH_NARROW_ISA(NAME, PARAMETERS, BODY) NARROW_VERSION(NAME##_portable, PARAMETERS, BODY, 4, 1, {add_bytes}, {add_pairs})
#define CALL_FOR_NARROW(CHOSEN, NAME, ARGUMENTS) do { (void)(CHOSEN); NAME##_portable ARGUMENTS; } while (0)
#endif
