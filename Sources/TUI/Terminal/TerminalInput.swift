internal import CNcurses
internal import Dispatch
internal import Glibc

/// What comes from the terminal and from signals.
package enum TerminalEvent: Sendable, Hashable {
  case key(Key)
  /// The window may have another size (`TerminalSession.readSize`).
  case resized
  /// Somebody asks this process to stop, as Ctrl-Z would (`TerminalSession.stop`).
  case stop
  /// INT, TERM, HUP or QUIT, by its number: end, and give the terminal back.
  case signal(Int32)
  /// The terminal is gone.
  case hangup
}

/// Where the loop gets what the terminal says.
@MainActor package protocol InputSource: AnyObject {
  /// What came since the last time, in order.
  func drain() -> [TerminalEvent]
  /// Leaves keyboard and signals of the keyboard to something else, such as an editor.
  func pause()
  func resume()
}

/// Reads keys and signals while it lives, on the main queue; raises `wake` when there is something to drain. Signals are
/// taken over from the start on, so make it before the `TerminalSession` (tui.md B.4, 4).
@MainActor package final class TerminalInput: InputSource {
  private let descriptor: Int32
  private let wake: Wake
  private var signalPipe: Int32
  private var decoder = KeyDecoder()
  private var events: [TerminalEvent] = []
  private var keySource: (any DispatchSourceRead)?
  private var signalSource: (any DispatchSourceRead)?
  private var escapeTimer: (any DispatchSourceTimer)?
  private var isPaused = false

  /// Nil where signals can't be taken over; there is one of these at a time.
  package init?(descriptor: Int32 = 0, wake: Wake) {
    let signalPipe = conclave_signals_install()
    guard signalPipe >= 0 else { return nil }
    self.descriptor = descriptor
    self.wake = wake
    self.signalPipe = signalPipe
    let signals = DispatchSource.makeReadSource(fileDescriptor: signalPipe, queue: .main)
    signals.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readSignals() } }
    signals.activate()
    signalSource = signals
    listen()
  }

  package func drain() -> [TerminalEvent] {
    defer { events = [] }
    return events
  }

  package func pause() {
    isPaused = true
    escapeTimer?.cancel()
    keySource?.cancel()
    keySource = nil
  }

  package func resume() {
    readSignals()
    isPaused = false
    decoder = KeyDecoder()
    listen()
  }

  /// Gives the signals back to whom they belonged.
  package func close() {
    pause()
    signalSource?.cancel()
    signalSource = nil
    signalPipe = -1
    conclave_signals_restore()
  }

  private func listen() {
    guard keySource == nil, signalPipe >= 0 else { return }
    let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
    source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readKeys() } }
    source.activate()
    keySource = source
  }

  private func readKeys() {
    // Another process may have taken what the source saw; then a read would wait.
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&poller, 1, 0) > 0 else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    if count > 0 {
      events += decoder.feed(bytes[..<count]).map(TerminalEvent.key)
      armEscapeTimer()
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      // Without this the source would fire for ever (tui.md B.4, 7).
      keySource?.cancel()
      keySource = nil
      events.append(.hangup)
    }
    if !events.isEmpty { wake.raise() }
  }

  private func armEscapeTimer() {
    escapeTimer?.cancel()
    escapeTimer = nil
    guard decoder.isWaiting else { return }
    let timer = DispatchSource.makeTimerSource(queue: .main)
    timer.schedule(deadline: .now() + .milliseconds(Int(KeyDecoder.escapeDelay / .milliseconds(1))))
    timer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.settleEscape() } }
    timer.activate()
    escapeTimer = timer
  }

  private func settleEscape() {
    events += decoder.flush().map(TerminalEvent.key)
    if !events.isEmpty { wake.raise() }
  }

  private func readSignals() {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(signalPipe, &bytes, bytes.count)
    guard count > 0 else { return }
    for number in bytes[..<count] {
      switch Int32(number) {
      case SIGWINCH, SIGCONT: if events.last != .resized { events.append(.resized) }
      case SIGTSTP: if !isPaused { events.append(.stop) }
      // Ctrl-C in an editor reaches this process too and is the editor's.
      case SIGINT where isPaused, SIGQUIT where isPaused: break
      default: events.append(.signal(Int32(number)))
      }
    }
    wake.raise()
  }
}
