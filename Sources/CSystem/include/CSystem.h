#ifndef CSYSTEM_H
#define CSYSTEM_H

#include "CSystemGit.h"

/// Calls of the system that Swift's Glibc module doesn't show, since they need _GNU_SOURCE.

/// Starts `path` (a path with a slash) in a session of its own with /dev/null on its three streams, `third` on
/// descriptor 3, `fourth` on 4 and no other one; all signals as by default. Returns its process id, or the negated
/// error number.
int conclave_spawn(const char *path, char *const *arguments, char *const *environment, int third, int fourth);

/// Makes a pipe whose ends are closed by exec and lie above 9. Returns 0, or the negated error number.
int conclave_pipe(int *read_end, int *write_end);

/// A descriptor that becomes readable when the open file `fd` is written to, or the negated error number.
int conclave_watch_writes(int fd);

/// A descriptor that becomes readable when the process ends, or the negated error number.
int conclave_pidfd(int pid);

/// Makes orphans of the processes below this one its own children, for a shim that was killed can't take them.
void conclave_adopt_orphans(void);

/// Keeps other processes of the same user out of this one's memory, and core files from being written.
void conclave_hide_memory(void);

/// From now on INT, TERM, HUP and QUIT are written to the returned descriptor, a byte with its number each, unless they are
/// ignored; a second one ends the process at once with 128 + its number. Returns the negated error number on failure.
int conclave_stop_signals(void);
#include "CSystemLeftover.h"
#include "CSystemOptions.h"
#endif
