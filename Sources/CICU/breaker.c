#include "CICU.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

struct afterword_breaker {
    UBreakIterator *iterator;
    UText text;
};

afterword_breaker *afterword_breaker_open(int32_t kind, const char *locale, int32_t *status) {
    UErrorCode code = U_ZERO_ERROR;
    UBreakIterator *iterator = ubrk_open(kind == AFTERWORD_BREAK_WORD ? UBRK_WORD : UBRK_SENTENCE, locale, NULL, 0, &code);
    afterword_breaker *breaker = U_SUCCESS(code) ? malloc(sizeof *breaker) : NULL;
    *status = U_SUCCESS(code) ? 0 : code;
    if (!breaker) {
        if (iterator) ubrk_close(iterator);
        return NULL;
    }
    breaker->iterator = iterator;
    breaker->text = (UText)UTEXT_INITIALIZER;
    return breaker;
}

void afterword_breaker_close(afterword_breaker *breaker) {
    ubrk_close(breaker->iterator);
    utext_close(&breaker->text);
    free(breaker);
}

int32_t afterword_breaker_set_text(afterword_breaker *breaker, const char *utf8, int64_t count) {
    UErrorCode code = U_ZERO_ERROR;
    utext_openUTF8(&breaker->text, utf8, count, &code);
    ubrk_setUText(breaker->iterator, &breaker->text, &code);
    if (U_SUCCESS(code)) ubrk_first(breaker->iterator);
    return U_SUCCESS(code) ? 0 : code;
}

int64_t afterword_breaker_next(afterword_breaker *breaker) {
    int32_t at = ubrk_next(breaker->iterator);
    return at == UBRK_DONE ? -1 : at;
}

int32_t afterword_breaker_rule_status(const afterword_breaker *breaker) {
    return ubrk_getRuleStatus(breaker->iterator);
}
