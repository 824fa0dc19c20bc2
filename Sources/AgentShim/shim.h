#ifndef AGENT_SHIM_H
#define AGENT_SHIM_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/// What the engine asked for on the command line; see `usage` in options.c.
struct options {
  const char *stdin_path;
  const char *stdout_path;
  const char *stderr_path;
  const char *directory;
  int lifeline;
  int status_fd;
  int grace_ms;
  char **argv;
};

/// Reads the command line. Returns false, with a line on standard error, where it can't be used.
bool options_parse(int argc, char **argv, struct options *options);

/// The step of a spawn that failed, and why; `error` is 0 where none did.
struct spawn_failure {
  char step[8];
  int error;
};

/// Starts the agent in a session of its own, with its three streams on files and no other descriptor. Returns its
/// process id, or -1 with `failure` filled.
pid_t agent_spawn(const struct options *options, struct spawn_failure *failure);

/// How the agent ended and what it left behind.
struct outcome {
  bool signalled;
  int code;
  int survivors;
  char names[256];
};

/// Waits for the agent's end, the lifeline's, or a signal to stop; returns when no descendant is left.
void agent_supervise(const struct options *options, pid_t agent, int signal_fd, struct outcome *outcome);

/// A process below this one.
struct descendant {
  pid_t pid;
  pid_t group;
  char name[16];
};

/// The living processes below this one, zombies left out. Returns their number, at most `capacity`, or -1 where /proc
/// can't be read.
int tree_list(struct descendant *found, int capacity);

/// Sends `signal` to a process if it still is below this one, so that a recycled id is never hit.
void tree_signal(pid_t pid, int signal);

/// Milliseconds of the monotonic clock.
long long clock_ms(void);

/// Writes the one line that the engine waits for.
void status_outcome(int fd, const struct outcome *outcome);
void status_spawn_failure(int fd, const struct spawn_failure *failure);
#endif
