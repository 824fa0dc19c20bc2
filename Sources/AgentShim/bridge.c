// A sandbox with a network of its own has nobody else in it. The bridge is the one way in and out: it stays inside beside the
// agent, and only sockets that were bound in lead on from there.
#define _GNU_SOURCE
#include "bridge.h"
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/// As a shell answers where a program can't be run.
enum { CANNOT_RUN = 126 };

struct plan {
  struct bridge bridges[MAX_BRIDGES];
  size_t count;
};

static bool add(struct plan *plan, bool from_socket, const char *path, const char *port) {
  char *end = NULL;
  long number = strtol(port, &end, 10);
  if (plan->count == MAX_BRIDGES || end == port || *end != '\0' || number < 1 || number > 65535) return false;
  plan->bridges[plan->count++] = (struct bridge){path, (unsigned)number, from_socket, -1};
  return true;
}

/// Index of the program, or 0 where the command line can't be used.
static int parse(int argc, char **argv, struct plan *plan) {
  int index = 2;
  for (; index < argc && strcmp(argv[index], "--") != 0; index += 3) {
    bool from_socket = strcmp(argv[index], "--socket") == 0;
    bool is_usable = (from_socket || strcmp(argv[index], "--port") == 0) && index + 2 < argc;
    if (is_usable) is_usable = add(plan, from_socket, argv[index + (from_socket ? 1 : 2)], argv[index + (from_socket ? 2 : 1)]);
    if (!is_usable) {
      fprintf(stderr, "agent-shim: can't use %s\n", argv[index]);
      return 0;
    }
  }
  if (index + 1 < argc) return index + 1;
  fputs("agent-shim: no program beside the bridge\n", stderr);
  return 0;
}

static void serve(const struct plan *plan, int program) {
  static struct pair pairs[MAX_PAIRS];
  for (size_t index = 0; index < MAX_PAIRS; index++) pairs[index].fds[0] = pairs[index].fds[1] = -1;
  for (;;) {
    struct pollfd fds[1 + MAX_BRIDGES + 2 * MAX_PAIRS];
    struct pair *free_pair = NULL;
    struct pollfd *sides = fds + 1 + MAX_BRIDGES;
    for (size_t index = 0; index < MAX_PAIRS; index++) {
      if (pairs[index].fds[0] < 0) free_pair = &pairs[index];
      for (int side = 0; side < 2; side++) {
        struct pollfd *fd = &sides[2 * index + (size_t)side];
        fd->fd = pair_wants(&pairs[index], side, &fd->events);
        fd->revents = 0;
      }
    }
    fds[0] = (struct pollfd){.fd = program, .events = POLLIN};
    for (size_t index = 0; index < MAX_BRIDGES; index++) {
      // Those who come while all places are taken wait in the kernel.
      bool is_open = index < plan->count && free_pair;
      fds[1 + index] = (struct pollfd){.fd = is_open ? plan->bridges[index].listener : -1, .events = POLLIN};
    }
    if (poll(fds, sizeof fds / sizeof *fds, -1) < 0 && errno != EINTR) return;
    if (fds[0].revents != 0) return;
    for (size_t index = 0; index < MAX_PAIRS; index++) {
      short events[2] = {sides[2 * index].revents, sides[2 * index + 1].revents};
      if (pairs[index].fds[0] >= 0 && (events[0] != 0 || events[1] != 0)) pair_move(&pairs[index], events);
    }
    // One at a time: the place that was free may be the last.
    for (size_t index = 0; index < plan->count; index++) {
      if (fds[1 + index].revents == 0) continue;
      pair_open(free_pair, &plan->bridges[index]);
      break;
    }
  }
}

/// The bridge's own process. It has what the agent has and not more, so that nothing is won by taking it over.
static void stand(const struct plan *plan, int program, int ready) {
  // It ends with the agent and not before: what the agent does in its grace may need it.
  for (int number = 1; number < NSIG; number++) signal(number, number == SIGTERM || number == SIGPIPE ? SIG_IGN : SIG_DFL);
  setsid();
  prctl(PR_SET_NAME, "bridge");
  prctl(PR_SET_DUMPABLE, 0);
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd < 3; fd++) {
    if (null < 0 || dup2(null, fd) < 0) _exit(1);
  }
  const struct confinement confinement = {.unix_sockets = true, .inet_sockets = true};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || !seccomp_confine(&confinement)) _exit(1);
  if (write(ready, "", 1) != 1) _exit(1);
  close(ready);
  serve(plan, program);
  _exit(0);
}

/// Starts the bridge beside this process, and not below it: a program must find no child that it did not make.
static bool start(const struct plan *plan) {
  int ready[2];
  int program = (int)syscall(SYS_pidfd_open, getpid(), 0);
  if (program < 0 || pipe2(ready, O_CLOEXEC) < 0) return false;
  pid_t between = fork();
  if (between == 0) {
    pid_t bridge = fork();
    if (bridge == 0) stand(plan, program, ready[1]);
    _exit(bridge > 0 ? 0 : 1);
  }
  close(program);
  close(ready[1]);
  char byte;
  ssize_t count = 0;
  do count = read(ready[0], &byte, 1);
  while (count < 0 && errno == EINTR);
  close(ready[0]);
  while (between > 0 && waitpid(between, NULL, 0) < 0 && errno == EINTR) continue;
  return count == 1;
}

int bridge_main(int argc, char **argv) {
  static struct plan plan;
  int program = parse(argc, argv, &plan);
  if (program == 0) return CANNOT_RUN;
  for (size_t index = 0; index < plan.count; index++) {
    if (!bridge_listen(&plan.bridges[index])) return CANNOT_RUN;
  }
  if (plan.count > 0 && !start(&plan)) {
    confine_complain("can't start the bridge beside", argv[program]);
    return CANNOT_RUN;
  }
  execve(argv[program], argv + program, environ);
  confine_complain("can't run", argv[program]);
  return CANNOT_RUN;
}
