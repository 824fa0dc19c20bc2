#ifndef CNCURSES_H
#define CNCURSES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// The one face of ncurses and of the terminal's C parts. One screen at a time, all calls from one thread.
// Numbers in brackets are the traps of tui.md, B.4.

// --- Locale ---------------------------------------------------------------------------------------------------------

/// Takes over the environment's character set (10), or UTF-8 whatever it says. True where it is UTF-8.
bool conclave_locale_adopt(bool force_utf8);
/// What libc, and so ncurses, thinks of a character's width; -1 for one that it does not know (17).
int conclave_width(uint32_t scalar);

// --- Screen ---------------------------------------------------------------------------------------------------------

enum { CONCLAVE_SCREEN_OPEN = 0, CONCLAVE_SCREEN_UNUSABLE = 1 };

/// Enters full-screen mode on a terminal of a type, or of that in TERM for NULL; `CONCLAVE_SCREEN_UNUSABLE`, and nothing changed, where it can't be driven (11).
int conclave_screen_open(int input, int output, const char *type);
/// Leaves full-screen mode and frees everything.
void conclave_screen_close(void);
/// Gives the terminal back for a while, and takes it again; everything is drawn anew by the next update.
void conclave_screen_leave(void);
void conclave_screen_enter(void);

/// Colours that the terminal has; 0 where it has none.
int conclave_screen_colors(void);
/// The window's size by the kernel; false where it says 0 (5).
bool conclave_screen_size(int *width, int *height);
/// Tells ncurses about a new size.
void conclave_screen_resize(int width, int height);

enum { CONCLAVE_BOLD = 1, CONCLAVE_FAINT = 2, CONCLAVE_UNDERLINE = 4, CONCLAVE_REVERSE = 8 };

/// Puts characters into the next frame; colours are palette indices or -1 for the terminal's own.
void conclave_screen_put(int row, int column, const uint32_t *text, int count, int attributes, int foreground,
                         int background);
/// Sends what differs from the frame before, between marks that let the terminal show it at once (tui.md D.4).
void conclave_screen_update(void);
/// Puts text on the clipboard (OSC 52); `bytes` are base64.
void conclave_screen_copy(const uint8_t *bytes, size_t count);
/// Sets the window's title; `bytes` are free of control characters.
void conclave_screen_title(const uint8_t *bytes, size_t count);

// --- Signals --------------------------------------------------------------------------------------------------------

/// Takes WINCH, TSTP, CONT, INT, TERM, HUP and QUIT over (4): their numbers arrive as bytes at the descriptor that is
/// returned, which never blocks; -1 where that fails. INT to QUIT stay ignored where they were.
int conclave_signals_install(void);
/// Gives them back to whom they belonged, and closes the descriptor.
void conclave_signals_restore(void);
/// Stops this process group as Ctrl-Z does; returns when it continues (6).
void conclave_signals_stop(void);

// --- Standard error, crashes, SIGKILL ---------------------------------------------------------------------------------

/// Sends standard error into memory (2). Returns false where that fails; then it stays as it was.
bool conclave_stderr_capture(void);
/// Gives standard error back and writes there what it would have shown, its last 64 KiB, without control characters.
void conclave_stderr_release(void);

/// From now on a crash gives the terminal back, shows what standard error captured, and dies by its signal (1, 3).
void conclave_crash_install(int terminal);
void conclave_crash_remove(void);

/// Starts a process that gives the terminal back when this one is gone without `conclave_guard_stop` (reliability.md, D10).
/// Call before threads take part in the terminal's work. Returns false where it can't be started.
bool conclave_guard_start(int terminal);
void conclave_guard_stop(void);

#endif
