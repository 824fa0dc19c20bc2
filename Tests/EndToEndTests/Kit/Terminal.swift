import EngineTestKit
import Foundation
import Glibc
import Testing

/// A real terminal: tmux on a socket of its own. Waits on the terminal's output, never on time.
final class Terminal {
  struct Waited: Error, CustomStringConvertible { let description: String }

  private let scratch: TemporaryDirectory
  private let socket: String
  private var output: Int32 = -1
  private static let patience: TimeInterval = 60

  /// Starts a command line in a window of that size; `remain-on-exit` keeps its last picture.
  init(width: Int, height: Int, command: String, program: Program) throws {
    scratch = try TemporaryDirectory()
    socket = scratch.file("socket")
    let fifo = scratch.file("output")
    let made = unsafe mkfifo(fifo, 0o600)
    try #require(made == 0)
    output = unsafe open(fifo, O_RDONLY | O_NONBLOCK)
    var environment = program.fullEnvironment
    environment["TERM"] = program.environment["TERM"] ?? "xterm-256color"
    let exports = environment.map { "export \($0.key)='\($0.value)'" }.sorted().joined(separator: "; ")
    let start = scratch.file("start")
    try "\(exports); cd '\(program.directory.path)'; \(command); echo \"status=$?\"; read -r rest\n"
      .write(toFile: start, atomically: true, encoding: .utf8)
    // The window waits for a line before it starts, so that no output comes before the pipe is in place.
    try tmux(
      "new-session", "-d", "-x", "\(width)", "-y", "\(height)", "read -r go; clear; exec env -i /bin/sh '\(start)'")
    try tmux("set-option", "-g", "escape-time", "0")
    try tmux("pipe-pane", "-O", "cat > '\(fifo)'")
    try tmux("send-keys", "Enter")
  }

  deinit {
    _ = try? tmux("kill-server")
    Glibc.close(output)
  }

  /// Presses keys by tmux's names; a word of several letters is typed.
  func press(_ keys: String...) throws { for key in keys { try tmux("send-keys", key) } }

  /// Types text as it is.
  func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

  func resize(width: Int, height: Int) throws { try tmux("resize-window", "-x", "\(width)", "-y", "\(height)") }

  /// Closes the window as a person does with its button.
  func close() throws { try tmux("kill-server") }

  /// The picture, without trailing blanks.
  func screen() throws -> String { try tmux("capture-pane", "-p") }

  /// The process identifier of the shell in the window.
  func processIdentifier() throws -> Int32 {
    Int32(try tmux("display-message", "-p", "#{pane_pid}").trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
  }

  /// The picture with its colours and attributes as escape sequences.
  func styledScreen() throws -> String { try tmux("capture-pane", "-p", "-e") }

  /// What tmux knows of the window, by its format names: `alternate_on`, `cursor_flag`.
  func flag(_ name: String) -> String {
    ((try? tmux("display-message", "-p", "#{\(name)}")) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Returns the picture as soon as it contains all of `texts`.
  @discardableResult
  func wait(for texts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try wait("\(texts)", sourceLocation: sourceLocation) { picture in texts.allSatisfy(picture.contains) }
  }

  /// Returns the picture as soon as none of `texts` is in it.
  @discardableResult
  func wait(without texts: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    try wait("none of \(texts)", sourceLocation: sourceLocation) { picture in !texts.contains(where: picture.contains) }
  }

  /// Returns the picture as soon as it is as wanted. Looks again whenever the terminal has printed something, and once a
  /// second for what is not printed, such as the end of a process.
  @discardableResult
  func wait(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ isThere: (String) throws -> Bool
  ) throws -> String {
    let deadline = Date().addingTimeInterval(Self.patience)
    while true {
      let picture = try screen()
      if try isThere(picture) { return picture }
      let left = deadline.timeIntervalSinceNow
      guard left > 0 else {
        Issue.record("waited for \(what), saw:\n\(picture)", sourceLocation: sourceLocation)
        throw Waited(description: "waited for \(what)")
      }
      var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      unsafe poll(&descriptor, 1, Int32(min(left, 1) * 1000))
      var buffer = [UInt8](repeating: 0, count: 65536)
      while unsafe read(output, &buffer, buffer.count) > 0 {}
    }
  }

  /// Runs tmux to its end. Not by Foundation's `Process`: its server would keep that one's descriptors, by which Foundation
  /// learns of an end, and the blocked signals of the thread that happened to start it.
  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    let answer = scratch.file("answer-\(UUID().uuidString)")
    let bare = "for f in /proc/self/fd/*; do n=${f##*/}; ((n > 2)) && eval \"exec $n>&-\"; done; exec tmux \"$@\""
    let words = ["bash", "-c", bare, "tmux", "-S", socket, "-f", "/dev/null"] + arguments
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, answer, O_WRONLY | O_CREAT, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let spawned = unsafe posix_spawn(&process, "/bin/bash", &actions, &attributes, &pointers, environ)
    try #require(spawned == 0)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    defer { unsafe unlink(answer) }
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: answer)), as: UTF8.self)
  }
}
