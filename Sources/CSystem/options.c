#include "CSystemOptions.h"

#include <stddef.h>

void conclave_options_begin(void) { optind = 0; }

conclave_option_step conclave_options_next(
    int count, char **arguments, const char *letters, const struct option *names) {
  opterr = 0;
  optarg = NULL;
  optopt = 0;
  conclave_option_step step;
  step.result = getopt_long(count, arguments, letters, names, NULL);
  step.next = optind;
  step.option = optopt;
  step.argument = optarg;
  return step;
}
