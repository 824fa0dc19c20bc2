// agent-shim: runs one agent and answers for everything below it (reliability.md, D2 and 2.1).
//
// A plain kill of a process group leaves every descendant alive that has started a session of its own. The shim is a
// subreaper: orphans of the agent become its children, so a walk of /proc from itself finds all of them. Its lifeline
// is the read end of a pipe of the engine: it wakes when the engine asks to stop and also when the engine is killed.
#define _GNU_SOURCE
#include "bridge.h"
#include "confine.h"
#include "shim.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

/// Signals become readable instead of interrupting: one poll then waits for children, requests and the lifeline alike.
static int take_signals(void) {
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGCHLD);
  sigaddset(&mask, SIGTERM);
  sigaddset(&mask, SIGINT);
  sigaddset(&mask, SIGHUP);
  sigprocmask(SIG_BLOCK, &mask, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  return signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "enter") == 0) return enter_main(argc, argv);
  if (argc > 1 && strcmp(argv[1], "deaf") == 0) return deaf_main(argc, argv);
  if (argc > 1 && strcmp(argv[1], "check") == 0) return check_main(argc, argv);
  if (argc > 1 && strcmp(argv[1], "bridge") == 0) return bridge_main(argc, argv);
  struct options options;
  if (!options_parse(argc, argv, &options)) return 2;
  setsid();
  fcntl(options.lifeline, F_SETFD, FD_CLOEXEC);
  fcntl(options.status_fd, F_SETFD, FD_CLOEXEC);
  int signal_fd = take_signals();
  if (signal_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) return 2;

  // Nobody may look into the shim's memory or take over its descriptors, though it runs as the agent's user.
  prctl(PR_SET_DUMPABLE, 0);

  static struct group group;
  group_make(&group, options.memory);
  struct meter meter;
  meter_start(&meter, &options, &group);
  struct spawn_failure failure = {0};
  pid_t agent = agent_spawn(&options, &group, &failure);
  if (agent < 0) {
    group_remove(&group);
    status_spawn_failure(options.status_fd, &failure);
    return 0;
  }
  status_agent(options.status_fd, agent);
  struct outcome outcome;
  agent_supervise(&options, agent, signal_fd, &meter, &outcome);
  group_remove(&group);
  status_outcome(options.status_fd, &outcome);
  return 0;
}
