// A program for the tests of sandboxes: it tries what a hostile agent would try, and prints one line for each try, what, on what
// and how it ended: `ok`, or the name of the error. Arguments: pairs of what and on what.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int outcome(int result) {
  if (result >= 0) return 0;
  return errno != 0 ? errno : EIO;
}

static int read_file(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  char byte;
  int error = outcome((int)read(fd, &byte, 1));
  close(fd);
  return error;
}

static int write_file(const char *path) {
  int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return errno;
  int error = outcome((int)write(fd, "x", 1));
  close(fd);
  return error;
}

/// Prints all of a file, for who looks for secrets in the output.
static int dump(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  char text[65536];
  for (ssize_t count = read(fd, text, sizeof text); count > 0; count = read(fd, text, sizeof text)) {
    for (ssize_t index = 0; index < count; index++) putchar(text[index] == '\0' ? '\n' : text[index]);
  }
  putchar('\n');
  close(fd);
  return 0;
}

/// The same for a file of every process that can be seen.
static int dump_all(const char *name) {
  DIR *directory = opendir("/proc");
  if (!directory) return errno;
  char path[512];
  for (struct dirent *item = readdir(directory); item; item = readdir(directory)) {
    if (atoi(item->d_name) <= 0) continue;
    snprintf(path, sizeof path, "/proc/%s/%s", item->d_name, name);
    dump(path);
  }
  closedir(directory);
  return 0;
}

static int see_process(const char *pid) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  return read_file(path);
}

static int list(const char *path) {
  DIR *directory = opendir(path);
  if (!directory) return errno;
  closedir(directory);
  return 0;
}

static int connect_tcp(const char *port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return errno;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int error = outcome(connect(fd, (struct sockaddr *)&address, sizeof address));
  close(fd);
  return error;
}

static int send_udp(const char *port) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0) return errno;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int error = outcome((int)sendto(fd, "x", 1, 0, (struct sockaddr *)&address, sizeof address));
  close(fd);
  return error;
}

static int connect_unix(const char *path) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd < 0) return errno;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  int error = outcome(connect(fd, (struct sockaddr *)&address, sizeof address));
  close(fd);
  return error;
}

/// Says all of `bytes`, then that this was all, and takes what comes back.
static int exchange(int fd, size_t bytes, size_t *got, unsigned *sum) {
  char text[60000];
  for (size_t sent = 0; sent < bytes;) {
    size_t piece = bytes - sent < sizeof text ? bytes - sent : sizeof text;
    for (size_t index = 0; index < piece; index++) text[index] = (char)((sent + index) * 31 % 251);
    ssize_t count = send(fd, text, piece, MSG_NOSIGNAL);
    if (count < 0) return errno;
    sent += (size_t)count;
  }
  shutdown(fd, SHUT_WR);
  for (;;) {
    ssize_t count = recv(fd, text, sizeof text, 0);
    if (count < 0) return errno;
    if (count == 0) return 0;
    for (ssize_t index = 0; index < count; index++) *sum = *sum * 33 + (unsigned char)text[index];
    *got += (size_t)count;
  }
}

/// `PORT,BYTES,TIMES`: as many connections as TIMES, all open at once; each must give back what it was told.
static int talk(const char *numbers) {
  int port = 0, bytes = 0, times = 0;
  if (sscanf(numbers, "%d,%d,%d", &port, &bytes, &times) != 3 || times > 200) return EINVAL;
  int fds[200];
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int index = 0; index < times; index++) {
    fds[index] = socket(AF_INET, SOCK_STREAM, 0);
    if (fds[index] < 0 || connect(fds[index], (struct sockaddr *)&address, sizeof address) < 0) return errno;
  }
  unsigned wanted = 0;
  for (int index = 0; index < bytes; index++) wanted = wanted * 33 + (unsigned char)((size_t)index * 31 % 251);
  for (int index = 0; index < times; index++) {
    size_t got = 0;
    unsigned sum = 0;
    int error = exchange(fds[index], (size_t)bytes, &got, &sum);
    if (error != 0) return error;
    if (got != (size_t)bytes || sum != wanted) return EBADMSG;
    close(fds[index]);
  }
  return 0;
}

/// Serves one connection at a port: gives back what it was told, once that was all. Ends when somebody comes again: bytes that
/// are under way when a program ends are lost with its bridge.
static int echo(const char *port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(port))};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4) < 0) return errno;
  puts("listening");
  fflush(stdout);
  int fd = accept(listener, NULL, NULL);
  if (fd < 0) return errno;
  static char text[8 << 20];
  size_t got = 0;
  ssize_t count = 0;
  while (got < sizeof text && (count = recv(fd, text + got, sizeof text - got, 0)) > 0) got += (size_t)count;
  size_t sent = 0;
  while (sent < got && (count = send(fd, text + sent, got - sent, MSG_NOSIGNAL)) > 0) sent += (size_t)count;
  close(fd);
  if (count >= 0) count = accept(listener, NULL, NULL);
  close(listener);
  return outcome((int)count);
}

