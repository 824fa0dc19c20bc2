#define _GNU_SOURCE
#include "shim.h"
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { MAX_PROCESSES = 4096 };

/// Processes that were found.
struct queue {
  pid_t pids[MAX_PROCESSES];
  size_t count;
};

static void append(struct queue *queue, pid_t pid) {
  if (pid > 0 && queue->count < MAX_PROCESSES) queue->pids[queue->count++] = pid;
}

/// Reads a list of numbers, whatever the pieces in which it comes.
static bool read_list(const char *path, struct queue *queue) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char text[4096];
  pid_t pid = 0;
  for (ssize_t count = read(fd, text, sizeof text); count > 0; count = read(fd, text, sizeof text)) {
    for (ssize_t index = 0; index < count; index++) {
      if (isdigit((unsigned char)text[index])) {
        pid = 10 * pid + (text[index] - '0');
      } else {
        append(queue, pid);
        pid = 0;
      }
    }
  }
  append(queue, pid);
  close(fd);
  return true;
}

/// A child belongs to the thread that made it.
static void append_children(pid_t pid, struct queue *queue) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
  DIR *threads = opendir(path);
  if (!threads) return;
  for (struct dirent *item = readdir(threads); item; item = readdir(threads)) {
    if (!isdigit((unsigned char)item->d_name[0])) continue;
    snprintf(path, sizeof path, "/proc/%d/task/%s/children", (int)pid, item->d_name);
    read_list(path, queue);
  }
  closedir(threads);
}

bool children_visit(void (*visit)(pid_t pid, void *context), void *context) {
  static struct queue queue;
  queue.count = 0;
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)getpid(), (int)getpid());
  if (!read_list(path, &queue)) return false;
  for (size_t next = 0; next < queue.count; next++) {
    visit(queue.pids[next], context);
    append_children(queue.pids[next], &queue);
  }
  return true;
}
