internal import CNcurses
internal import Glibc

/// The terminal in full-screen mode. While it lives, this process owns screen, signals and standard error; every way out
/// gives all three back: `close`, the end of its scope, a crash (C handler), SIGKILL (guard process; reliability.md, D10).
///
/// One at a time. What comes from the keyboard and from signals is read by `TerminalInput`.
@MainActor package struct TerminalSession: ~Copyable, Screen {
  package struct Options: Sendable {
    package var input: Int32 = 0
    package var output: Int32 = 1
    package var theme = Theme.dark
    /// False for `NO_COLOR`.
    package var isColored = true
    package var charset = Charset.automatic

    package init() {}
  }

  package private(set) var size: Size
  private let options: Options
  private let isUnicode: Bool
  private let depth: ColorDepth
  private var shown: Canvas?
  private var isOpen = true

  /// Nil where this is no terminal that can show a full screen: not a terminal, `TERM` unset, unknown or `dumb`. Then
  /// nothing has been changed, and the caller prints lines.
  package init?(_ options: Options) {
    isUnicode = TerminalLocale.adopt(options.charset)
    _ = conclave_guard_start(options.output)
    conclave_crash_install(options.output)
    guard conclave_screen_open(options.input, options.output) == CONCLAVE_SCREEN_OPEN else {
      conclave_crash_remove()
      conclave_guard_stop()
      return nil
    }
    _ = conclave_stderr_capture()
    self.options = options
    depth = options.isColored ? ColorDepth(colors: Int(conclave_screen_colors())) : .mono
    size = Size(width: 80, height: 24)
    readSize()
  }

  deinit {
    guard isOpen else { return }
    Self.leaveForGood()
  }

  /// Gives the terminal back and shows what was written to standard error meanwhile.
  package consuming func close() {
    isOpen = false
    Self.leaveForGood()
  }

  private nonisolated static func leaveForGood() {
    conclave_screen_close()
    conclave_stderr_release()
    conclave_crash_remove()
    conclave_guard_stop()
  }

  /// Asks the terminal for its size, after WINCH or a pause.
  package mutating func readSize() {
    var width: Int32 = 0
    var height: Int32 = 0
    guard unsafe conclave_screen_size(&width, &height) else { return }
    let now = Size(width: Int(min(width, 1000)), height: Int(min(height, 500)))
    if now != size {
      conclave_screen_resize(Int32(now.width), Int32(now.height))
      shown = nil
    }
    size = now
  }

  /// Gives the terminal to something else while `body` runs, such as an editor; then draws everything anew.
  package mutating func suspend<Result>(_ body: () async -> Result) async -> Result {
    leave()
    let result = await body()
    enter()
    return result
  }

  /// Stops this process as Ctrl-Z does; returns when it continues.
  package mutating func stop() {
    leave()
    conclave_signals_stop()
    enter()
  }

  private mutating func leave() {
    conclave_screen_leave()
    conclave_stderr_release()
  }

  private mutating func enter() {
    _ = conclave_stderr_capture()
    conclave_screen_enter()
    shown = nil
    readSize()
  }

  /// Rings the bell.
  package func ring() { conclave_screen_bell() }

  /// Names the window.
  package func setTitle(_ title: ScreenText) {
    let bytes = Array(TextLayout.truncate(title, width: 120).string.utf8)
    unsafe bytes.withUnsafeBufferPointer { unsafe conclave_screen_title($0.baseAddress, $0.count) }
  }

  package mutating func present(_ canvas: Canvas) {
    let picture = isUnicode ? canvas : canvas.asciiFolded()
    // A canvas of another size was drawn before a resize that is known by now; the next one fits.
    guard picture != shown, picture.size == size else { return }
    for row in 0..<size.height {
      for run in FrameDiff.runs(from: shown, to: picture, row: row) { put(run, row: row) }
    }
    conclave_screen_update()
    shown = picture
  }

  private func put(_ run: FrameDiff.Run, row: Int) {
    let look = options.theme.appearance(run.style, depth: depth)
    var attributes: Int32 = 0
    if look.bold { attributes |= Int32(CONCLAVE_BOLD) }
    if look.faint { attributes |= Int32(CONCLAVE_FAINT) }
    if look.underline { attributes |= Int32(CONCLAVE_UNDERLINE) }
    if look.reverse { attributes |= Int32(CONCLAVE_REVERSE) }
    unsafe run.scalars.withUnsafeBufferPointer { scalars in
      unsafe conclave_screen_put(
        Int32(row), Int32(run.column), scalars.baseAddress, Int32(scalars.count), attributes,
        look.foreground.map(Int32.init) ?? -1, look.background.map(Int32.init) ?? -1)
    }
  }
}
