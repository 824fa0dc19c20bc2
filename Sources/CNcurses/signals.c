#define _GNU_SOURCE 1
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { WATCHED = sizeof watched / sizeof watched[0], ALWAYS = 3 };

static struct sigaction previous[WATCHED];
static bool installed;
static int ends[2] = {-1, -1};

static volatile sig_atomic_t continued;

static void note(int number) {
  int saved = errno;
  if (number == SIGCONT) continued = 1;
  unsigned char byte = (unsigned char)number;
  // A full pipe means that the loop will wake anyway.
  if (write(ends[1], &byte, 1) < 0) errno = 0;
  errno = saved;
}

int conclave_signals_install(void) {
  if (installed || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  for (int i = 0; i < WATCHED; i++) {
    struct sigaction action = {0};
    action.sa_handler = note;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(watched[i], NULL, &previous[i]);
    if (i < ALWAYS || previous[i].sa_handler != SIG_IGN) sigaction(watched[i], &action, NULL);
  }
  installed = true;
  return ends[0];
}

void conclave_signals_restore(void) {
  if (!installed) return;
  for (int i = 0; i < WATCHED; i++) sigaction(watched[i], &previous[i], NULL);
  installed = false;
  close(ends[0]);
  close(ends[1]);
}

// The signal stops the other threads at once and this one a moment later: until it has continued, it must not draw.
void conclave_signals_stop(void) {
  const struct timespec moment = {0, 1000000};
  continued = 0;
  if (kill(0, SIGSTOP) != 0) return;
  while (!continued) nanosleep(&moment, NULL);
}
