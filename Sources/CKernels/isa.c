#include "CKernels.h"
#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

int aw_has_isa(aw_isa isa) {
#if defined(__x86_64__)
    switch (isa) {
    case AW_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case AW_AVX2_VNNI: return aw_has_isa(AW_AVX2) && __builtin_cpu_supports("avxvnni");
    case AW_AVX512: return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
    case AW_AVX512_VNNI: return aw_has_isa(AW_AVX512) && __builtin_cpu_supports("avx512vnni");
    case AW_AVX512_BF16: return aw_has_isa(AW_AVX512_VNNI) && __builtin_cpu_supports("avx512bf16");
    default: break;
    }
#elif defined(__aarch64__) && defined(__APPLE__)
    if (isa == AW_NEON_DOT) return 1;
#elif defined(__aarch64__) && defined(__linux__)
    if (isa == AW_NEON_DOT) return (getauxval(AT_HWCAP) >> 20 & 1) != 0; // HWCAP_ASIMDDP
#endif
    return isa == AW_PORTABLE;
}

aw_isa aw_best_isa(void) {
    for (int isa = AW_AVX512_BF16; isa > AW_PORTABLE; isa--)
        if (aw_has_isa((aw_isa)isa)) return (aw_isa)isa;
    return AW_PORTABLE;
}
