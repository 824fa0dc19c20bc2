#ifndef CSYSTEM_GIT_H
#define CSYSTEM_GIT_H
#include <stddef.h>

/// Starts `path` in `directory` as the leader of a process group of its own, with the three descriptors as its standard
/// streams and no other descriptor. `arguments` and `environment` are packed: each string ends with a NUL, `…_count` of
/// them. Returns 0 and the process in `*pid`, or an error number.
int conclave_spawn_packed(
    const char *path, const char *arguments, size_t argument_count, const char *environment, size_t environment_count,
    const char *directory, int input, int output, int error, int *pid);

/// An anonymous file, closed on exec; -1 with errno on failure.
int conclave_memory_file(void);

/// Makes the pipe as large as an ordinary user may.
void conclave_widen_pipe(int end);
#endif
