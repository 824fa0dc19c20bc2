import EngineTestKit
import Foundation
import Testing

/// The example repository, and a shell in a real terminal in which a person works on it.
final class ExampleShell {
  static let prompt = "ready>"

  let home: TemporaryDirectory
  let program: Program
  let terminal: Terminal
  /// How many outputs were asked for; marks the end of each, so that no older one is taken for it.
  private var outputs = 0
  /// The repository's directory.
  var repository: URL { program.directory }

  /// - Parameter environment: added to the shell's; `TERM` may be among them.
  init(width: Int = 120, height: Int = 40, environment: [String: String] = [:]) throws {
    home = try TemporaryDirectory()
    let repository = URL(fileURLWithPath: home.file("refund-service"))
    try shell("'\(ProjectFiles.root.path)/Examples/make-example.sh' '\(repository.path)'", in: ProjectFiles.root)
    // Starts the program so that a test knows its process.
    let tools = URL(fileURLWithPath: home.file("bin"))
    try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
    try home.write(
      "bin/tracked", Array("#!/bin/sh\necho $$ >\"$HOME/pid\"\nexec conclave \"$@\"\n".utf8), permissions: 0o755)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let build = URL(fileURLWithPath: Program.conclave).deletingLastPathComponent().path
    program = Program(
      home: home, directory: repository,
      environment: [
        "PATH": "\(tools.path):\(build):\(path)", "PS1": "\(ExampleShell.prompt) ", "CONCLAVE_REHEARSAL_SPEED": "8",
        "GIT_CONFIG_GLOBAL": "/dev/null",
      ].merging(environment) { $1 })
    terminal = try Terminal(
      width: width, height: height, command: "bash --norc --noprofile -i", program: program)
    try terminal.wait(for: ExampleShell.prompt)
  }

  /// Types a command line.
  func run(_ line: String) throws {
    try terminal.type(line)
    try terminal.press("Enter")
  }

  /// Runs a command line and returns what it left on the cleared screen.
  @discardableResult
  func output(of line: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    outputs += 1
    try run("clear; \(line); echo \"ended\"-\(outputs)=$?")
    return try terminal.wait(for: "ended-\(outputs)=", sourceLocation: sourceLocation)
  }

  /// The exit status of the program that was just left.
  func status(sourceLocation: SourceLocation = #_sourceLocation) throws -> Int? {
    try run("left=$?")
    let picture = try output(of: "echo \"status=$left\"", sourceLocation: sourceLocation)
    return picture.split(separator: "\n").lazy.compactMap { $0.hasPrefix("status=") ? Int($0.dropFirst(7)) : nil }.first
  }

  /// The tracked program's process.
  var processIdentifier: Int32 {
    let text = String(decoding: home.read("pid"), as: UTF8.self)
    return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
  }

  /// Waits for the shell, and checks that the terminal is as a shell wants it.
  func expectUsable(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try terminal.wait("the ordinary screen", sourceLocation: sourceLocation) { _ in
      terminal.flag("alternate_on") == "0" && terminal.flag("cursor_flag") == "1"
    }
    #expect(terminal.flag("mouse_any_flag") == "0", sourceLocation: sourceLocation)
    #expect(terminal.flag("keypad_flag") == "0", sourceLocation: sourceLocation)
    let modes = try output(of: "stty -a", sourceLocation: sourceLocation).split { " ;\n".contains($0) }
    for mode in ["icanon", "echo", "isig", "icrnl", "opost", "onlcr"] {
      #expect(modes.contains(Substring(mode)), "\(mode) in \(modes)", sourceLocation: sourceLocation)
    }
  }
}
