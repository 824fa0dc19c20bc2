#define _GNU_SOURCE
#include "shim.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/// One line of the process table.
struct entry {
  pid_t pid;
  pid_t parent;
  pid_t group;
  char state;
  bool below;
  char name[16];
};

bool process_read(pid_t pid, const char *name, char *text, size_t capacity) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t count = read(fd, text, capacity - 1);
  close(fd);
  if (count <= 0) return false;
  text[count] = '\0';
  return true;
}

/// Reads /proc/PID/stat. The name may hold anything, also spaces and brackets: it ends at the last bracket.
static bool read_entry(pid_t pid, struct entry *entry) {
  char text[512];
  if (!process_read(pid, "stat", text, sizeof text)) return false;
  char *name = strchr(text, '(');
  char *end = strrchr(text, ')');
  int parent = 0;
  int group = 0;
  if (!name || !end || end < name || sscanf(end + 1, " %c %d %d", &entry->state, &parent, &group) != 3) return false;
  entry->pid = pid;
  entry->parent = parent;
  entry->group = group;
  entry->below = false;
  *end = '\0';
  snprintf(entry->name, sizeof entry->name, "%.15s", name + 1);
  return true;
}

/// The whole process table, to be freed; NULL where /proc can't be read.
static struct entry *read_table(size_t *count) {
  DIR *directory = opendir("/proc");
  if (!directory) return NULL;
  size_t capacity = 256;
  struct entry *table = malloc(capacity * sizeof *table);
  *count = 0;
  for (struct dirent *item = table ? readdir(directory) : NULL; item; item = readdir(directory)) {
    int pid = atoi(item->d_name);
    if (pid <= 0) continue;
    if (*count == capacity) {
      struct entry *larger = realloc(table, 2 * capacity * sizeof *table);
      if (!larger) break;
      table = larger;
      capacity *= 2;
    }
    if (read_entry(pid, &table[*count])) *count += 1;
  }
  closedir(directory);
  return table;
}

static int by_pid(const void *left, const void *right) {
  const struct entry *a = left;
  const struct entry *b = right;
  return (a->pid > b->pid) - (a->pid < b->pid);
}

/// Marks everything below `root`; repeats because an id says nothing about who came first.
static void mark(struct entry *table, size_t count, pid_t root) {
  qsort(table, count, sizeof *table, by_pid);
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t index = 0; index < count; index++) {
      if (table[index].below) continue;
      struct entry key = {.pid = table[index].parent};
      const struct entry *parent = key.pid == root ? NULL : bsearch(&key, table, count, sizeof *table, by_pid);
      if (key.pid != root && (!parent || !parent->below)) continue;
      table[index].below = changed = true;
    }
  }
}

int tree_list(struct descendant *found, int capacity) {
  size_t count = 0;
  struct entry *table = read_table(&count);
  if (!table) return -1;
  mark(table, count, getpid());
  int living = 0;
  for (size_t index = 0; index < count && living < capacity; index++) {
    if (!table[index].below || table[index].state == 'Z' || table[index].state == 'X') continue;
    found[living].pid = table[index].pid;
    found[living].group = table[index].group;
    memcpy(found[living].name, table[index].name, sizeof found[living].name);
    living++;
  }
  free(table);
  return living;
}

static void visit_table(void (*visit)(pid_t pid, void *context), void *context) {
  size_t count = 0;
  struct entry *table = read_table(&count);
  if (!table) return;
  mark(table, count, getpid());
  for (size_t index = 0; index < count; index++) {
    if (table[index].below) visit(table[index].pid, context);
  }
  free(table);
}

void tree_visit(void (*visit)(pid_t pid, void *context), void *context) {
  if (!children_visit(visit, context)) visit_table(visit, context);
}

static bool is_below(pid_t pid) {
  struct entry entry;
  pid_t shim = getpid();
  // Longer chains than this can't be told from a loop of recycled ids.
  for (int step = 0; step < 1024 && pid > 1; step++) {
    if (!read_entry(pid, &entry)) return false;
    if (entry.parent == shim) return true;
    pid = entry.parent;
  }
  return false;
}

void tree_signal(pid_t pid, int signal) {
  int fd = (int)syscall(SYS_pidfd_open, pid, 0);
  if (fd < 0) {
    if (is_below(pid)) kill(pid, signal);
    return;
  }
  // The descriptor holds one process for good; only then is it asked whose it is.
  if (is_below(pid)) syscall(SYS_pidfd_send_signal, fd, signal, NULL, 0);
  close(fd);
}
