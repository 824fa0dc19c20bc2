#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/// The engine may be gone; then nobody reads the line, and that is no reason to fail.
static void put(int fd, const char *line, int length) {
  for (int done = 0; done < length;) {
    ssize_t count = write(fd, line + done, (size_t)(length - done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    done += (int)count;
  }
}

void status_outcome(int fd, const struct outcome *outcome) {
  char line[512];
  int length = snprintf(line, sizeof line, "%s %d survivors %d %s\n", outcome->signalled ? "signal" : "exit",
                        outcome->code, outcome->survivors, outcome->names);
  put(fd, line, length);
}

void status_spawn_failure(int fd, const struct spawn_failure *failure) {
  char line[64];
  int length = snprintf(line, sizeof line, "spawn-error %d %s\n", failure->error, failure->step);
  put(fd, line, length);
}
