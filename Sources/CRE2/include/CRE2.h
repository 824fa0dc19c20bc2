#ifndef CRE2_H
#define CRE2_H
// RE2 and RE2::Set with a C face. Patterns and text are bytes (Latin-1), so text that is not UTF-8 is harmless; nothing
// throws past these functions, and each pattern and set has a memory limit.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct conclave_re2 conclave_re2;
typedef struct conclave_re2_set conclave_re2_set;

/// Compiles a pattern. NULL when it is wrong or too large; then `error` holds a text that ends in NUL.
conclave_re2 *conclave_re2_new(const char *pattern, size_t length, char *error, size_t error_capacity);
void conclave_re2_free(conclave_re2 *pattern);

/// 1 and the first match at or after `from` as [`*start`, `*end`); 0 where there is none.
int conclave_re2_find(const conclave_re2 *pattern, const uint8_t *text, size_t length, size_t from, size_t *start,
                      size_t *end);

/// An empty set, or NULL without memory.
conclave_re2_set *conclave_re2_set_new(void);
void conclave_re2_set_free(conclave_re2_set *set);

/// Adds a pattern. Its number (from 0), or -1 when it is wrong; then `error` holds a text that ends in NUL.
int conclave_re2_set_add(conclave_re2_set *set, const char *pattern, size_t length, char *error,
                         size_t error_capacity);

/// 1, or 0 when the set is too large. No pattern may be added afterwards.
int conclave_re2_set_compile(conclave_re2_set *set);

/// Numbers of the patterns that match somewhere in the text, unsorted, at most `capacity` of them: how many, or -1 when the
/// set ran out of memory on this text.
int conclave_re2_set_match(const conclave_re2_set *set, const uint8_t *text, size_t length, int *numbers,
                           size_t capacity);

#ifdef __cplusplus
}
#endif
#endif
