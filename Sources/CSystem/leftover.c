#define _GNU_SOURCE
#include "CSystemLeftover.h"
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// The longest life of a process that was left behind, whatever goes wrong with who should end it.
enum { LONGEST_MS = 600000, LINK_US = 200, LONGEST_CHAIN = 20000 };

static void rest(long long microseconds) {
  struct timespec left = {.tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000};
  while (nanosleep(&left, &left) < 0 && errno == EINTR) {}
}

/// Each link ends as soon as the next one lives, so there are never more than two.
static void chain(long long milliseconds) {
  long long links = milliseconds * 1000 / LINK_US;
  if (links > LONGEST_CHAIN) links = LONGEST_CHAIN;
  for (long long link = 0; link < links; link++) {
    rest(LINK_US);
    if (fork() != 0) return;
  }
}

static void live(conclave_leftover_kind kind, int milliseconds) {
  switch (kind) {
  case CONCLAVE_LEFTOVER_HOLDOUT: signal(SIGTERM, SIG_IGN); break;
  case CONCLAVE_LEFTOVER_GROUP: setpgid(0, 0); break;
  case CONCLAVE_LEFTOVER_SESSION: setsid(); break;
  case CONCLAVE_LEFTOVER_DAEMON:
    setsid();
    if (fork() != 0) return;
    break;
  case CONCLAVE_LEFTOVER_CHAIN: setsid(); chain(milliseconds); return;
  }
  rest((long long)milliseconds * 1000);
}

int conclave_leftover(conclave_leftover_kind kind, int milliseconds) {
  if (milliseconds < 0) milliseconds = 0;
  if (milliseconds > LONGEST_MS) milliseconds = LONGEST_MS;
  pid_t child = fork();
  if (child < 0) return -errno;
  if (child == 0) {
    live(kind, milliseconds);
    _exit(0);
  }
  // The first process of a daemon ends at once; unreaped it would count as one that was left behind.
  if (kind == CONCLAVE_LEFTOVER_DAEMON) waitpid(child, NULL, 0);
  return 0;
}
