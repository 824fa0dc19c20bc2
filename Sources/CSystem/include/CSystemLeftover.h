#ifndef CSYSTEMLEFTOVER_H
#define CSYSTEMLEFTOVER_H

/// How a process is left behind.
typedef enum {
  /// In the process group of who starts it, deaf to TERM.
  CONCLAVE_LEFTOVER_HOLDOUT,
  /// In a process group of its own.
  CONCLAVE_LEFTOVER_GROUP,
  /// In a session of its own.
  CONCLAVE_LEFTOVER_SESSION,
  /// An orphan in a session of its own.
  CONCLAVE_LEFTOVER_DAEMON,
  /// Every 200 microseconds it forks and ends: never the process that was just seen.
  CONCLAVE_LEFTOVER_CHAIN,
} conclave_leftover_kind;

/// Starts a process that does nothing for so long but keep its descriptors, for rehearsals of agents that leave some behind.
/// Returns 0, or the negated error number.
int conclave_leftover(conclave_leftover_kind kind, int milliseconds);

#endif
