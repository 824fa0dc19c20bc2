// Preloaded into a program, this lets one of its calls to the disk fail: call number FAULTY_CALL, counted from 1 from the first
// one that names a path below FAULTY_PLACE, with the error number FAULTY_ERROR; where that is 0 the call writes one byte only.
// FAULTY_LOG names a file to which the name of each call is appended.
#define _GNU_SOURCE 1
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int calls, armed, chosen, error_number, log_file = -1;

__attribute__((constructor)) static void prepare(void) {
  const char *call = getenv("FAULTY_CALL"), *error = getenv("FAULTY_ERROR"), *log = getenv("FAULTY_LOG");
  chosen = call ? atoi(call) : 0;
  error_number = error ? atoi(error) : 0;
  int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  if (log) log_file = real(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

// Whether a path is below the place; the runtime of Swift opens files of its own, which are none of a test's business.
static int is_ours(const char *path) {
  const char *place = getenv("FAULTY_PLACE");
  int ours = place && path && (path[0] != '/' || strncmp(path, place, strlen(place)) == 0);
  if (ours) armed = 1;
  return ours;
}

// Whether this call is the one.
static int is_chosen(const char *name) {
  if (!armed) return 0;
  if (log_file >= 0) dprintf(log_file, "%s\n", name);
  return __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) == chosen;
}

static int fails(const char *name) {
  if (!is_chosen(name) || error_number == 0) return 0;
  errno = error_number;
  return 1;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = va_arg(list, mode_t); \
    va_end(list); \
    REAL(name); \
    return is_ours(path) && fails("open") ? -1 : real(path, flags, mode); \
  }
#define OPENAT(name) \
  int name(int at, const char *path, int flags, ...) { \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = va_arg(list, mode_t); \
    va_end(list); \
    REAL(name); \
    return is_ours(path) && fails("openat") ? -1 : real(at, path, flags, mode); \
  }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(write);
  if (file <= 2 || file == log_file) return real(file, bytes, count);
  if (is_chosen("write")) {
    if (error_number == 0) return real(file, bytes, count > 0 ? 1 : 0);
    errno = error_number;
    return -1;
  }
  return real(file, bytes, count);
}

#define CALL(name, parameters, arguments) \
  int name parameters { \
    REAL(name); \
    return fails(#name) ? -1 : real arguments; \
  }
CALL(fsync, (int file), (file))
CALL(fdatasync, (int file), (file))
CALL(ftruncate, (int file, off_t size), (file, size))
CALL(fchmod, (int file, mode_t mode), (file, mode))
CALL(fchmodat, (int at, const char *path, mode_t mode, int flags), (at, path, mode, flags))
CALL(chmod, (const char *path, mode_t mode), (path, mode))
CALL(mkdirat, (int at, const char *path, mode_t mode), (at, path, mode))
CALL(renameat, (int from, const char *old, int to, const char *new), (from, old, to, new))
CALL(unlinkat, (int at, const char *path, int flags), (at, path, flags))
CALL(faccessat, (int at, const char *path, int mode, int flags), (at, path, mode, flags))
CALL(flock, (int file, int operation), (file, operation))
CALL(fstat, (int file, struct stat *status), (file, status))

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return is_ours(path) && fails("mkdir") ? -1 : real(path, mode);
}

ssize_t pread(int file, void *bytes, size_t count, off_t offset) {
  REAL(pread);
  return fails("pread") ? -1 : real(file, bytes, count, offset);
}
