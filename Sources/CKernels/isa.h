// A kernel's body is written once, inlined into a function for each instruction set, and one of them is called.
#pragma once
#include "CKernels.h"

#define INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define FOR_AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma")))
#define FOR_AVX2 __attribute__((target("avx2,fma")))
#endif

// Defines NAME_portable, NAME_avx2 and NAME_avx512 as BODY with VECTORS, the vectors of 16 that a register tile is wide:
// 6 × 4 vectors fill the 32 registers of AVX-512, 6 × 1 the 16 of AVX2 (two registers a vector) and the 32 of NEON (four).
#if defined(__x86_64__)
#define FOR_EACH_ISA(NAME, PARAMETERS, BODY)                \
    static void NAME##_portable PARAMETERS { enum { VECTORS = 1 }; BODY; } \
    FOR_AVX2 static void NAME##_avx2 PARAMETERS { enum { VECTORS = 1 }; BODY; } \
    FOR_AVX512 static void NAME##_avx512 PARAMETERS { enum { VECTORS = 4 }; BODY; }
#define CALL_FOR(ISA, NAME, ARGUMENTS)                      \
    do {                                                    \
        if ((ISA) >= AW_AVX512) NAME##_avx512 ARGUMENTS;    \
        else if ((ISA) >= AW_AVX2) NAME##_avx2 ARGUMENTS;   \
        else NAME##_portable ARGUMENTS;                     \
    } while (0)
#else
#define FOR_EACH_ISA(NAME, PARAMETERS, BODY) static void NAME##_portable PARAMETERS { enum { VECTORS = 1 }; BODY; }
#define CALL_FOR(ISA, NAME, ARGUMENTS) do { (void)(ISA); NAME##_portable ARGUMENTS; } while (0)
#endif
