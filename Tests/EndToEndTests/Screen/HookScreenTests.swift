import EngineTestKit
import Foundation
import Testing

/// `git push` with the hook, on the controlling terminal.
@Suite struct HookScreenTests {
  @Test func `a push is reviewed on the screen, and a critical finding stops it`() throws {
    let shell = try ExampleShell()
    let terminal = shell.terminal
    try shell.output(of: "conclave hook install")
    try shell.run("git push -u origin feature/refunds")
    try terminal.wait(for: "decision now", "SQL built from strings", "1 critical")
    try terminal.press("q")
    try terminal.wait(for: "the push is stopped: ")
    try shell.expectUsable()
    #expect(try shell.output(of: "git ls-remote origin").contains("feature/refunds") == false)

    try shell.run("git push -u origin feature/refunds")
    try terminal.wait(for: "decision now", "SQL built from strings")
    try terminal.press("s")
    try terminal.wait(for: "suppress ● SQL")
    try terminal.type("reviewed with the database team")
    try terminal.press("Enter")
    try terminal.wait(for: "1 suppressed")
    try terminal.press("q")
    try terminal.wait(for: "-> feature/refunds")
    try shell.expectUsable()
  }
}