/// Opens the memory of a process of that name to write to it.
static int open_memory(const char *name) {
  DIR *directory = opendir("/proc");
  if (!directory) return errno;
  int error = ENOENT;
  for (struct dirent *item = readdir(directory); item; item = readdir(directory)) {
    char path[320], text[64] = "";
    if (atoi(item->d_name) <= 0) continue;
    snprintf(path, sizeof path, "/proc/%s/comm", item->d_name);
    FILE *file = fopen(path, "r");
    if (!file) continue;
    bool is_it = fgets(text, sizeof text, file) && strncmp(text, name, strlen(name)) == 0;
    fclose(file);
    if (!is_it) continue;
    snprintf(path, sizeof path, "/proc/%s/mem", item->d_name);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    error = fd < 0 ? errno : 0;
    if (fd >= 0) close(fd);
  }
  closedir(directory);
  return error;
}

/// Whether this process has children that it did not make.
static int has_children(void) { return waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD ? 0 : EEXIST; }

static int make_socket(const char *numbers) {
  int family = 0, type = 0, protocol = 0;
  if (sscanf(numbers, "%d,%d,%d", &family, &type, &protocol) != 3) return EINVAL;
  int fd = socket(family, type, protocol);
  if (fd < 0) return errno;
  close(fd);
  return 0;
}

static int attach(const char *pid) {
  int error = outcome((int)ptrace(PTRACE_SEIZE, atoi(pid), NULL, NULL));
  if (error == 0) ptrace(PTRACE_DETACH, atoi(pid), NULL, NULL);
  return error;
}

static int run(const char *path) {
  pid_t child = fork();
  if (child < 0) return errno;
  if (child == 0) {
    execl(path, path, (char *)NULL);
    _exit(errno);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

/// A system call that confined programs have none of; with arguments that do no harm where it is there.
static int call(const char *name) {
  if (strcmp(name, "unshare") == 0) return outcome(unshare(0x10000000));
  if (strcmp(name, "bpf") == 0) return outcome((int)syscall(SYS_bpf, 0, NULL, 0));
  if (strcmp(name, "keyctl") == 0) return outcome((int)syscall(SYS_keyctl, 0, -1, 0));
  if (strcmp(name, "io_uring") == 0) return outcome((int)syscall(425, 1, NULL));
  if (strcmp(name, "userfaultfd") == 0) return outcome((int)syscall(SYS_userfaultfd, 0x80000));
  if (strcmp(name, "mount") == 0) return outcome((int)syscall(SYS_mount, "none", "/nowhere", "tmpfs", 0, NULL));
  if (strcmp(name, "perf") == 0) return outcome((int)syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0));
  if (strcmp(name, "process_vm") == 0) return outcome((int)syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0));
  if (strcmp(name, "setns") == 0) return outcome((int)syscall(SYS_setns, -1, 0));
  if (strcmp(name, "clone3") == 0) return outcome((int)syscall(435, NULL, 0));
  if (strcmp(name, "tiocsti") == 0) return outcome(ioctl(0, 0x5412, "x"));
  return EINVAL;
}

static int limit(const char *name) {
  struct rlimit found;
  if (strcmp(name, "core") != 0 || getrlimit(RLIMIT_CORE, &found) < 0) return EINVAL;
  return found.rlim_cur == 0 && found.rlim_max == 0 ? 0 : ERANGE;
}

/// Whether there is any descriptor beside the three streams.
static int has_others(void) {
  for (int fd = 3; fd < 1024; fd++) {
    if (fcntl(fd, F_GETFD) >= 0) return EEXIST;
  }
  return 0;
}

static int try_it(const char *what, const char *on) {
  errno = 0;
  if (strcmp(what, "read") == 0) return read_file(on);
  if (strcmp(what, "write") == 0) return write_file(on);
  if (strcmp(what, "list") == 0) return list(on);
  if (strcmp(what, "dump") == 0) return dump(on);
  if (strcmp(what, "dump-all") == 0) return dump_all(on);
  if (strcmp(what, "see") == 0) return see_process(on);
  if (strcmp(what, "tcp") == 0) return connect_tcp(on);
  if (strcmp(what, "udp") == 0) return send_udp(on);
  if (strcmp(what, "unix") == 0) return connect_unix(on);
  if (strcmp(what, "socket") == 0) return make_socket(on);
  if (strcmp(what, "signal") == 0) return outcome(kill(atoi(on), 0));
  if (strcmp(what, "ptrace") == 0) return attach(on);
  if (strcmp(what, "chmod") == 0) return outcome(chmod(on, 0600));
  if (strcmp(what, "truncate") == 0) return outcome(truncate(on, 0));
  if (strcmp(what, "run") == 0) return run(on);
  if (strcmp(what, "call") == 0) return call(on);
  if (strcmp(what, "limit") == 0) return limit(on);
  if (strcmp(what, "descriptors") == 0) return has_others();
  if (strcmp(what, "talk") == 0) return talk(on);
  if (strcmp(what, "echo") == 0) return echo(on);
  if (strcmp(what, "memory") == 0) return open_memory(on);
  if (strcmp(what, "children") == 0) return has_children();
  return EINVAL;
}

int main(int argc, char **argv) {
  for (int index = 1; index + 1 < argc; index += 2) {
    int error = try_it(argv[index], argv[index + 1]);
    const char *name = strerrorname_np(error);
    printf("%s\t%s\t%s\n", argv[index], argv[index + 1], error == 0 ? "ok" : name ? name : "unknown");
    fflush(stdout);
  }
  return 0;
}
