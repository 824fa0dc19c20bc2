#define _GNU_SOURCE
#include "confine.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

extern char **environ;

/// As a shell answers where a program can't be run.
enum { CANNOT_RUN = 126 };

void confine_complain(const char *what, const char *to) {
  fprintf(stderr, "agent-shim: %s %s: %s\n", what, to, strerror(errno));
}

static bool add_rule(struct confinement *confinement, enum access access, const char *path) {
  if (confinement->rule_count == MAX_RULES) return false;
  confinement->rules[confinement->rule_count++] = (struct rule){access, path};
  return true;
}

static bool add_port(struct confinement *confinement, unsigned *ports, size_t *count, const char *text) {
  char *end = NULL;
  long port = strtol(text, &end, 10);
  if (*count == MAX_PORTS || end == text || *end != '\0' || port < 1 || port > 65535) return false;
  ports[(*count)++] = (unsigned)port;
  confinement->inet_sockets = true;
  return true;
}

static bool take_switch(struct confinement *confinement, const char *name) {
  if (strcmp(name, "--landlock") == 0) return confinement->landlock = true;
  if (strcmp(name, "--unix") == 0) return confinement->unix_sockets = true;
  if (strcmp(name, "--inet") == 0) return confinement->inet_sockets = true;
  return false;
}

static bool take(struct confinement *confinement, const char *name, const char *value) {
  if (strcmp(name, "--read") == 0) return add_rule(confinement, ACCESS_READ, value);
  if (strcmp(name, "--execute") == 0) return add_rule(confinement, ACCESS_EXECUTE, value);
  if (strcmp(name, "--write") == 0) return add_rule(confinement, ACCESS_WRITE, value);
  if (strcmp(name, "--device") == 0) return add_rule(confinement, ACCESS_DEVICE, value);
  if (strcmp(name, "--port") == 0) return add_port(confinement, confinement->ports, &confinement->port_count, value);
  if (strcmp(name, "--listen") == 0) return add_port(confinement, confinement->listens, &confinement->listen_count, value);
  return false;
}

/// Index of the program, or 0 where the command line can't be used.
static int parse(int argc, char **argv, struct confinement *confinement) {
  int index = 2;
  while (index < argc && strcmp(argv[index], "--") != 0) {
    if (take_switch(confinement, argv[index])) {
      index += 1;
    } else if (index + 1 < argc && take(confinement, argv[index], argv[index + 1])) {
      index += 2;
    } else {
      fprintf(stderr, "agent-shim: can't use %s\n", argv[index]);
      return 0;
    }
  }
  // Without Landlock nothing would hold a program to one port of the network.
  bool is_usable = index + 1 < argc && (confinement->landlock || confinement->port_count + confinement->listen_count == 0);
  if (!is_usable) fputs("agent-shim: no program to enter, or a port without Landlock\n", stderr);
  return is_usable ? index + 1 : 0;
}

static int run(char **argv) {
  execve(argv[0], argv, environ);
  confine_complain("can't run", argv[0]);
  return CANNOT_RUN;
}

int enter_main(int argc, char **argv) {
  static struct confinement confinement;
  int program = parse(argc, argv, &confinement);
  if (program == 0) return CANNOT_RUN;
  // What was made deaf on the way here was not meant to be the agent.
  signal(SIGTERM, SIG_DFL);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
    confine_complain("can't give up privileges for", argv[program]);
    return CANNOT_RUN;
  }
  if (confinement.landlock && !landlock_confine(&confinement)) return CANNOT_RUN;
  if (!seccomp_confine(&confinement)) return CANNOT_RUN;
  return run(argv + program);
}

int deaf_main(int argc, char **argv) {
  if (argc < 4 || strcmp(argv[2], "--") != 0) {
    fputs("agent-shim: no program to run\n", stderr);
    return CANNOT_RUN;
  }
  signal(SIGTERM, SIG_IGN);
  return run(argv + 3);
}

int check_main(int argc, char **argv) {
  for (int index = 2; index < argc; index++) {
    int fd = open(argv[index], O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) continue;
    close(fd);
    fprintf(stderr, "agent-shim: %s can be read\n", argv[index]);
    return 1;
  }
  return 0;
}
