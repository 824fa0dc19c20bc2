#ifndef AGENT_CONFINE_H
#define AGENT_CONFINE_H
#include <stdbool.h>
#include <stddef.h>

enum { MAX_RULES = 512, MAX_PORTS = 16 };

/// What may be done below a path.
enum access { ACCESS_READ, ACCESS_EXECUTE, ACCESS_WRITE, ACCESS_DEVICE };

struct rule {
  enum access access;
  const char *path;
};

/// What a confined program may do; whatever is not named here it may not.
struct confinement {
  /// Whether paths, ports, signals and abstract sockets are confined by Landlock; else a mount and process namespace does it.
  bool landlock;
  struct rule rules[MAX_RULES];
  size_t rule_count;
  /// Ports of TCP that may be connected to.
  unsigned ports[MAX_PORTS];
  size_t port_count;
  /// Ports of TCP that may be listened on.
  unsigned listens[MAX_PORTS];
  size_t listen_count;
  /// Which sockets may be made.
  bool unix_sockets;
  bool inet_sockets;
};

/// The first version of Landlock that confines what is promised; before it, a file could be cut to nothing.
enum { LANDLOCK_LEAST = 3, LANDLOCK_PORTS = 4 };

/// The version of Landlock that the kernel has; 0 for none.
int landlock_version(void);

/// Confines this process and all that it starts. False with a line on standard error where that can't be.
bool landlock_confine(const struct confinement *confinement);

/// Takes away the system calls that no agent needs. False with a line on standard error where that can't be.
bool seccomp_confine(const struct confinement *confinement);

/// Runs a program confined: `enter [--landlock] [--read PATH] … -- PROGRAM [ARGUMENT...]`. Returns only where it can't.
int enter_main(int argc, char **argv);

/// Runs a program that TERM does not reach: `deaf -- PROGRAM [ARGUMENT...]`. Returns only where it can't.
int deaf_main(int argc, char **argv);

/// Returns 0 where none of the files can be opened, else 1: `check FILE...`.
int check_main(int argc, char **argv);

/// Says on standard error what could not be done, with the last error.
void confine_complain(const char *what, const char *to);
#endif
