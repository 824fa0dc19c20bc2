#define _GNU_SOURCE 1
#include "CNcurses.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

int conclave_stderr_saved = -1;
int conclave_stderr_memory = -1;

void conclave_write_all(int descriptor, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, next, count);
    if (written > 0) {
      next += written;
      count -= (size_t)written;
    } else if (written == 0 || errno != EINTR) {
      return;
    }
  }
}

// --- Standard error ---------------------------------------------------------------------------------------------------

enum { REPLAYED = 64 * 1024 };

bool conclave_stderr_capture(void) {
  if (conclave_stderr_saved >= 0) return true;
  int memory = memfd_create("conclave-stderr", MFD_CLOEXEC);
  if (memory < 0) return false;
  fcntl(memory, F_SETFL, O_APPEND);
  int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (saved < 0 || dup2(memory, STDERR_FILENO) < 0) {
    if (saved >= 0) close(saved);
    close(memory);
    return false;
  }
  conclave_stderr_memory = memory;
  conclave_stderr_saved = saved;
  return true;
}

void conclave_stderr_replay(int descriptor) {
  if (conclave_stderr_memory < 0) return;
  off_t end = lseek(conclave_stderr_memory, 0, SEEK_END);
  off_t at = end > REPLAYED ? end - REPLAYED : 0;
  char block[512];
  while (at < end) {
    ssize_t count = pread(conclave_stderr_memory, block, sizeof block, at);
    if (count <= 0) return;
    // What went to standard error may quote outside text. In UTF-8, 0xC2 begins the C1 controls.
    for (ssize_t i = 0; i < count; i++) {
      unsigned char byte = (unsigned char)block[i];
      if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F || byte == 0xC2) block[i] = '?';
    }
    conclave_write_all(descriptor, block, (size_t)count);
    at += count;
  }
}

void conclave_stderr_release(void) {
  if (conclave_stderr_saved < 0) return;
  fflush(stderr);
  dup2(conclave_stderr_saved, STDERR_FILENO);
  conclave_stderr_replay(STDERR_FILENO);
  close(conclave_stderr_memory);
  close(conclave_stderr_saved);
  conclave_stderr_memory = conclave_stderr_saved = -1;
}

// --- Crashes ----------------------------------------------------------------------------------------------------------

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { DEADLY = sizeof deadly / sizeof deadly[0] };

static struct sigaction previous[DEADLY];
static struct termios before;
static volatile int crash_terminal = -1;
static bool chains;
static bool has_settings;

static void crashed(int number, siginfo_t *info, void *context) {
  int terminal = crash_terminal;
  crash_terminal = -1;
  if (terminal >= 0) {
    conclave_guard_stop();
    conclave_write_all(terminal, CONCLAVE_RESTORE, sizeof CONCLAVE_RESTORE - 1);
    if (has_settings) tcsetattr(terminal, TCSANOW, &before);
    int shown = conclave_stderr_saved >= 0 ? conclave_stderr_saved : terminal;
    conclave_stderr_replay(shown);
    if (conclave_stderr_saved >= 0) dup2(conclave_stderr_saved, STDERR_FILENO);
  }
  // Swift's interactive backtracer would take the terminal for half a minute; it is let through only where it was told to
  // be quiet.
  for (int i = 0; i < DEADLY; i++) {
    if (deadly[i] != number) continue;
    if (chains && (previous[i].sa_flags & SA_SIGINFO) && previous[i].sa_sigaction != NULL) {
      previous[i].sa_sigaction(number, info, context);
    }
  }
  signal(number, SIG_DFL);
  raise(number);
}

void conclave_crash_install(int terminal) {
  if (crash_terminal >= 0) return;
  const char *backtrace = getenv("SWIFT_BACKTRACE");
  chains = backtrace != NULL && strstr(backtrace, "interactive=no") != NULL;
  has_settings = tcgetattr(terminal, &before) == 0;
  crash_terminal = terminal;
  // A stack that overflowed has no room for the handler.
  static char stack[64 * 1024];
  stack_t current;
  if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE)) {
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&alternate, NULL);
  }
  for (int i = 0; i < DEADLY; i++) {
    struct sigaction action = {0};
    action.sa_sigaction = crashed;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    sigaction(deadly[i], &action, &previous[i]);
  }
}

void conclave_crash_remove(void) {
  if (crash_terminal < 0) return;
  for (int i = 0; i < DEADLY; i++) sigaction(deadly[i], &previous[i], NULL);
  crash_terminal = -1;
}
