// The register tile under all matrix products: 6 rows by up to 4 vectors of 16 columns.
#pragma once
#include "vector.h"

enum { TILE_ROWS = 6 };
typedef f32x16 tile[TILE_ROWS][4];

// c (rows, 16·vectors) += a (rows, depth) · b (depth, 16·vectors), where the rows of a are a_stride apart and its columns a_step. Every element is one
// chain of multiply-adds in the order of `depth`, so that a row's result is the same whichever rows share its tile.
INLINE void multiply_tile(tile c, const int rows, const int vectors, const float *a, size_t a_stride, size_t a_step, const float *b, size_t b_stride,
                          size_t depth) {
    for (size_t k = 0; k < depth; k++, a += a_step, b += b_stride) {
        f32x16 right[4];
#pragma clang loop unroll(full)
        for (int j = 0; j < vectors; j++) right[j] = load(b + 16 * j);
#pragma clang loop unroll(full)
        for (int i = 0; i < rows; i++) {
            f32x16 left = splat(a[i * a_stride]);
#pragma clang loop unroll(full)
            for (int j = 0; j < vectors; j++) c[i][j] = left * right[j] + c[i][j];
        }
    }
}

// Runs STATEMENT with ROWS a compile-time constant, so that the tile lives in registers.
#define WITH_ROWS(COUNT, STATEMENT)                                    \
    switch (COUNT) {                                                   \
    case 1: { enum { ROWS = 1 }; STATEMENT; } break;                   \
    case 2: { enum { ROWS = 2 }; STATEMENT; } break;                   \
    case 3: { enum { ROWS = 3 }; STATEMENT; } break;                   \
    case 4: { enum { ROWS = 4 }; STATEMENT; } break;                   \
    case 5: { enum { ROWS = 5 }; STATEMENT; } break;                   \
    default: { enum { ROWS = TILE_ROWS }; STATEMENT; } break;          \
    }
