#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <unistd.h>

extern char **environ;

static void fail(int report, const char *step) {
  struct spawn_failure failure = {.error = errno};
  snprintf(failure.step, sizeof failure.step, "%s", step);
  // The pipe holds far more than one failure: this can't be short.
  if (write(report, &failure, sizeof failure) < 0) _exit(126);
  _exit(127);
}

static void open_as(int target, const char *path, int flags, int report, const char *step) {
  int fd = open(path, flags | O_NOFOLLOW | O_NOCTTY, 0600);
  if (fd < 0) fail(report, step);
  // Whatever the umask (reliability.md, DK-12); what is not ours keeps its mode.
  if (flags & O_CREAT) fchmod(fd, 0600);
  if (fd != target && dup2(fd, target) < 0) fail(report, step);
}

/// A handler can't survive exec, but an ignored signal can: an agent that inherits an ignored SIGPIPE or SIGTERM
/// misbehaves (reliability.md, 2.3).
static void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t mask;
  sigemptyset(&mask);
  sigprocmask(SIG_SETMASK, &mask, NULL);
}

// A sanitizer's agent is built like its shim, and reserves terabytes for shadow memory.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
static const bool has_shadow = true;
#else
static const bool has_shadow = false;
#endif

/// Nets under what the shim watches; it looks only now and then, and one process alone can do much between two looks.
static void set_limits(const struct options *options) {
  const struct { int resource; rlim_t most; } limits[] = {
      {RLIMIT_CORE, 0},
      {RLIMIT_NOFILE, 1024},
      {RLIMIT_DATA, has_shadow ? RLIM_INFINITY : 4 * (rlim_t)options->memory},
      {RLIMIT_FSIZE, (rlim_t)options->output_bytes + ((rlim_t)options->output_bytes >> 2) + (1 << 20)},
  };
  for (size_t index = 0; index < sizeof limits / sizeof *limits; index++) {
    struct rlimit limit;
    if (getrlimit(limits[index].resource, &limit) < 0) continue;
    if (limit.rlim_max > limits[index].most) limit.rlim_max = limits[index].most;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    setrlimit(limits[index].resource, &limit);
  }
}

static void become_agent(const struct options *options, const struct group *group, pid_t shim, int report) {
  setsid();
  // The shim has one thread, so this fires at its death and at nothing else: the agent dies even with a killed shim.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != shim) _exit(127);
  if (group->path[0] != '\0' && !group_enter(group)) fail(report, "cgroup");
  set_limits(options);
  const int output = O_WRONLY | O_APPEND | O_CREAT;
  open_as(STDIN_FILENO, options->stdin_path, O_RDONLY, report, "stdin");
  open_as(STDOUT_FILENO, options->stdout_path, output, report, "stdout");
  open_as(STDERR_FILENO, options->stderr_path, output, report, "stderr");
  if (chdir(options->directory) < 0) fail(report, "chdir");
  reset_signals();
  // Kept to the last moment for the report, and closed by exec itself.
  if (dup2(report, 3) < 0) _exit(127);
  if (fcntl(3, F_SETFD, FD_CLOEXEC) < 0) fail(3, "fds");
  if (close_range(4, ~0U, 0) < 0) fail(3, "fds");
  execve(options->argv[0], options->argv, environ);
  fail(3, "exec");
}

pid_t agent_spawn(const struct options *options, const struct group *group, struct spawn_failure *failure) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) < 0) {
    *failure = (struct spawn_failure){"pipe", errno};
    return -1;
  }
  pid_t shim = getpid();
  pid_t agent = fork();
  if (agent == 0) become_agent(options, group, shim, report[1]);
  int fork_error = errno;
  close(report[1]);
  ssize_t count = 0;
  if (agent > 0) {
    do count = read(report[0], failure, sizeof *failure);
    while (count < 0 && errno == EINTR);
  } else {
    *failure = (struct spawn_failure){"fork", fork_error};
  }
  close(report[0]);
  return agent > 0 && count == 0 ? agent : -1;
}
