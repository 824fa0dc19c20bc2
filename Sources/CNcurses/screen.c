#define _XOPEN_SOURCE_EXTENDED 1
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"
#include "internal.h"

#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
static FILE *screen_input;
static FILE *screen_output;
static int terminal = -1;

bool conclave_locale_adopt(bool force_utf8) {
  if (!force_utf8 || setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
    if (setlocale(LC_CTYPE, "") == NULL) setlocale(LC_CTYPE, "C");
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int conclave_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static void say(const char *text) { conclave_write_all(terminal, text, strlen(text)); }

static void forget(void) {
  if (screen != NULL) delscreen(screen);
  if (screen_input != NULL) fclose(screen_input);
  if (screen_output != NULL) fclose(screen_output);
  screen = NULL;
  screen_input = screen_output = NULL;
  terminal = -1;
}

int conclave_screen_open(int input, int output, const char *type) {
  if (screen != NULL || !isatty(input) || !isatty(output)) return CONCLAVE_SCREEN_UNUSABLE;
  int in = dup(input), out = dup(output);
  screen_input = in >= 0 ? fdopen(in, "r") : NULL;
  screen_output = out >= 0 ? fdopen(out, "w") : NULL;
  if (screen_input == NULL && in >= 0) close(in);
  if (screen_output == NULL && out >= 0) close(out);
  if (screen_input == NULL || screen_output == NULL) {
    forget();
    return CONCLAVE_SCREEN_UNUSABLE;
  }
  // newterm changes the terminal only after it knows its type; a type that can't move the cursor is found out before.
  int status = 0;
  if (setupterm(type, out, &status) != OK) {
    forget();
    return CONCLAVE_SCREEN_UNUSABLE;
  }
  char *motion = tigetstr("cup");
  bool moves = motion != NULL && motion != (char *)-1;
  del_curterm(cur_term);
  if (!moves || (screen = newterm(type, screen_output, screen_input)) == NULL) {
    forget();
    return CONCLAVE_SCREEN_UNUSABLE;
  }
  terminal = out;
  set_term(screen);
  raw();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  typeahead(-1);
  scrollok(stdscr, FALSE);
  leaveok(stdscr, TRUE);
  curs_set(0);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  say("\033[22;2t\033[?2004h");
  return CONCLAVE_SCREEN_OPEN;
}

void conclave_screen_leave(void) {
  if (screen == NULL) return;
  say("\033[?2004l");
  endwin();
}

void conclave_screen_enter(void) {
  if (screen == NULL) return;
  reset_prog_mode();
  clearok(curscr, TRUE);
  refresh();
  curs_set(0);
  say("\033[?2004h");
}

void conclave_screen_close(void) {
  if (screen == NULL) return;
  if (!isendwin()) conclave_screen_leave();
  say("\033[23;2t");
  forget();
}

int conclave_screen_colors(void) { return screen != NULL && has_colors() ? COLORS : 0; }

bool conclave_screen_size(int *width, int *height) {
  struct winsize size = {0};
  if (terminal < 0 || ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
  *width = size.ws_col;
  *height = size.ws_row;
  return true;
}

void conclave_screen_resize(int width, int height) {
  if (screen != NULL && !isendwin()) resizeterm(height, width);
}

void conclave_screen_put(int row, int column, const uint32_t *text, int count, int attributes, int foreground,
                         int background) {
  if (screen == NULL) return;
  attr_t attribute = A_NORMAL;
  if (attributes & CONCLAVE_BOLD) attribute |= A_BOLD;
  if (attributes & CONCLAVE_FAINT) attribute |= A_DIM;
  if (attributes & CONCLAVE_UNDERLINE) attribute |= A_UNDERLINE;
  if (attributes & CONCLAVE_REVERSE) attribute |= A_REVERSE;
  int pair = foreground < 0 && background < 0 ? 0 : alloc_pair(foreground, background);
  if (pair < 0) pair = 0;
  wattr_set(stdscr, attribute, (short)0, &pair);
  // The bottom right cell is drawn although the call then reports an error (14).
  (void)mvaddnwstr(row, column, (const wchar_t *)text, count);
}

void conclave_screen_update(void) {
  if (screen == NULL || isendwin()) return;
  say("\033[?2026h");
  wnoutrefresh(stdscr);
  doupdate();
  say("\033[?2026l");
}

void conclave_screen_copy(const uint8_t *bytes, size_t count) {
  if (terminal < 0) return;
  say("\033]52;c;");
  conclave_write_all(terminal, bytes, count);
  say("\a");
}

void conclave_screen_title(const uint8_t *bytes, size_t count) {
  if (terminal < 0) return;
  say("\033]2;");
  conclave_write_all(terminal, bytes, count);
  say("\a");
}
