#define _GNU_SOURCE
#include "CSystemGit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char **unpack(const char *packed, size_t count) {
  char **strings = calloc(count + 1, sizeof *strings);
  if (strings == NULL) return NULL;
  for (size_t index = 0; index < count; index++) {
    strings[index] = (char *)packed;
    packed += strlen(packed) + 1;
  }
  return strings;
}

// The parent may block or ignore signals (a pipe reader, a screen); the child starts with the defaults.
static int reset_signals(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  int status = posix_spawnattr_setsigmask(attributes, &none);
  if (status == 0) status = posix_spawnattr_setsigdefault(attributes, &all);
  if (status == 0) status = posix_spawnattr_setpgroup(attributes, 0);
  if (status == 0)
    status = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  return status;
}

int conclave_spawn_packed(
    const char *path, const char *arguments, size_t argument_count, const char *environment, size_t environment_count,
    const char *directory, int input, int output, int error, pid_t *pid) {
  char **argv = unpack(arguments, argument_count);
  char **envp = unpack(environment, environment_count);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int status = argv == NULL || envp == NULL ? ENOMEM : posix_spawn_file_actions_init(&actions);
  if (status == 0) {
    status = posix_spawnattr_init(&attributes);
    if (status == 0) {
      status = reset_signals(&attributes);
      if (status == 0) status = posix_spawn_file_actions_addchdir_np(&actions, directory);
      if (status == 0) status = posix_spawn_file_actions_adddup2(&actions, input, 0);
      if (status == 0) status = posix_spawn_file_actions_adddup2(&actions, output, 1);
      if (status == 0) status = posix_spawn_file_actions_adddup2(&actions, error, 2);
      if (status == 0) status = posix_spawn_file_actions_addclosefrom_np(&actions, 3);
      if (status == 0) status = posix_spawn(pid, path, &actions, &attributes, argv, envp);
      posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
  }
  free(argv);
  free(envp);
  return status;
}

int conclave_memory_file(void) { return memfd_create("conclave", MFD_CLOEXEC); }

void conclave_widen_pipe(int end) { (void)fcntl(end, F_SETPIPE_SZ, 1 << 20); }
