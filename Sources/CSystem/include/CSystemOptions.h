#ifndef CSYSTEMOPTIONS_H
#define CSYSTEMOPTIONS_H

#include <getopt.h>

/// What one step of getopt_long found; its own results are globals, which Swift does not touch.
typedef struct {
  /// The option's value, '?' for a mistake, ':' for a missing argument, -1 at the end.
  int result;
  /// Index of the next argument to look at.
  int next;
  /// The value of the option that a mistake is about; 0 where it is unknown.
  int option;
  const char *argument;
} conclave_option_step;

/// Forgets where an earlier reading stopped. Not for several threads at once.
void conclave_options_begin(void);

/// Reads the next option of `count` arguments, which getopt_long reorders so that operands come last. Prints nothing.
conclave_option_step conclave_options_next(
    int count, char **arguments, const char *letters, const struct option *names);

#endif
