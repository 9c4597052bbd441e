#include "vector.h"

typedef double f64x16 __attribute__((vector_size(128)));

INLINE void column_sums(const float *x, size_t m, size_t n, float *sums) {
    size_t whole = n / 16 * 16, rest = n - whole;
    for (size_t row = 0; row < m; row++, x += n) {
        for (size_t i = 0; i < whole; i += 16) store(sums + i, load(sums + i) + load(x + i));
        if (rest) store_first(sums + whole, load_first(sums + whole, rest) + load_first(x + whole, rest), rest);
    }
}

INLINE f32x16 floats_of_halves(u16x16 halves) { return (f32x16)(__builtin_convertvector(halves, u32x16) << 16); }

INLINE void column_sums_of_halves(const uint16_t *x, size_t m, size_t n, float *sums) {
    size_t whole = n / 16 * 16, rest = n - whole;
    for (size_t row = 0; row < m; row++, x += n) {
        u16x16 halves = {0};
        for (size_t i = 0; i < whole; i += 16) {
            memcpy(&halves, x + i, sizeof halves);
            store(sums + i, load(sums + i) + floats_of_halves(halves));
        }
        if (!rest) continue;
        halves = (u16x16){0};
        memcpy(&halves, x + whole, rest * sizeof *x);
        store_first(sums + whole, load_first(sums + whole, rest) + floats_of_halves(halves), rest);
    }
}

// Lane by lane in double precision, where the square of a float is exact: the sum is the same bits on every instruction set.
INLINE void sum_of_squares(const float *x, size_t count, double *sum) {
    f64x16 totals = {0};
    for (size_t i = 0; i < count; i += 16) {
        f64x16 v = __builtin_convertvector(count - i >= 16 ? load(x + i) : load_first(x + i, count - i), f64x16);
        totals += v * v;
    }
    double lanes[16]; memcpy(lanes, &totals, sizeof lanes);
    for (int half = 8; half > 0; half /= 2) for (int i = 0; i < half; i++) lanes[i] += lanes[i + half];
    *sum = lanes[0];
}

FOR_EACH_ISA(column_sums, (const float *x, size_t m, size_t n, float *sums), column_sums(x, m, n, sums))
FOR_EACH_ISA(column_sums_of_halves, (const uint16_t *x, size_t m, size_t n, float *sums), column_sums_of_halves(x, m, n, sums))
FOR_EACH_ISA(sum_of_squares, (const float *x, size_t count, double *sum), sum_of_squares(x, count, sum))

void aw_column_sums(aw_isa isa, const float *x, size_t m, size_t n, float *sums) { CALL_FOR(isa, column_sums, (x, m, n, sums)); }
void aw_column_sums_of_halves(aw_isa isa, const uint16_t *x, size_t m, size_t n, float *sums) { CALL_FOR(isa, column_sums_of_halves, (x, m, n, sums)); }
double aw_sum_of_squares(aw_isa isa, const float *x, size_t count) {
    double sum;
    CALL_FOR(isa, sum_of_squares, (x, count, &sum));
    return sum;
}
