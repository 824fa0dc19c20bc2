#define _GNU_SOURCE
#include "bridge.h"
#include "confine.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

union address {
  struct sockaddr any;
  struct sockaddr_in port;
  struct sockaddr_un path;
};

/// A socket, and the address of one end of the bridge; negative where the path is too long or there are no sockets.
static int make(const struct bridge *bridge, bool is_path, union address *address, socklen_t *length) {
  memset(address, 0, sizeof *address);
  if (is_path) {
    if (strlen(bridge->path) >= sizeof address->path.sun_path) {
      errno = ENAMETOOLONG;
      return -1;
    }
    address->path.sun_family = AF_UNIX;
    strcpy(address->path.sun_path, bridge->path);
    *length = sizeof address->path;
  } else {
    address->port.sin_family = AF_INET;
    address->port.sin_port = htons((uint16_t)bridge->port);
    address->port.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    *length = sizeof address->port;
  }
  return socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

bool bridge_listen(struct bridge *bridge) {
  union address address;
  socklen_t length = 0;
  char place[32];
  snprintf(place, sizeof place, "port %u", bridge->port);
  int fd = make(bridge, bridge->from_socket, &address, &length);
  mode_t mask = umask(0177);
  bool done = fd >= 0 && bind(fd, &address.any, length) == 0 && listen(fd, MAX_PAIRS) == 0;
  int error = errno;
  umask(mask);
  errno = error;
  if (!done) confine_complain("no bridge can be had at", bridge->from_socket ? bridge->path : place);
  bridge->listener = fd;
  return done;
}

bool pair_open(struct pair *pair, const struct bridge *bridge) {
  int came = accept4(bridge->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (came < 0) return false;
  union address address;
  socklen_t length = 0;
  int next = make(bridge, !bridge->from_socket, &address, &length);
  bool is_connected = next >= 0 && connect(next, &address.any, length) == 0;
  if (!is_connected && (next < 0 || errno != EINPROGRESS)) {
    close(came);
    if (next >= 0) close(next);
    return false;
  }
  int yes = 1;
  // Pieces of a stream are small, and somebody looks at each.
  setsockopt(bridge->from_socket ? next : came, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  pair->fds[0] = came;
  pair->fds[1] = next;
  pair->is_connecting = !is_connected;
  for (int side = 0; side < 2; side++) {
    struct flow *flow = &pair->flows[side];
    flow->start = flow->end = 0;
    flow->is_over = flow->is_told = false;
  }
  return true;
}

static bool is_empty(const struct flow *flow) { return flow->start == flow->end; }

int pair_wants(const struct pair *pair, int side, short *events) {
  const struct flow *from = &pair->flows[side];
  const struct flow *to = &pair->flows[1 - side];
  *events = 0;
  if (pair->fds[0] < 0) return -1;
  if (pair->is_connecting) {
    *events = side == 1 ? POLLOUT : 0;
    return pair->fds[side];
  }
  if (is_empty(from) && !from->is_over) *events |= POLLIN;
  if (!is_empty(to)) *events |= POLLOUT;
  // One that has gone is told of for as long as it is asked about; until its last bytes are passed on nothing follows from it.
  return *events == 0 && !is_empty(from) ? -1 : pair->fds[side];
}

static void end(struct pair *pair, bool is_torn) {
  // A torn stream must not look like one that has ended.
  struct linger hard = {.l_onoff = 1, .l_linger = 0};
  for (int side = 0; side < 2; side++) {
    if (is_torn) setsockopt(pair->fds[side], SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close(pair->fds[side]);
    pair->fds[side] = -1;
  }
}

static bool is_only_busy(void) { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

/// False where the connection broke.
static bool take(struct pair *pair, int side) {
  struct flow *flow = &pair->flows[side];
  if (!is_empty(flow) || flow->is_over) return true;
  ssize_t count = recv(pair->fds[side], flow->bytes, sizeof flow->bytes, 0);
  if (count < 0) return is_only_busy();
  flow->start = 0;
  flow->end = (size_t)count;
  flow->is_over = count == 0;
  return true;
}

static bool give(struct pair *pair, int side) {
  struct flow *flow = &pair->flows[side];
  while (!is_empty(flow)) {
    ssize_t count = send(pair->fds[1 - side], flow->bytes + flow->start, flow->end - flow->start, MSG_NOSIGNAL);
    if (count < 0) return is_only_busy();
    flow->start += (size_t)count;
  }
  if (flow->is_over && !flow->is_told) {
    shutdown(pair->fds[1 - side], SHUT_WR);
    flow->is_told = true;
  }
  return true;
}

/// Whether the connection could be made, once that is known.
static bool is_made(const struct pair *pair) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(pair->fds[1], SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
}

void pair_move(struct pair *pair, const short *events) {
  if (pair->is_connecting) {
    if (events[1] == 0 && (events[0] & (POLLERR | POLLHUP)) == 0) return;
    if (events[1] == 0 || !is_made(pair)) return end(pair, true);
    pair->is_connecting = false;
    return;
  }
  for (int side = 0; side < 2; side++) {
    bool is_ready = (events[side] & (POLLIN | POLLHUP | POLLERR)) == 0 || take(pair, side);
    if (!is_ready || !give(pair, side)) return end(pair, true);
  }
  for (int side = 0; side < 2; side++) {
    if ((events[1 - side] & POLLOUT) != 0 && !give(pair, side)) return end(pair, true);
  }
  if (pair->flows[0].is_told && pair->flows[1].is_told) return end(pair, false);
  // Nobody is left at one side, and all that it said is passed on.
  for (int side = 0; side < 2; side++) {
    bool is_gone = (events[side] & (POLLHUP | POLLERR)) != 0 && pair->flows[side].is_told;
    if (is_gone) return end(pair, true);
  }
}
