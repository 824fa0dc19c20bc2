#define _GNU_SOURCE 1
#include "CNcurses.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static volatile int pipe_end = -1;
static volatile pid_t guard = -1;

// The child of a process with threads may only make calls that are safe in signal handlers; these are.
static void watch(int terminal, int pipe, const struct termios *before) {
  setsid();
  prctl(PR_SET_NAME, "tty-guard", 0, 0, 0);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, NULL);
  // Only the terminal and the pipe are kept: an open end of somebody's pipe would keep its reader waiting.
  int keep_low = terminal < pipe ? terminal : pipe, keep_high = terminal < pipe ? pipe : terminal;
  if (keep_low > 0) close_range(0, (unsigned)keep_low - 1, 0);
  if (keep_high > keep_low + 1) close_range((unsigned)keep_low + 1, (unsigned)keep_high - 1, 0);
  close_range((unsigned)keep_high + 1, ~0u, 0);
  char byte;
  ssize_t count;
  do count = read(pipe, &byte, 1);
  while (count < 0 && errno == EINTR);
  if (count == 0) {
    conclave_write_all(terminal, CONCLAVE_RESTORE, sizeof CONCLAVE_RESTORE - 1);
    tcsetattr(terminal, TCSANOW, before);
  }
  _exit(0);
}

bool conclave_guard_start(int terminal) {
  if (pipe_end >= 0) return true;
  struct termios before;
  int ends[2];
  if (tcgetattr(terminal, &before) != 0 || pipe2(ends, O_CLOEXEC) != 0) return false;
  pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    watch(terminal, ends[0], &before);
  }
  close(ends[0]);
  if (child < 0) {
    close(ends[1]);
    return false;
  }
  pipe_end = ends[1];
  guard = child;
  return true;
}

void conclave_guard_stop(void) {
  if (pipe_end < 0) return;
  char byte = 1;
  conclave_write_all(pipe_end, &byte, 1);
  close(pipe_end);
  pipe_end = -1;
  while (waitpid(guard, NULL, 0) < 0 && errno == EINTR) {
  }
  guard = -1;
}
