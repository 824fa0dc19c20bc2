#ifndef CTOML_H
#define CTOML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a node holds. The numbers are part of the interface to TOML.swift.
enum {
  CONCLAVE_TOML_STRING = 0,
  CONCLAVE_TOML_INTEGER = 1,
  CONCLAVE_TOML_FLOAT = 2,
  CONCLAVE_TOML_BOOLEAN = 3,
  CONCLAVE_TOML_DATE = 4,
  CONCLAVE_TOML_ARRAY = 5,
  CONCLAVE_TOML_TABLE = 6,
};

/// One node of a document in pre-order; an array or a table is followed by its `children` subtrees.
typedef struct {
  int32_t kind;
  /// Position of the value, from 1, columns in code points; 0 where the parser does not know.
  uint32_t line;
  uint32_t column;
  /// The key of a table's child, and where it stands; an empty key for a child of an array.
  const char *key;
  size_t key_length;
  uint32_t key_line;
  uint32_t key_column;
  /// The text of a string, or of a date as RFC 3339 writes it.
  const char *text;
  size_t text_length;
  int64_t integer;
  double real;
  bool boolean;
  uint32_t children;
} conclave_toml_node;

typedef struct conclave_toml_document conclave_toml_document;

/// Parses `length` bytes. Never null; a document that could not be parsed has no nodes and an error.
conclave_toml_document *conclave_toml_parse(const char *bytes, size_t length);
void conclave_toml_free(conclave_toml_document *document);

size_t conclave_toml_count(const conclave_toml_document *document);
/// Node `index`; its pointers live as long as the document. `index` is below the count.
conclave_toml_node conclave_toml_at(const conclave_toml_document *document, size_t index);

/// The message of an error, or null; `line` and `column` get its position.
const char *conclave_toml_error(const conclave_toml_document *document, uint32_t *line, uint32_t *column);

#ifdef __cplusplus
}
#endif

#endif
