#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <poll.h>
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

void status_agent(int fd, pid_t agent) {
  char line[32];
  put(fd, line, snprintf(line, sizeof line, "agent %d\n", (int)agent));
}

void status_vitals(int fd, const struct vitals *vitals, long long error_bytes) {
  // A pipe that takes more takes a line as short as this at once.
  struct pollfd room = {.fd = fd, .events = POLLOUT};
  if (poll(&room, 1, 0) != 1) return;
  char line[96];
  int length = snprintf(line, sizeof line, "vitals %lld %lld %lld\n", vitals->resident, vitals->processor_ms, error_bytes);
  put(fd, line, length);
}

static void put_excess(int fd, const struct outcome *outcome) {
  char line[64];
  const char *watcher = outcome->killed_by_kernel ? "cgroup" : "polling";
  int length = outcome->excess == EXCESS_MEMORY
                   ? snprintf(line, sizeof line, "excess memory %lld %s\n", outcome->excess_bytes, watcher)
                   : snprintf(line, sizeof line, "excess output %lld\n", outcome->excess_bytes);
  put(fd, line, length);
}

static void put_dropped(int fd, long long dropped) {
  char line[48];
  put(fd, line, snprintf(line, sizeof line, "dropped %lld\n", dropped));
}

void status_outcome(int fd, const struct outcome *outcome) {
  if (outcome->excess != EXCESS_NONE) put_excess(fd, outcome);
  if (outcome->dropped > 0) put_dropped(fd, outcome->dropped);
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
