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
    /// The terminal's type; nil is what `TERM` says.
    package var type: String?
    package var theme = Theme.dark
    /// False for `NO_COLOR`.
    package var isColored = true
    package var charset = Charset.automatic
    /// False where the caller has sent standard error elsewhere.
    package var capturesStandardError = true

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
    guard Self.open(options) else {
      conclave_crash_remove()
      conclave_guard_stop()
      return nil
    }
    if options.capturesStandardError { _ = conclave_stderr_capture() }
    self.options = options
    depth = options.isColored ? ColorDepth(colors: Int(conclave_screen_colors())) : .mono
    size = Size(width: 80, height: 24)
    readSize()
  }

  private static func open(_ options: Options) -> Bool {
    let status = unsafe options.type?.withCString { unsafe conclave_screen_open(options.input, options.output, $0) }
    return (status ?? conclave_screen_open(options.input, options.output, nil)) == CONCLAVE_SCREEN_OPEN
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

  /// Asks the terminal for its size, after WINCH or a pause; what it says is believed up to 1000×500.
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

  /// Stops this process as Ctrl-Z does; returns when it continues.
  package mutating func stop() {
    leave()
    conclave_signals_stop()
    enter()
  }

  package mutating func leave() {
    conclave_screen_leave()
    conclave_stderr_release()
  }

  package mutating func enter() {
    if options.capturesStandardError { _ = conclave_stderr_capture() }
    conclave_screen_enter()
    shown = nil
    readSize()
  }

  /// By OSC 52, which most terminals and tmux understand; the text itself is never part of the sequence, only its base64.
  package func copy(_ text: String) -> Bool {
    guard let encoded = Clipboard.encode(text) else { return false }
    unsafe encoded.withUnsafeBufferPointer { unsafe conclave_screen_copy($0.baseAddress, $0.count) }
    return true
  }

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
