#define _GNU_SOURCE
#include "CSystem.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

/// Moves a descriptor out of the range that `conclave_spawn` fills, where a copy would overwrite one not yet copied.
static int lift(int fd) {
  int high = fcntl(fd, F_DUPFD_CLOEXEC, 10);
  int error = errno;
  close(fd);
  return high >= 0 ? high : -error;
}

int conclave_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  *read_end = lift(ends[0]);
  *write_end = lift(ends[1]);
  if (*read_end >= 0 && *write_end >= 0) return 0;
  int error = *read_end < 0 ? *read_end : *write_end;
  if (*read_end >= 0) close(*read_end);
  if (*write_end >= 0) close(*write_end);
  return error;
}

int conclave_watch_writes(int fd) {
  // By the descriptor, not the path: what stands at the path may have been exchanged.
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (watch < 0) return -errno;
  if (inotify_add_watch(watch, path, IN_MODIFY) >= 0) return watch;
  int error = errno;
  close(watch);
  return -error;
}
