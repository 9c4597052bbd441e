// Which values dropout keeps: a pure function of the key, the row and the column, whatever the order and the threads.
#pragma once
#include "vector.h"

typedef uint32_t u32x16 __attribute__((vector_size(64)));

INLINE u32x16 splat_bits(uint32_t x) { return (u32x16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }

// The key of one row: 64 bits of SplitMix64's stream (Steele, Lea & Flood 2014), which may be entered at any point.
typedef struct { uint32_t low, high, threshold; } row_key;

INLINE row_key key_of_row(aw_dropout dropout, uint64_t row) {
    uint64_t z = dropout.key + (row + 1) * 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    z ^= z >> 31;
    return (row_key){(uint32_t)z, (uint32_t)(z >> 32), (uint32_t)(dropout.rate * 4294967296.0)};
}

// All ones where column, column + 1, … are kept. The row's key goes into the two rounds of Wellons' "lowbias32" hash, half into each; its last shift
// would only change low bits, which the comparison with the threshold hardly sees.
INLINE i32x16 kept_columns(row_key key, size_t column) {
    const u32x16 lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    u32x16 x = lane + splat_bits((uint32_t)column + key.low);
    x ^= x >> 16;
    x *= splat_bits(0x7feb352d);
    x ^= (x >> 15) ^ splat_bits(key.high);
    x *= splat_bits(0x846ca68b);
    return (i32x16)(x >= splat_bits(key.threshold));
}

INLINE f32x16 keep_columns(f32x16 x, row_key key, size_t column) { return (f32x16)((i32x16)x & kept_columns(key, column)); }

// What kept values are multiplied by, so that the mean stays.
INLINE float dropout_scale(aw_dropout dropout) { return 1.0f / (1.0f - dropout.rate); }
