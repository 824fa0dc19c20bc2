#ifndef AGENT_BRIDGE_H
#define AGENT_BRIDGE_H
#include <stdbool.h>
#include <stddef.h>

enum { MAX_BRIDGES = 8, MAX_PAIRS = 64, PAIR_BUFFER = 32 << 10 };

/// A port of the loopback and a socket in the file system; whoever comes to one is led to the other.
struct bridge {
  const char *path;
  unsigned port;
  /// Whether the socket is the one that is listened on.
  bool from_socket;
  int listener;
};

/// One direction of a connection.
struct flow {
  unsigned char bytes[PAIR_BUFFER];
  size_t start;
  size_t end;
  /// The source has said all; then, that the other side was told so.
  bool is_over;
  bool is_told;
};

/// A connection: who came is 0, whom it is led to is 1. `flows[i]` goes from i to the other; a negative descriptor for a free place.
struct pair {
  int fds[2];
  bool is_connecting;
  struct flow flows[2];
};

/// A pair for a connection that waits at the bridge; false where there is none, or the other end can't be reached.
bool pair_open(struct pair *pair, const struct bridge *bridge);

/// What to wait for at one side of a pair: its descriptor, negative where there is nothing to wait for, and the events.
int pair_wants(const struct pair *pair, int side, short *events);

/// Moves what can be moved after a poll; closes the pair where nothing more can come of it.
void pair_move(struct pair *pair, const short *events);

/// Listens; false with a line on standard error where that can't be.
bool bridge_listen(struct bridge *bridge);

/// Leads bytes between ports and sockets beside a program: `bridge [--port PORT SOCKET] [--socket SOCKET PORT] … -- PROGRAM
/// [ARGUMENT...]`, where the first of two is listened on. Returns only where the program can't be run.
int bridge_main(int argc, char **argv);
#endif
