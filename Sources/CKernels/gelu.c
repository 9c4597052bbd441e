#include "gelu.h"

INLINE void gelu(float *x, size_t count) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) store(x + i, gelu_of(load(x + i)));
    if (i < count) store_first(x + i, gelu_of(load_first(x + i, count - i)), count - i);
}

FOR_EACH_ISA(gelu, (float *x, size_t count), gelu(x, count))

void aw_gelu(aw_isa isa, float *x, size_t count) { CALL_FOR(isa, gelu, (x, count)); }
