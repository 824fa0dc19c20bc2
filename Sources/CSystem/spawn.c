#define _GNU_SOURCE
#include "CSystem.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int prepare_files(posix_spawn_file_actions_t *actions, int third, int fourth) {
  int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
  if (error == 0) error = posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, 1, 2);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, third, 3);
  if (error == 0) error = posix_spawn_file_actions_adddup2(actions, fourth, 4);
  if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 5);
  return error;
}

static int prepare_signals(posix_spawnattr_t *attributes) {
  sigset_t set;
  sigfillset(&set);
  int error = posix_spawnattr_setsigdefault(attributes, &set);
  sigemptyset(&set);
  if (error == 0) error = posix_spawnattr_setsigmask(attributes, &set);
  const short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID;
  if (error == 0) error = posix_spawnattr_setflags(attributes, flags);
  return error;
}

pid_t conclave_spawn(const char *path, char *const *arguments, char *const *environment, int third, int fourth) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return -error;
  error = posix_spawnattr_init(&attributes);
  if (error != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return -error;
  }
  pid_t pid = 0;
  error = prepare_files(&actions, third, fourth);
  if (error == 0) error = prepare_signals(&attributes);
  if (error == 0) error = posix_spawn(&pid, path, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? pid : -error;
}

int conclave_pidfd(pid_t pid) {
  int fd = (int)syscall(SYS_pidfd_open, pid, 0);
  return fd >= 0 ? fd : -errno;
}

void conclave_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void conclave_hide_memory(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}
