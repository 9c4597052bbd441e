// The default model's directory, compiled into the product.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct {
    /// Path inside the model directory.
    const char *name;
    const uint8_t *bytes;
    size_t count;
} afterword_model_file;

size_t afterword_model_file_count(void);
/// File `index`, below `afterword_model_file_count()`.
afterword_model_file afterword_model_file_at(size_t index);
