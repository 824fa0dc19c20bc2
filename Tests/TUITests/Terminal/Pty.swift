import Glibc
import Testing

/// A pseudo-terminal: the program's end, and the terminal's.
@safe final class Pty: @unchecked Sendable {
  let program: Int32
  private var terminal: Int32

  init(width: UInt16, height: UInt16) throws {
    // TIOCSPTLCK and TIOCGPTN of <linux/tty.h>, which Swift does not import.
    var lock: Int32 = 0
    var number: Int32 = 0
    terminal = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(unsafe ioctl(terminal, 0x4004_5431, &lock) == 0 && ioctl(terminal, 0x8004_5430, &number) == 0)
    program = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    try #require(program >= 0)
    try resize(width: width, height: height)
  }

  deinit {
    close(program)
    hangUp()
  }

  func resize(width: UInt16, height: UInt16) throws {
    var size = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
    try #require(unsafe ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
  }

  /// Closes the terminal's end, as when a window is closed.
  func hangUp() {
    if terminal >= 0 { close(terminal) }
    terminal = -1
  }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe write(terminal, bytes, bytes.count)
  }

  /// Local modes: line editing, echo, signals.
  var localModes: tcflag_t {
    var settings = termios()
    unsafe tcgetattr(program, &settings)
    return settings.c_lflag
  }

  /// `read`, without holding up the main actor.
  @concurrent func readElsewhere(to marker: String) async throws -> [UInt8] { try read(to: marker) }

  /// Reads what the program wrote, up to and with the first `marker`, and returns it.
  func read(to marker: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while !bytes.suffix(marker.utf8.count).elementsEqual(marker.utf8) {
      var poller = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      try #require(unsafe poll(&poller, 1, 120_000) > 0, "the program never wrote \(marker.debugDescription)")
      var byte: UInt8 = 0
      try #require(unsafe Glibc.read(terminal, &byte, 1) == 1)
      bytes.append(byte)
    }
    return bytes
  }
}
