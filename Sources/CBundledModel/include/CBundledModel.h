// The default model's files, compiled into the product.
#pragma once
#include <stddef.h>
#include <stdint.h>
