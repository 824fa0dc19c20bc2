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
  struct meter *meter;
  pid_t agent;
  int signal_fd;
  bool ended;
  bool stopping;
  bool excessive;
  /// No child is left, living or dead. Since every orphan below becomes the shim's child at once, nothing is left then; a scan
  /// of /proc proves no such thing, as a process that forks while it is read may not be in it.
  bool is_empty;
  int status;
  pid_t counted[MAX_COUNTED];
  /// How many of them don't count as survivors.
  int excused;
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
  pid_t pid = 0;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (pid != watch->agent) continue;
    watch->ended = true;
    watch->status = status;
  }
  if (pid < 0 && errno == ECHILD) watch->is_empty = true;
}

static void drain_signals(struct watch *watch) {
  struct signalfd_siginfo info;
  while (read(watch->signal_fd, &info, sizeof info) == (ssize_t)sizeof info) {
    if (info.ssi_signo != SIGCHLD) watch->stopping = true;
  }
}

/// Waits for something to happen, and looks at the tree's size where it is time to. The lifeline is left out once it has
/// spoken: its end of file would wake us for ever.
static void wait_for_news(struct watch *watch, int timeout_ms) {
  struct pollfd fds[2] = {
      {.fd = watch->signal_fd, .events = POLLIN},
      {.fd = watch->stopping ? -1 : watch->options->lifeline, .events = POLLIN},
  };
  int patience = meter_patience(watch->meter);
  if (timeout_ms < 0 || patience < timeout_ms) timeout_ms = patience;
  if (poll(fds, 2, timeout_ms) < 0 && errno != EINTR) watch->stopping = true;
  if (fds[1].revents != 0) watch->stopping = true;
  if (fds[0].revents != 0) drain_signals(watch);
  reap(watch);
  if (!watch->is_empty && meter_observe(watch->meter)) watch->excessive = true;
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
    wait_for_news(watch, (int)(left < GRACE_POLL_MS ? left : GRACE_POLL_MS));
    if (watch->is_empty || watch->excessive) return;
  }
}

static bool count_once(struct watch *watch, pid_t pid) {
  int counted = watch->excused + watch->outcome->survivors;
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

/// Kills whole process groups: no fork slips through such a signal, however fast a process forks. A descendant's group holds
/// only processes of sessions that began below the shim, so nobody else can be in it; the shim's own group is spared.
static void kill_groups(const struct descendant *list, int count) {
  pid_t own = getpgrp();
  for (int index = 0; index < count; index++) {
    bool is_repeated = index > 0 && list[index].group == list[index - 1].group;
    if (list[index].group > 1 && list[index].group != own && !is_repeated) kill(-list[index].group, SIGKILL);
  }
}

/// Kills a tree that is in excess. Nobody in it has outlived the agent, so nobody counts as a survivor yet.
static void cut_down(struct watch *watch) {
  static struct descendant list[MAX_DESCENDANTS];
  group_kill(watch->meter->group);
  int count = tree_list(list, MAX_DESCENDANTS);
  kill_groups(list, count);
  signal_all(watch, list, count, SIGKILL);
  for (int index = 0; index < count && watch->excused < MAX_COUNTED; index++) {
    watch->counted[watch->excused++] = list[index].pid;
  }
}

/// Kills what is left, again and again, since a process may leave its group and fork between the list and the signal.
static void sweep(struct watch *watch) {
  static struct descendant list[MAX_DESCENDANTS];
  long long deadline = clock_ms() + SWEEP_LIMIT_MS;
  for (;;) {
    reap(watch);
    if (watch->is_empty || clock_ms() > deadline) break;
    int count = tree_list(list, MAX_DESCENDANTS);
    for (int index = 0; index < count; index++) {
      bool is_agent = list[index].pid == watch->agent && !watch->ended;
      if (!is_agent && count_once(watch, list[index].pid)) name(watch->outcome, list[index].name);
    }
    kill_groups(list, count);
    signal_all(watch, list, count, SIGKILL);
    wait_for_news(watch, 1);
  }
  reap(watch);
}

void agent_supervise(
    const struct options *options, pid_t agent, int signal_fd, struct meter *meter, struct outcome *outcome) {
  *outcome = (struct outcome){0};
  static struct watch watch;
  watch = (struct watch){.options = options, .meter = meter, .agent = agent, .signal_fd = signal_fd, .outcome = outcome};
  while (!watch.ended && !watch.stopping && !watch.excessive) wait_for_news(&watch, -1);
  if (watch.stopping && !watch.excessive) ask_to_end(&watch);
  if (watch.excessive) cut_down(&watch);
  sweep(&watch);
  // An agent that could not even be reaped within the sweep's limit has at least been sent this.
  if (!watch.ended) watch.status = SIGKILL;
  outcome->signalled = WIFSIGNALED(watch.status);
  outcome->code = outcome->signalled ? WTERMSIG(watch.status) : WEXITSTATUS(watch.status);
  meter_finish(meter, outcome);
}
