import Glibc
import Testing

@testable import TUI

/// One terminal at a time, so one suite in order.
@Suite("The terminal", .serialized) @MainActor
struct TerminalSessionTests {
  private static let frameEnd = "\u{1B}[?2026l"

  private func options(_ pty: Pty, type: String = "xterm-256color") -> TerminalSession.Options {
    var options = TerminalSession.Options()
    options.input = pty.program
    options.output = pty.program
    options.type = type
    options.charset = .unicode
    options.capturesStandardError = false
    return options
  }

  private struct NoTerminal: Error {}

  private func open(_ options: TerminalSession.Options) throws -> TerminalSession {
    guard let session = TerminalSession(options) else { throw NoTerminal() }
    return session
  }

  @Test("Shows what was drawn, sends only what changed, and gives the terminal back")
  func life() throws {
    let pty = try Pty(width: 106, height: 12)
    var screen = VirtualTerminal(width: 106, height: 12)
    let modes = pty.localModes
    do {
      var session = try open(options(pty))
      #expect(session.size == Size(width: 106, height: 12))
      #expect(pty.localModes != modes)

      var canvas = FrameSVGTests.dashboard()
      session.present(canvas)
      screen.take(try pty.read(to: Self.frameEnd))
      #expect(screen.isAlternate && !screen.isCursorVisible && screen.isPasteBracketed)
      #expect(screen.text == FrameText.render(canvas))

      session.present(canvas)
      canvas.put("x", x: 50, y: 4)
      session.present(canvas)
      let change = try pty.read(to: Self.frameEnd)
      screen.take(change)
      #expect(screen.text == FrameText.render(canvas))
      // Begin, move, one character, end: an unchanged frame wrote nothing, a changed cell little.
      #expect(
        change.count <= 2 * Self.frameEnd.utf8.count + 12, "\(String(decoding: change, as: UTF8.self).debugDescription)"
      )

      canvas.put(ScreenText(untrusted: "漢字 at the very end 漢"), x: 106 - 23, y: 11)
      session.present(canvas)
      screen.take(try pty.read(to: Self.frameEnd))
      #expect(screen.text == FrameText.render(canvas))

      session.setTitle(ScreenText(untrusted: "refunds \u{1B}]2;x\u{7}"))
      let isCopied = session.copy("text \u{1B}")
      #expect(isCopied)
      session.close()
    }
    screen.take(try pty.read(to: "\u{1B}[23;2t"))
    #expect(screen.title == "refunds ^[]2;x^G")
    #expect(screen.clipboard == "dGV4dCAb")
    #expect(!screen.isAlternate && screen.isCursorVisible && !screen.isPasteBracketed)
    #expect(pty.localModes == modes)
    #expect(screen.unknown == [])
  }

  @Test("No payload in a drawn text reaches the terminal as a sequence")
  func payloads() throws {
    let pty = try Pty(width: 60, height: 20)
    var screen = VirtualTerminal(width: 60, height: 20)
    var session = try open(options(pty))
    for start in stride(from: 0, to: SanitizerTests.payloads.count, by: 20) {
      var canvas = Canvas(size: session.size)
      for (row, payload) in SanitizerTests.payloads[start...].prefix(20).enumerated() {
        canvas.put(ScreenText(untrusted: "\(start + row) \(payload)e\u{301}\u{200B}😀."), x: 0, y: row)
      }
      session.present(canvas)
      screen.take(try pty.read(to: Self.frameEnd))
      #expect(screen.text == FrameText.render(canvas))
    }
    session.close()
    #expect(screen.unknown == [])
  }

  @Test(
    "Follows the window's size and draws the whole again, down to one cell",
    arguments: [(30, 5), (1, 1), (20, 5), (200, 60)])
  func resize(width: UInt16, height: UInt16) throws {
    let pty = try Pty(width: 60, height: 20)
    var session = try open(options(pty))
    var screen = VirtualTerminal(width: Int(width), height: Int(height))
    try pty.resize(width: width, height: height)
    session.present(Canvas(size: Size(width: 9, height: 9)))
    session.readSize()
    #expect(session.size == Size(width: Int(width), height: Int(height)))
    let canvas = FrameSVGTests.dashboard(session.size)
    session.present(canvas)
    screen.take(try pty.read(to: Self.frameEnd))
    #expect(screen.text == FrameText.render(canvas))
    try pty.resize(width: 0, height: 0)
    session.readSize()
    #expect(session.size == Size(width: Int(width), height: Int(height)))
    session.close()
    #expect(screen.unknown == [])
  }

  @Test("Lends the terminal and draws everything anew afterwards")
  func lend() throws {
    let pty = try Pty(width: 40, height: 5)
    var screen = VirtualTerminal(width: 40, height: 5)
    let modes = pty.localModes
    var session = try open(options(pty))
    let canvas = FrameSVGTests.dashboard(session.size)
    session.present(canvas)
    session.leave()
    screen.take(try pty.read(to: "\u{1B}[?1049l"))
    #expect(pty.localModes == modes)
    session.enter()
    session.present(canvas)
    screen = VirtualTerminal(width: 40, height: 5)
    screen.take(try pty.read(to: Self.frameEnd))
    #expect(screen.text == FrameText.render(canvas))
    #expect(pty.localModes != modes)
    session.close()
  }

  @Test("ASCII where the character set is not Unicode")
  func ascii() throws {
    let pty = try Pty(width: 40, height: 5)
    var choice = options(pty)
    choice.charset = .ascii
    choice.isColored = false
    var session = try open(choice)
    session.present(FrameSVGTests.dashboard(session.size))
    let bytes = try pty.read(to: Self.frameEnd)
    #expect(bytes.allSatisfy { $0 < 0x7F })
    #expect(!String(decoding: bytes, as: UTF8.self).contains("38;5"))
    session.close()
  }

  @Test(
    "No full screen where the terminal can't show one, and nothing changed",
    arguments: ["dumb", "no-such-terminal", ""])
  func unusable(type: String) throws {
    let pty = try Pty(width: 40, height: 5)
    let modes = pty.localModes
    let isNone = TerminalSession(options(pty, type: type)) == nil
    #expect(isNone)
    #expect(pty.localModes == modes)
  }

  @Test("No full screen where there is no terminal")
  func noTerminal() {
    var choice = TerminalSession.Options()
    choice.input = unsafe Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
    choice.output = choice.input
    choice.type = "xterm"
    let isNone = TerminalSession(choice) == nil
    #expect(isNone)
    Glibc.close(choice.input)
  }

  @Test("Keys and signals arrive in order; a lone escape after its time; the end of the terminal once")
  func input() async throws {
    var pty: Pty? = try Pty(width: 40, height: 5)
    let wake = Wake()
    let session = try open(options(pty!))
    let input = try #require(TerminalInput(descriptor: pty!.program, wake: wake))
    pty!.type("q\u{1B}[A\u{3}")
    #expect(await collect(3, input, wake) == [.key(.char("q")), .key(.up), .key(.ctrl("c"))])
    pty!.type("\u{1B}")
    #expect(await collect(1, input, wake) == [.key(.escape)])
    kill(getpid(), SIGWINCH)
    #expect(await collect(1, input, wake) == [.resized])
    kill(getpid(), SIGTERM)
    #expect(await collect(1, input, wake) == [.signal(SIGTERM)])
    input.pause()
    // Of two that are pending the lower number comes first, so with WINCH here, INT has been here and was dropped.
    kill(getpid(), SIGINT)
    kill(getpid(), SIGWINCH)
    #expect(await collect(1, input, wake) == [.resized])
    pty!.type("x")
    input.resume()
    #expect(await collect(1, input, wake) == [.key(.char("x"))])
    pty!.hangUp()
    #expect(await collect(1, input, wake) == [.hangup])
    input.close()
    session.close()
    pty = nil
  }

  @Test("The whole program: drawn, left by a key, given back")
  func fullScreen() async throws {
    let pty = try Pty(width: 100, height: 30)
    var screen = VirtualTerminal(width: 100, height: 30)
    let modes = pty.localModes
    let inbox = Inbox()
    inbox.post([TUIAppTests.started, TUIAppTests.ended])
    let effects = EffectRunner(begin: { _, _ in }, takeTerminal: { _, _ in .failed("none") })
    async let end = FullScreen.run(
      setup: ScreenSetup(), inbox: inbox, effects: effects, options: options(pty), reviewTime: { .zero })
    screen.take(try await pty.readElsewhere(to: Self.frameEnd))
    #expect(screen.isAlternate && screen.text.contains("conclave"))
    pty.type("q")
    #expect(await end == .quit(.finished))
    screen.take(try pty.read(to: "\u{1B}[23;2t"))
    #expect(!screen.isAlternate && screen.isCursorVisible && pty.localModes == modes)
    #expect(screen.unknown == [])
  }

  private func collect(_ count: Int, _ input: TerminalInput, _ wake: Wake) async -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    while events.count < count {
      events += input.drain()
      if events.count < count { await wake.wait() }
    }
    return events
  }
}
