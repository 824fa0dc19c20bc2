#include "CRE2.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <vector>

struct conclave_re2 {
  re2::RE2 pattern;
  conclave_re2(const re2::StringPiece &text, const re2::RE2::Options &options) : pattern(text, options) {}
};

struct conclave_re2_set {
  re2::RE2::Set set;
  explicit conclave_re2_set(const re2::RE2::Options &options) : set(options, re2::RE2::UNANCHORED) {}
};

namespace {

// A set holds all rules of a language; 64 MiB is a ceiling for its automaton, not what it usually takes.
constexpr int64_t kPatternMemory = 8 << 20;
constexpr int64_t kSetMemory = 64 << 20;

re2::RE2::Options options(int64_t memory) {
  re2::RE2::Options result;
  result.set_encoding(re2::RE2::Options::EncodingLatin1);
  result.set_log_errors(false);
  result.set_max_mem(memory);
  return result;
}

void report(const std::string &message, char *error, size_t capacity) {
  if (error == nullptr || capacity == 0) return;
  size_t length = std::min(message.size(), capacity - 1);
  std::memcpy(error, message.data(), length);
  error[length] = '\0';
}

re2::StringPiece piece(const uint8_t *text, size_t length) {
  return re2::StringPiece(reinterpret_cast<const char *>(text), length);
}

}  // namespace

extern "C" {

conclave_re2 *conclave_re2_new(const char *pattern, size_t length, char *error, size_t error_capacity) try {
  auto *result = new conclave_re2(re2::StringPiece(pattern, length), options(kPatternMemory));
  if (result->pattern.ok()) return result;
  report(result->pattern.error(), error, error_capacity);
  delete result;
  return nullptr;
} catch (...) {
  report("out of memory", error, error_capacity);
  return nullptr;
}

void conclave_re2_free(conclave_re2 *pattern) { delete pattern; }

int conclave_re2_find(const conclave_re2 *pattern, const uint8_t *text, size_t length, size_t from, size_t *start,
                      size_t *end) try {
  if (from > length) return 0;
  re2::StringPiece match;
  if (!pattern->pattern.Match(piece(text, length), from, length, re2::RE2::UNANCHORED, &match, 1)) return 0;
  *start = static_cast<size_t>(match.data() - reinterpret_cast<const char *>(text));
  *end = *start + match.size();
  return 1;
} catch (...) {
  return 0;
}

conclave_re2_set *conclave_re2_set_new(void) try {
  return new conclave_re2_set(options(kSetMemory));
} catch (...) {
  return nullptr;
}

void conclave_re2_set_free(conclave_re2_set *set) { delete set; }

int conclave_re2_set_add(conclave_re2_set *set, const char *pattern, size_t length, char *error,
                         size_t error_capacity) try {
  std::string message;
  int number = set->set.Add(re2::StringPiece(pattern, length), &message);
  if (number < 0) report(message, error, error_capacity);
  return number;
} catch (...) {
  report("out of memory", error, error_capacity);
  return -1;
}

int conclave_re2_set_compile(conclave_re2_set *set) try {
  return set->set.Compile() ? 1 : 0;
} catch (...) {
  return 0;
}

int conclave_re2_set_match(const conclave_re2_set *set, const uint8_t *text, size_t length, int *numbers,
                           size_t capacity) try {
  std::vector<int> found;
  re2::RE2::Set::ErrorInfo info = {re2::RE2::Set::kNoError};
  if (!set->set.Match(piece(text, length), &found, &info)) return info.kind == re2::RE2::Set::kNoError ? 0 : -1;
  size_t count = std::min(found.size(), capacity);
  std::copy_n(found.begin(), count, numbers);
  return static_cast<int>(count);
} catch (...) {
  return -1;
}

}  // extern "C"
