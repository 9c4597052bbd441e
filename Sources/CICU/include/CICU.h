// ICU's text boundaries behind an opaque handle: Swift must not see ICU's own headers, which clash with Foundation's.
#pragma once
#include <stdint.h>

typedef struct afterword_breaker afterword_breaker;

enum { AFTERWORD_BREAK_WORD = 1, AFTERWORD_BREAK_SENTENCE = 2 };

/// A break iterator of `kind` for `locale` ("en"), or NULL with ICU's code in `*status`. Not thread-safe: one a thread.
afterword_breaker *afterword_breaker_open(int32_t kind, const char *locale, int32_t *status);
void afterword_breaker_close(afterword_breaker *breaker);

/// Points the iterator at `count` UTF-8 bytes, which must outlive the iteration. Returns ICU's code, 0 when it went well.
int32_t afterword_breaker_set_text(afterword_breaker *breaker, const char *utf8, int64_t count);
/// The next boundary as a byte offset, or -1 at the end. The first call gives the end of the first piece.
int64_t afterword_breaker_next(afterword_breaker *breaker);
/// ICU's rule status of the piece that ended at the last boundary: 0..<100 for spaces and punctuation, 100... for words and numbers.
int32_t afterword_breaker_rule_status(const afterword_breaker *breaker);
