#include "CBundledModel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// Tensors are read in place, so files begin where a cache line does.
#define FILE_BYTES static const _Alignas(64) uint8_t

FILE_BYTES configuration[] = {
#embed "model/config.json"
};
FILE_BYTES vocabulary[] = {
#embed "../../vocab/wordpiece.txt"
};
FILE_BYTES weights[] = {
#embed "model/model.safetensors"
};
FILE_BYTES identity[] = {
#embed "model/afterword.json"
};

static const afterword_model_file files[] = {
    {"config.json", configuration, sizeof configuration},
    {"vocab.txt", vocabulary, sizeof vocabulary},
    {"model.safetensors", weights, sizeof weights},
    {"afterword.json", identity, sizeof identity},
};

size_t afterword_model_file_count(void) { return sizeof files / sizeof *files; }
afterword_model_file afterword_model_file_at(size_t index) { return files[index]; }
