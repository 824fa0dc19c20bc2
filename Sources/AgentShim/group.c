#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/// Reads a small file of the kernel's as text.
static bool read_text(const char *path, char *text, size_t capacity) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t count = read(fd, text, capacity - 1);
  close(fd);
  if (count < 0) return false;
  text[count] = '\0';
  return true;
}

static bool set(const struct group *group, const char *name, const char *value) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", group->path, name);
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  bool done = write(fd, value, strlen(value)) >= 0;
  close(fd);
  return done;
}

static long long get(const struct group *group, const char *name, const char *key) {
  char path[4200];
  char text[1024];
  snprintf(path, sizeof path, "%s/%s", group->path, name);
  if (!read_text(path, text, sizeof text)) return 0;
  if (key == NULL) return atoll(text);
  const char *found = strstr(text, key);
  return found ? atoll(found + strlen(key)) : 0;
}

/// The group of version 2 that this process is in, below its mount; false where there is none.
static bool own_group(char *path, size_t capacity) {
  char text[4096];
  if (!read_text("/proc/self/cgroup", text, sizeof text)) return false;
  char *found = strncmp(text, "0::/", 4) == 0 ? text : strstr(text, "\n0::/");
  if (!found) return false;
  char *start = strchr(found, '/');
  start[strcspn(start, "\n")] = '\0';
  int length = snprintf(path, capacity, "/sys/fs/cgroup%s", strcmp(start, "/") == 0 ? "" : start);
  return length > 0 && (size_t)length < capacity;
}

static bool make_in(const char *parent, struct group *group, long long memory) {
  int length = snprintf(group->path, sizeof group->path, "%s/conclave-agent-%d", parent, (int)getpid());
  if (length < 0 || (size_t)length >= sizeof group->path || mkdir(group->path, 0700) < 0) {
    group->path[0] = '\0';
    return false;
  }
  char bytes[32];
  snprintf(bytes, sizeof bytes, "%lld", memory);
  if (set(group, "memory.max", bytes) && set(group, "memory.oom.group", "1")) {
    // Not every kernel has these; without swap the cap is one on what is really used.
    set(group, "memory.swap.max", "0");
    set(group, "pids.max", "512");
    return true;
  }
  group_remove(group);
  group->path[0] = '\0';
  return false;
}

/// Whether a process can be moved there, which also depends on groups above: tried with a child that ends at once.
static bool is_open(const struct group *group) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) _exit(group_enter(group) ? 0 : 1);
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

void group_make(struct group *group, long long memory) {
  char own[4096];
  group->path[0] = '\0';
  if (!own_group(own, sizeof own)) return;
  // A group that holds processes can't hand controllers to groups below it, so the neighbour comes first.
  char neighbour[4096];
  memcpy(neighbour, own, sizeof own);
  char *end = strrchr(neighbour, '/');
  bool has_parent = strcmp(own, "/sys/fs/cgroup") != 0;
  if (has_parent && end) *end = '\0';
  if (!(has_parent && make_in(neighbour, group, memory)) && !make_in(own, group, memory)) return;
  if (is_open(group)) return;
  group_remove(group);
  group->path[0] = '\0';
}

bool group_enter(const struct group *group) { return set(group, "cgroup.procs", "0"); }

void group_kill(const struct group *group) {
  if (group->path[0] != '\0') set(group, "cgroup.kill", "1");
}

bool group_was_killed(const struct group *group, long long *peak) {
  if (group->path[0] == '\0') return false;
  *peak = get(group, "memory.peak", NULL);
  return get(group, "memory.events", "oom_kill ") > 0;
}

void group_remove(const struct group *group) {
  if (group->path[0] != '\0') rmdir(group->path);
}
