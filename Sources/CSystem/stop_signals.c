#define _GNU_SOURCE 1
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static int ends[2] = {-1, -1};
static volatile sig_atomic_t asked;

static void note(int number) {
  // Whoever asks twice does not want to wait; the agents' shims see our end and stop them.
  if (asked) _exit(128 + number);
  asked = 1;
  int saved = errno;
  unsigned char byte = (unsigned char)number;
  if (write(ends[1], &byte, 1) < 0) _exit(128 + number);
  errno = saved;
}

int conclave_stop_signals(void) {
  static const int watched[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
  if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -errno;
  for (size_t i = 0; i < sizeof watched / sizeof watched[0]; i++) {
    struct sigaction action = {0}, previous;
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    sigaction(watched[i], NULL, &previous);
    if (previous.sa_handler != SIG_IGN) sigaction(watched[i], &action, NULL);
  }
  return ends[0];
}
