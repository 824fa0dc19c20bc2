#define _GNU_SOURCE
#include "shim.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static long long resident_bytes(pid_t pid) {
  char text[128];
  long long pages = 0;
  if (!process_read(pid, "statm", text, sizeof text) || sscanf(text, "%*s %lld", &pages) != 1) return 0;
  return pages * sysconf(_SC_PAGESIZE);
}

/// Processor time of a process and of the children that it has reaped.
static long long processor_ms(pid_t pid) {
  char text[512];
  long long ticks[4] = {0};
  if (!process_read(pid, "stat", text, sizeof text)) return 0;
  const char *end = strrchr(text, ')');
  if (!end || sscanf(end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld %lld %lld", &ticks[0], &ticks[1],
                     &ticks[2], &ticks[3]) != 4)
    return 0;
  return (ticks[0] + ticks[1] + ticks[2] + ticks[3]) * 1000 / sysconf(_SC_CLK_TCK);
}

static void add(pid_t pid, void *context) {
  struct vitals *sum = context;
  sum->resident += resident_bytes(pid);
  sum->processor_ms += processor_ms(pid);
}

static long long reaped_ms(void) {
  struct rusage usage;
  if (getrusage(RUSAGE_CHILDREN, &usage) < 0) return 0;
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

struct vitals vitals_read(void) {
  struct vitals sum = {0};
  tree_visit(add, &sum);
  sum.processor_ms += reaped_ms();
  return sum;
}
