#ifndef CONCLAVE_INTERNAL_H
#define CONCLAVE_INTERNAL_H

#include <stddef.h>

// Leaves synchronised output, the alternate screen, hidden cursor, mouse reports, bracketed paste and keypad mode
// (reliability.md 2.5). Only `write` is used with it: it serves signal handlers.
#define CONCLAVE_RESTORE                                                                                               \
  "\033[?2026l\033[?1049l\033[?25h\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?2004l\033[?1l\033>\033[0m"

/// Writes all bytes or gives up; safe in signal handlers.
void conclave_write_all(int descriptor, const void *bytes, size_t count);
/// The descriptor of the terminal's real standard error while it is captured, else -1; and the capture.
extern int conclave_stderr_saved;
extern int conclave_stderr_memory;
/// Copies the end of the captured text to a descriptor; safe in signal handlers.
void conclave_stderr_replay(int descriptor);

#endif
