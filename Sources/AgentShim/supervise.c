#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_DESCENDANTS = 4096, MAX_COUNTED = 1024, SWEEP_LIMIT_MS = 10000, GRACE_POLL_MS = 20 };

/// What is known while the agent runs.
struct watch {
  const struct options *options;
  pid_t agent;
  int signal_fd;
  bool ended;
  bool stopping;
  int status;
  pid_t counted[MAX_COUNTED];
  struct outcome *outcome;
};

long long clock_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Reaps everything that has ended: as a subreaper the shim inherits every orphan of the agent.
static void reap(struct watch *watch) {
  int status = 0;
  for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
    if (pid != watch->agent) continue;
    watch->ended = true;
    watch->status = status;
  }
}

static void drain_signals(struct watch *watch) {
  struct signalfd_siginfo info;
  while (read(watch->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
    if (info.ssi_signo != SIGCHLD) watch->stopping = true;
  }
}

/// Waits for something to happen. The lifeline is left out once it has spoken: its end of file would wake us for ever.
static void wait_for_news(struct watch *watch, int timeout_ms) {
  struct pollfd fds[2] = {
      {.fd = watch->signal_fd, .events = POLLIN},
      {.fd = watch->stopping ? -1 : watch->options->lifeline, .events = POLLIN},
  };
  if (poll(fds, 2, timeout_ms) < 0 && errno != EINTR) watch->stopping = true;
  if (fds[1].revents != 0) watch->stopping = true;
  if (fds[0].revents != 0) drain_signals(watch);
  reap(watch);
}

/// Without /proc the agent's own process group is all that can be named; it is the agent's as long as that is not
/// reaped.
static void signal_all(const struct watch *watch, const struct descendant *list, int count, int signal) {
  if (count < 0 && !watch->ended) kill(-watch->agent, signal);
  for (int index = 0; index < count; index++) tree_signal(list[index].pid, signal);
}

/// TERM and CONT (a stopped process can't act on TERM) to the whole tree, then the grace for it to end by itself.
static void ask_to_end(struct watch *watch) {
  static struct descendant list[MAX_DESCENDANTS];
  int count = tree_list(list, MAX_DESCENDANTS);
  signal_all(watch, list, count, SIGTERM);
  signal_all(watch, list, count, SIGCONT);
  long long deadline = clock_ms() + watch->options->grace_ms;
  for (long long left = deadline - clock_ms(); left > 0; left = deadline - clock_ms()) {
    // A grandchild's end wakes nobody, so look again now and then.
    wait_for_news(watch, (int)(left < GRACE_POLL_MS ? left : GRACE_POLL_MS));
    int living = tree_list(list, MAX_DESCENDANTS);
    if (living == 0 || (living < 0 && watch->ended)) return;
  }
}

static bool count_once(struct watch *watch, pid_t pid) {
  int counted = watch->outcome->survivors;
  for (int index = 0; index < counted && index < MAX_COUNTED; index++) {
    if (watch->counted[index] == pid) return false;
  }
  if (counted < MAX_COUNTED) watch->counted[counted] = pid;
  watch->outcome->survivors += 1;
  return true;
}

/// Adds a survivor's name in a form that is safe in a status line.
static void name(struct outcome *outcome, const char *text) {
  size_t length = strlen(outcome->names);
  if (length + strlen(text) + 2 > sizeof outcome->names) return;
  if (length > 0) outcome->names[length++] = ',';
  for (; *text != '\0'; text++) {
    bool plain = (*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
                 *text == '-' || *text == '.' || *text == '_';
    outcome->names[length++] = plain ? *text : '_';
  }
  outcome->names[length] = '\0';
}

/// Kills what is left, again and again, since a process may fork between the list and the signal.
static void sweep(struct watch *watch) {
  static struct descendant list[MAX_DESCENDANTS];
  long long deadline = clock_ms() + SWEEP_LIMIT_MS;
  for (;;) {
    reap(watch);
    int count = tree_list(list, MAX_DESCENDANTS);
    if (count == 0 || (count < 0 && watch->ended) || clock_ms() > deadline) break;
    for (int index = 0; index < count; index++) {
      bool is_agent = list[index].pid == watch->agent && !watch->ended;
      if (!is_agent && count_once(watch, list[index].pid)) name(watch->outcome, list[index].name);
    }
    signal_all(watch, list, count, SIGKILL);
    wait_for_news(watch, 1);
  }
  reap(watch);
}

void agent_supervise(const struct options *options, pid_t agent, int signal_fd, struct outcome *outcome) {
  *outcome = (struct outcome){0};
  static struct watch watch;
  watch = (struct watch){.options = options, .agent = agent, .signal_fd = signal_fd, .outcome = outcome};
  while (!watch.ended && !watch.stopping) wait_for_news(&watch, -1);
  if (watch.stopping) ask_to_end(&watch);
  sweep(&watch);
  // An agent that could not even be reaped within the sweep's limit has at least been sent this.
  if (!watch.ended) watch.status = SIGKILL;
  outcome->signalled = WIFSIGNALED(watch.status);
  outcome->code = outcome->signalled ? WTERMSIG(watch.status) : WEXITSTATUS(watch.status);
}
