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
FILE_BYTES punctuation_json[] = {
#embed "model/heads/punctuation.json"
};
FILE_BYTES punctuation_safetensors[] = {
#embed "model/heads/punctuation.safetensors"
};
FILE_BYTES topics_json[] = {
#embed "model/heads/topics.json"
};
FILE_BYTES topics_safetensors[] = {
#embed "model/heads/topics.safetensors"
};
FILE_BYTES topics_descriptions_json[] = {
#embed "model/heads/topics-descriptions.json"
};
FILE_BYTES topics_descriptions_safetensors[] = {
#embed "model/heads/topics-descriptions.safetensors"
};
FILE_BYTES moderation_tone_json[] = {
#embed "model/heads/moderation-tone.json"
};
FILE_BYTES moderation_tone_safetensors[] = {
#embed "model/heads/moderation-tone.safetensors"
};
FILE_BYTES moderation_subject_json[] = {
#embed "model/heads/moderation-subject.json"
};
FILE_BYTES moderation_subject_safetensors[] = {
#embed "model/heads/moderation-subject.safetensors"
};
FILE_BYTES summary_json[] = {
#embed "model/heads/summary.json"
};
FILE_BYTES summary_safetensors[] = {
#embed "model/heads/summary.safetensors"
};
FILE_BYTES chapters_json[] = {
#embed "model/heads/chapters.json"
};
FILE_BYTES chapters_safetensors[] = {
#embed "model/heads/chapters.safetensors"
};
FILE_BYTES titles_json[] = {
#embed "model/heads/titles.json"
};
FILE_BYTES titles_safetensors[] = {
#embed "model/heads/titles.safetensors"
};

static const afterword_model_file files[] = {
    {"config.json", configuration, sizeof configuration},
    {"vocab.txt", vocabulary, sizeof vocabulary},
    {"model.safetensors", weights, sizeof weights},
    {"afterword.json", identity, sizeof identity},
    {"heads/punctuation.json", punctuation_json, sizeof punctuation_json},
    {"heads/punctuation.safetensors", punctuation_safetensors, sizeof punctuation_safetensors},
    {"heads/topics.json", topics_json, sizeof topics_json},
    {"heads/topics.safetensors", topics_safetensors, sizeof topics_safetensors},
    {"heads/topics-descriptions.json", topics_descriptions_json, sizeof topics_descriptions_json},
    {"heads/topics-descriptions.safetensors", topics_descriptions_safetensors, sizeof topics_descriptions_safetensors},
    {"heads/moderation-tone.json", moderation_tone_json, sizeof moderation_tone_json},
    {"heads/moderation-tone.safetensors", moderation_tone_safetensors, sizeof moderation_tone_safetensors},
    {"heads/moderation-subject.json", moderation_subject_json, sizeof moderation_subject_json},
    {"heads/moderation-subject.safetensors", moderation_subject_safetensors, sizeof moderation_subject_safetensors},
    {"heads/summary.json", summary_json, sizeof summary_json},
    {"heads/summary.safetensors", summary_safetensors, sizeof summary_safetensors},
    {"heads/chapters.json", chapters_json, sizeof chapters_json},
    {"heads/chapters.safetensors", chapters_safetensors, sizeof chapters_safetensors},
    {"heads/titles.json", titles_json, sizeof titles_json},
    {"heads/titles.safetensors", titles_safetensors, sizeof titles_safetensors},
};

size_t afterword_model_file_count(void) { return sizeof files / sizeof *files; }
afterword_model_file afterword_model_file_at(size_t index) { return files[index]; }
