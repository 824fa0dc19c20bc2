import EngineTestKit
import Foundation
import Testing

/// A running review on a real terminal.
@Suite struct DashboardTests {
  @Test func `seven panes show at once what each reviewer does`() throws {
    let shell = try ExampleShell(width: 200, height: 60)
    try HeldReview.start(on: shell)
    let terminal = shell.terminal
    let picture = try terminal.wait(
      for: "Model is thinking... (", "s since last output)", "the answer was cut off at the model's length limit",
      "attempt 2", "Shorter this time.", "failed: APIError 403: no access", "Session tokens are compared",
      "done in", "waiting for 3 of 7")
    for (index, name) in [
      "security", "performance", "code-quality", "documentation", "release", "compliance", "agents-md",
    ].enumerated() {
      #expect(picture.contains("\(index + 1) \(name) "), "\(name)")
    }
    #expect(picture.contains("↑5.0k ↓100"))
    // security 5000, the attempt that was cut 900, and three that are done with 100 each.
    #expect(picture.contains("↑6.2k ↓4.2k"))
    #expect(picture.contains("● recording"))

    try terminal.press("C-c")
    try terminal.wait(for: "the review is still running", "3 of 7 reviewers have finished")
    try terminal.press("w")
    try terminal.wait(without: "the review is still running")
    try terminal.press("2", "x")
    try terminal.wait(for: "cancelled: skipped", "waiting for 2 of 7")
    try terminal.press("C-c", "j")
    let list = try terminal.wait(for: "decision now", "incomplete: ", "will be posted: 0 of 1")
    #expect(list.contains("significant_concerns") && list.contains("release (APIError 403"))

    try terminal.press("q")
    try shell.expectUsable()
    let report = try shell.output(of: "conclave triage --print | tail -20")
    #expect(report.contains("Reviewed by: "))
  }

  @Test func `every size shows the review, and the way back loses nothing`() throws {
    let shell = try ExampleShell(width: 200, height: 60)
    try HeldReview.start(on: shell)
    let terminal = shell.terminal
    try terminal.wait(for: "Model is thinking... (", "Shorter this time.", "7 agents-md", "waiting for 3 of 7")
    for (width, height, words) in [
      (80, 24, ["7 agents-md", "waiting for 3 of 7", "1 finding", "? help"]),
      (40, 12, ["1 ◌", "5 ✗", "1 security", "1 finding", "? help"]), (20, 5, ["3/7 done, 1 found", "1 ◌"]),
      (3, 2, []), (200, 60, ["7 agents-md", "waiting for 3 of 7", "Model is thinking... ("]),
    ] {
      try terminal.resize(width: width, height: height)
      let picture = try terminal.wait("\(width)×\(height): \(words)") { words.allSatisfy($0.contains) }
      #expect(picture.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= width })
    }
    try terminal.press("z")
    try terminal.wait(without: "7 agents-md ─")
    try terminal.press("q")
    try terminal.wait(for: "7 agents-md ─")
    try terminal.press("?")
    try terminal.wait(for: "one line down; in the detail and in a pane: scroll")
    try terminal.press("q", "C-c", "C-c")
    try shell.expectUsable()
  }

  @Test func `stopped and continued, the picture comes back`() throws {
    let shell = try ExampleShell()
    try HeldReview.start(on: shell)
    let terminal = shell.terminal
    try terminal.wait(for: "Model is thinking... (", "Shorter this time.")
    try terminal.press("C-z")
    try terminal.wait(for: "Stopped")
    try shell.expectUsable()
    try shell.run("fg")
    try terminal.wait(for: "Model is thinking... (", "Shorter this time.", "? help")
    try terminal.press("C-c", "a")
    try terminal.wait(for: "decision now")
    try terminal.press("q")
    try shell.expectUsable()
  }
}
