#define _GNU_SOURCE
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's numbers, since headers are often older than the kernel that is run on.
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 };
enum { RULE_PATH = 1, RULE_PORT = 2 };

struct ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scoped;
};

struct path_rule {
  uint64_t allowed;
  int32_t parent;
} __attribute__((packed));

struct port_rule {
  uint64_t allowed;
  uint64_t port;
};

static const uint64_t execute = 1 << 0, write_file = 1 << 1, read_file = 1 << 2, read_dir = 1 << 3;
static const uint64_t make_char = 1 << 6, make_block = 1 << 11, refer = 1 << 13, truncate_file = 1 << 14, ioctl_dev = 1 << 15;
static const uint64_t bind_tcp = 1 << 0, connect_tcp = 1 << 1, any_tcp = 3, any_scope = 3;
/// Rights that a rule for a file, not a folder, may name.
static const uint64_t of_files = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15);

int landlock_version(void) {
  long version = syscall(CREATE_RULESET, NULL, 0, 1);
  return version > 0 ? (int)version : 0;
}

static uint64_t handled(int version) {
  uint64_t all = refer - 1;
  if (version >= 2) all |= refer;
  if (version >= 3) all |= truncate_file;
  if (version >= 5) all |= ioctl_dev;
  return all;
}

static uint64_t rights(enum access access, uint64_t all) {
  switch (access) {
  case ACCESS_READ: return read_file | read_dir;
  case ACCESS_EXECUTE: return read_file | read_dir | execute;
  case ACCESS_DEVICE: return read_file | write_file;
  // What is written must not be run, and no device is made.
  case ACCESS_WRITE: return all & ~(execute | make_char | make_block | ioctl_dev);
  }
  return 0;
}

static bool add_path(int ruleset, const struct rule *rule, uint64_t all) {
  int fd = open(rule->path, O_PATH | O_CLOEXEC);
  struct stat status;
  if (fd < 0 || fstat(fd, &status) < 0) {
    confine_complain("can't open", rule->path);
    if (fd >= 0) close(fd);
    return false;
  }
  struct path_rule path = {rights(rule->access, all) & all, fd};
  if (!S_ISDIR(status.st_mode)) path.allowed &= of_files;
  bool done = syscall(ADD_RULE, ruleset, RULE_PATH, &path, 0) == 0;
  if (!done) confine_complain("Landlock refuses a rule for", rule->path);
  close(fd);
  return done;
}

static bool add_ports(int ruleset, uint64_t allowed, const unsigned *ports, size_t count) {
  for (size_t index = 0; index < count; index++) {
    struct port_rule port = {allowed, ports[index]};
    if (syscall(ADD_RULE, ruleset, RULE_PORT, &port, 0) == 0) continue;
    confine_complain("Landlock refuses a rule for", "a port");
    return false;
  }
  return true;
}

bool landlock_confine(const struct confinement *confinement) {
  int version = landlock_version();
  int least = confinement->port_count + confinement->listen_count > 0 ? LANDLOCK_PORTS : LANDLOCK_LEAST;
  if (version < least) {
    fprintf(stderr, "agent-shim: Landlock of version %d is needed, the kernel has %d\n", least, version);
    return false;
  }
  struct ruleset set = {handled(version), version >= 4 ? any_tcp : 0, version >= 6 ? any_scope : 0};
  // A shorter structure is what older kernels know.
  size_t size = version >= 6 ? sizeof set : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
  int ruleset = (int)syscall(CREATE_RULESET, &set, size, 0);
  if (ruleset < 0) {
    confine_complain("Landlock makes no ruleset", "at all");
    return false;
  }
  bool done = add_ports(ruleset, connect_tcp, confinement->ports, confinement->port_count) &&
              add_ports(ruleset, bind_tcp, confinement->listens, confinement->listen_count);
  for (size_t index = 0; done && index < confinement->rule_count; index++) {
    done = add_path(ruleset, &confinement->rules[index], set.files);
  }
  if (done && syscall(RESTRICT_SELF, ruleset, 0) < 0) {
    confine_complain("Landlock can't confine", "this process");
    done = false;
  }
  close(ruleset);
  return done;
}
