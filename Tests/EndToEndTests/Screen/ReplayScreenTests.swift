import EngineTestKit
import Foundation
import Testing

/// A recording on a real terminal.
@Suite struct ReplayScreenTests {
  private static let demo = ProjectFiles.root.appending(path: "Screenshots/recordings/demo.jsonl").path

  @Test func `the bar moves in time, and the panes with it`() throws {
    let shell = try ExampleShell(width: 160, height: 48)
    let terminal = shell.terminal
    // Slow enough that it stays where it is put.
    try shell.run("conclave replay '\(Self.demo)' --speed 0.1")
    try terminal.wait(for: "▶ 0.1x", "of 00:39")
    try terminal.press("Space")
    try terminal.wait(for: "∥ 0.1x")
    try terminal.press("G")
    try terminal.wait(for: "00:39 of 00:39", "done in 27 s", "failed: APIError 403")
    try terminal.press("5")
    let half = try terminal.wait(for: "00:19 of 00:39", "waiting for")
    #expect(!half.contains("done in 27 s"))
    try terminal.press("Left")
    try terminal.wait(for: "00:14 of 00:39")
    try terminal.press("Right", "Right")
    try terminal.wait(for: "00:24 of 00:39")
    try terminal.press("g")
    try terminal.wait(for: "00:00 of 00:39", "▶")
    try terminal.press("Space", "+", "+")
    try terminal.wait(for: "∥ 0.5x")
    try terminal.press("-")
    try terminal.wait(for: "∥ 0.3x")
    try terminal.press("]", "]", "]")
    try terminal.wait(for: "1 security")
    // Whole, and as fast as it goes: it ends where the recording ends, and stays.
    try terminal.press("9", "f")
    try terminal.wait(for: "Findings")
    try terminal.press("q", "q")
    try shell.expectUsable()
  }

  @Test func `a recording is followed while it grows`() throws {
    let shell = try ExampleShell(width: 160, height: 48)
    let lines = try String(contentsOfFile: Self.demo, encoding: .utf8).split(separator: "\n")
    let file = shell.home.file("growing.jsonl")
    try Data((lines.prefix(60).joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
    try shell.run("conclave replay --follow --speed 1000 '\(file)'")
    try shell.terminal.wait(for: "1 security")
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((lines.dropFirst(60).joined(separator: "\n") + "\n").utf8))
    try handle.close()
    try shell.terminal.wait(for: "failed: APIError 403", "done in 27 s")
    try shell.terminal.press("q")
    try shell.expectUsable()
  }
}
