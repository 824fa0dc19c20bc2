#include "CToml.h"

#include <deque>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// The parser's assertions can be broken by input, and without exceptions it runs on after errors; with NDEBUG they are
// even promises to the optimiser. So they throw, like its errors, and nothing passes the C face.
#undef NDEBUG
#define TOML_ASSERT(condition) ((condition) ? static_cast<void>(0) : assertion_failed())
[[noreturn]] static void assertion_failed() { throw std::logic_error("not understood, such as a header without a key"); }

#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

struct conclave_toml_document {
  toml::table table;
  std::vector<conclave_toml_node> nodes;
  // Dates in text form; a deque, since nodes point into it while it grows.
  std::deque<std::string> dates;
  std::string error;
  bool failed = false;
  uint32_t error_line = 0;
  uint32_t error_column = 0;

  void fail(std::string_view message, toml::source_position position) {
    nodes.clear();
    failed = true;
    error = message;
    error_line = position.line;
    error_column = position.column;
  }
};

namespace {

template <typename Date> void set_date(conclave_toml_document &document, conclave_toml_node &into, const Date &date) {
  std::ostringstream stream;
  stream << date;
  const std::string &text = document.dates.emplace_back(stream.str());
  into.kind = CONCLAVE_TOML_DATE;
  into.text = text.data();
  into.text_length = text.size();
}

void flatten(conclave_toml_document &document, const toml::node &node, const toml::key *key) {
  conclave_toml_node flat = {};
  flat.line = node.source().begin.line;
  flat.column = node.source().begin.column;
  flat.key = "";
  if (key != nullptr) {
    flat.key = key->data();
    flat.key_length = key->length();
    flat.key_line = key->source().begin.line;
    flat.key_column = key->source().begin.column;
  }
  switch (node.type()) {
  case toml::node_type::string: {
    const std::string &text = node.as_string()->get();
    flat.kind = CONCLAVE_TOML_STRING;
    flat.text = text.data();
    flat.text_length = text.size();
    break;
  }
  case toml::node_type::integer:
    flat.kind = CONCLAVE_TOML_INTEGER;
    flat.integer = node.as_integer()->get();
    break;
  case toml::node_type::floating_point:
    flat.kind = CONCLAVE_TOML_FLOAT;
    flat.real = node.as_floating_point()->get();
    break;
  case toml::node_type::boolean:
    flat.kind = CONCLAVE_TOML_BOOLEAN;
    flat.boolean = node.as_boolean()->get();
    break;
  case toml::node_type::date:
    set_date(document, flat, node.as_date()->get());
    break;
  case toml::node_type::time:
    set_date(document, flat, node.as_time()->get());
    break;
  case toml::node_type::date_time:
    set_date(document, flat, node.as_date_time()->get());
    break;
  case toml::node_type::array: {
    const toml::array &array = *node.as_array();
    flat.kind = CONCLAVE_TOML_ARRAY;
    flat.children = static_cast<uint32_t>(array.size());
    document.nodes.push_back(flat);
    for (const toml::node &child : array)
      flatten(document, child, nullptr);
    return;
  }
  default: {
    const toml::table &table = *node.as_table();
    flat.kind = CONCLAVE_TOML_TABLE;
    flat.children = static_cast<uint32_t>(table.size());
    document.nodes.push_back(flat);
    for (auto &&[name, child] : table)
      flatten(document, child, &name);
    return;
  }
  }
  document.nodes.push_back(flat);
}

bool breaks_assertion(std::string_view text) {
  try {
    static_cast<void>(toml::parse(text));
  } catch (const std::logic_error &) {
    return true;
  } catch (const std::exception &) {
  }
  return false;
}

// The line on which the parser breaks an assertion, which carries no position: the first one with which a prefix does.
uint32_t assertion_line(std::string_view text) {
  std::vector<size_t> ends;
  for (size_t at = 0; at < text.size(); ++at)
    if (text[at] == '\n')
      ends.push_back(at + 1);
  size_t low = 0, high = ends.size();
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (breaks_assertion(text.substr(0, ends[middle])))
      high = middle;
    else
      low = middle + 1;
  }
  return static_cast<uint32_t>(low + 1);
}

} // namespace

conclave_toml_document *conclave_toml_parse(const char *bytes, size_t length) {
  auto *document = new conclave_toml_document();
  try {
    document->table = toml::parse(std::string_view(bytes, length));
    flatten(*document, document->table, nullptr);
  } catch (const toml::parse_error &error) {
    document->fail(error.description(), error.source().begin);
  } catch (const std::logic_error &error) {
    document->fail(error.what(), {assertion_line(std::string_view(bytes, length)), 1});
  } catch (const std::exception &error) {
    document->fail(error.what(), {1, 1});
  }
  return document;
}

void conclave_toml_free(conclave_toml_document *document) { delete document; }

size_t conclave_toml_count(const conclave_toml_document *document) { return document->nodes.size(); }

conclave_toml_node conclave_toml_at(const conclave_toml_document *document, size_t index) {
  return document->nodes[index];
}

const char *conclave_toml_error(const conclave_toml_document *document, uint32_t *line, uint32_t *column) {
  if (!document->failed)
    return nullptr;
  *line = document->error_line;
  *column = document->error_column;
  return document->error.c_str();
}
