// SIMD kernels, chosen at run time by what the CPU has; each has a portable twin that is also the reference of its test.
#pragma once
#include <stddef.h>
#include <stdint.h>
