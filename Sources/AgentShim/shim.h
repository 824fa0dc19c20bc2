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
  /// Bytes that the whole tree may hold in memory.
  long long memory;
  /// Bytes that the file of standard error may hold, and that of standard output.
  long long error_bytes;
  long long output_bytes;
  char **argv;
};

/// Reads the command line. Returns false, with a line on standard error, where it can't be used.
bool options_parse(int argc, char **argv, struct options *options);

/// The step of a spawn that failed, and why; `error` is 0 where none did.
struct spawn_failure {
  char step[8];
  int error;
};

/// A control group of version 2 that holds the agent's tree; an empty path where there is none.
struct group {
  char path[4096];
};

/// Makes a group with the cap on memory, where the system lets this user.
void group_make(struct group *group, long long memory);

/// Puts the calling process into the group; says whether it could.
bool group_enter(const struct group *group);

/// Kills everything in the group at once.
void group_kill(const struct group *group);

/// Whether the kernel killed the group for its memory; `peak` becomes the most that it held.
bool group_was_killed(const struct group *group, long long *peak);

/// Removes the group, which must be empty.
void group_remove(const struct group *group);

/// Starts the agent in a session of its own, with its three streams on files and no other descriptor. Returns its
/// process id, or -1 with `failure` filled.
pid_t agent_spawn(const struct options *options, const struct group *group, struct spawn_failure *failure);

/// A file that the agent writes, as the shim watches it grow; a negative descriptor where it can't be opened.
struct stream {
  int fd;
  long long dropped;
};

/// Opens the file at `path` to watch it, and creates it where there is none.
struct stream stream_open(const char *path);

/// Bytes in the file now; 0 for anything that is not a regular file.
long long stream_size(const struct stream *stream);

/// Empties the file down to its end where it holds more than `limit`, and counts what is dropped.
void stream_trim(struct stream *stream, long long limit);

/// What the tree uses.
struct vitals {
  long long resident;
  long long processor_ms;
};

/// Adds up the tree below this process; processor time also of what has been reaped.
struct vitals vitals_read(void);

/// Why the tree was killed for its size.
enum excess { EXCESS_NONE, EXCESS_MEMORY, EXCESS_OUTPUT };

/// How the agent ended and what it left behind.
struct outcome {
  bool signalled;
  int code;
  int survivors;
  char names[256];
  enum excess excess;
  /// The most bytes that were seen of what was in excess.
  long long excess_bytes;
  bool killed_by_kernel;
  /// Bytes of standard error that were not kept.
  long long dropped;
};

/// What the agent's tree may use, and what it does.
struct meter {
  const struct options *options;
  const struct group *group;
  struct stream output;
  struct stream error;
  struct vitals vitals;
  long long next_sample;
  long long next_report;
  enum excess excess;
  long long excess_bytes;
};

/// Opens the streams; to be called before the agent starts, so that it can't put anything else in their places.
void meter_start(struct meter *meter, const struct options *options, const struct group *group);

/// Looks at the tree where it is time to; says whether it is in excess. The engine is told of the vitals now and then.
bool meter_observe(struct meter *meter);

/// Milliseconds to the next look.
int meter_patience(const struct meter *meter);

/// Adds what the meter saw, once nothing of the tree is left.
void meter_finish(struct meter *meter, struct outcome *outcome);

/// Waits for the agent's end, the lifeline's, a signal to stop, or an excess; returns when no descendant is left.
void agent_supervise(const struct options *options, pid_t agent, int signal_fd, struct meter *meter, struct outcome *outcome);

/// A process below this one.
struct descendant {
  pid_t pid;
  pid_t group;
  char name[16];
};

/// Reads a file below /proc/PID as text; false where that can't be, as when the process is gone.
bool process_read(pid_t pid, const char *name, char *text, size_t capacity);

/// Calls `visit` for each process below this one, in any order. A child that is made or moves meanwhile may be missed.
void tree_visit(void (*visit)(pid_t pid, void *context), void *context);

/// The same by the lists of children that the kernel keeps; false where it keeps none. Far cheaper than the process table.
bool children_visit(void (*visit)(pid_t pid, void *context), void *context);

/// The living processes below this one, zombies left out. Returns their number, at most `capacity`, or -1 where /proc
/// can't be read.
int tree_list(struct descendant *found, int capacity);

/// Sends `signal` to a process if it still is below this one, so that a recycled id is never hit.
void tree_signal(pid_t pid, int signal);

/// Milliseconds of the monotonic clock.
long long clock_ms(void);

/// Tells the engine which process the agent is, for the case that the shim is killed.
void status_agent(int fd, pid_t agent);

/// Tells the engine what the tree uses, unless that would have to wait: an engine that is stopped reads nothing.
void status_vitals(int fd, const struct vitals *vitals, long long error_bytes);

/// Writes what the engine waits for; the last line is the one of the end.
void status_outcome(int fd, const struct outcome *outcome);
void status_spawn_failure(int fd, const struct spawn_failure *failure);
#endif
