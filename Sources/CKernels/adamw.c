#include "vector.h"

INLINE f32x16 stepped(f32x16 p, f32x16 g, f32x16 *m, f32x16 *v, aw_adamw step) {
    g *= step.gradient_scale;
    *m = *m * step.beta1 + g * (1.0f - step.beta1);
    *v = *v * step.beta2 + g * g * (1.0f - step.beta2);
    return p * step.keep - step.pace * *m / (__builtin_elementwise_sqrt(*v) * step.scale + step.epsilon);
}

INLINE void adamw(float *parameters, float *mean, float *square, const float *gradient, size_t count, aw_adamw step) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        f32x16 m = load(mean + i), v = load(square + i);
        store(parameters + i, stepped(load(parameters + i), load(gradient + i), &m, &v, step));
        store(mean + i, m);
        store(square + i, v);
    }
    if (i < count) {
        size_t rest = count - i;
        f32x16 m = load_first(mean + i, rest), v = load_first(square + i, rest);
        store_first(parameters + i, stepped(load_first(parameters + i, rest), load_first(gradient + i, rest), &m, &v, step), rest);
        store_first(mean + i, m, rest);
        store_first(square + i, v, rest);
    }
}

FOR_EACH_ISA(adamw, (float *parameters, float *mean, float *square, const float *gradient, size_t count, aw_adamw step),
             adamw(parameters, mean, square, gradient, count, step))

void aw_adamw_step(aw_isa isa, float *parameters, float *mean, float *square, const float *gradient, size_t count, aw_adamw step) {
    CALL_FOR(isa, adamw, (parameters, mean, square, gradient, count, step));
}
