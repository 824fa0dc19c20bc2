#include "shim.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: agent-shim [--grace-ms N] [--memory BYTES] [--error-bytes N] [--output-bytes N]\n"
    "                  --stdin FILE --stdout FILE --stderr FILE --chdir DIR --lifeline FD --status-fd FD\n"
    "                  -- PROGRAM [ARGUMENT...]\n"
    "Runs PROGRAM (a path with a slash) as a supervised agent; started by conclave, not by hand.\n";

static bool parse_number(const char *text, long long most, long long *value) {
  char *end = NULL;
  errno = 0;
  *value = strtoll(text, &end, 10);
  return errno == 0 && end != text && *end == '\0' && *value >= 0 && *value <= most;
}

static bool parse_int(const char *text, int *value) {
  long long number = 0;
  if (!parse_number(text, INT_MAX, &number)) return false;
  *value = (int)number;
  return true;
}

/// Sizes above this would overflow where they are multiplied; no tree gets there, so it stands for no limit.
static const long long unlimited = 1LL << 56;

static bool parse_size(const char *text, long long *value) { return parse_number(text, unlimited, value); }

static bool take(const char *name, const char *value, struct options *options) {
  if (strcmp(name, "--stdin") == 0) return (options->stdin_path = value) != NULL;
  if (strcmp(name, "--stdout") == 0) return (options->stdout_path = value) != NULL;
  if (strcmp(name, "--stderr") == 0) return (options->stderr_path = value) != NULL;
  if (strcmp(name, "--chdir") == 0) return (options->directory = value) != NULL;
  if (strcmp(name, "--lifeline") == 0) return parse_int(value, &options->lifeline);
  if (strcmp(name, "--status-fd") == 0) return parse_int(value, &options->status_fd);
  if (strcmp(name, "--grace-ms") == 0) return parse_int(value, &options->grace_ms);
  if (strcmp(name, "--memory") == 0) return parse_size(value, &options->memory);
  if (strcmp(name, "--error-bytes") == 0) return parse_size(value, &options->error_bytes);
  if (strcmp(name, "--output-bytes") == 0) return parse_size(value, &options->output_bytes);
  return false;
}

bool options_parse(int argc, char **argv, struct options *options) {
  *options = (struct options){.lifeline = -1,
                              .status_fd = -1,
                              .grace_ms = 5000,
                              .memory = unlimited,
                              .error_bytes = unlimited,
                              .output_bytes = unlimited};
  int index = 1;
  while (index < argc && strcmp(argv[index], "--") != 0) {
    if (index + 1 >= argc || !take(argv[index], argv[index + 1], options)) {
      fprintf(stderr, "agent-shim: can't use %s\n%s", argv[index], usage);
      return false;
    }
    index += 2;
  }
  options->argv = argv + index + 1;
  bool complete = index + 1 < argc && options->stdin_path && options->stdout_path && options->stderr_path &&
                  options->directory && options->lifeline >= 0 && options->status_fd >= 0;
  if (!complete) fputs(usage, stderr);
  return complete;
}
