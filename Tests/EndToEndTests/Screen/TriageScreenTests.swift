import EngineTestKit
import Foundation
import Glibc
import Testing

/// From the demo's findings to one comment, with a crash in between.
@Suite struct TriageScreenTests {
  @Test func `decisions survive a kill, and preview, comment and report agree`() throws {
    let shell = try ExampleShell(width: 200, height: 60)
    let terminal = shell.terminal
    try shell.run("tracked review --runtime rehearsal:demo")
    try terminal.wait(for: "Findings", "decision now", "0 accepted", "incomplete: release (APIError 403")
    // Twelve of fourteen: one was told by two, one quotes what is nowhere.
    try terminal.wait(for: "12 of 12", "▸ ● critical    security       src/auth/session.py:29")
    try terminal.press("a", "j", "a")
    try terminal.wait(for: "2 accepted", "will be posted: 2 of 12")
    try terminal.press("j", "s")
    try terminal.wait(for: "suppress ▲ A refund may exceed what was paid")
    try terminal.type("the cashier checks it")
    try terminal.press("Enter")
    try terminal.wait(for: "2 accepted", "1 suppressed", "9 open")
    try terminal.press("j", "a")
    try terminal.wait(for: "3 accepted")
    try terminal.press("u")
    try terminal.wait(for: "2 accepted", "undone")
    try terminal.press("l")
    try terminal.wait(for: "Ledger", "14 raw findings", "merged", "ungrounded", "The retry helper may never end")
    try terminal.press("q")
    try terminal.wait(for: "will be posted: 2 of 12")

    #expect(kill(shell.processIdentifier, SIGKILL) == 0)
    try terminal.wait("the shell") { _ in terminal.flag("pane_current_command") == "bash" }
    try shell.expectUsable()
    #expect(!FileManager.default.fileExists(atPath: shell.repository.path + "/.conclave/suppressions.toml"))

    try shell.run("tracked triage")
    let list = try terminal.wait(for: "2 accepted", "1 suppressed", "9 open", "will be posted: 2 of 12")
    #expect(list.split(separator: "\n").count { $0.contains("src/") && $0.hasSuffix("accepted") } == 2)
    try terminal.press("p")
    try terminal.wait(for: "Preview", "will be posted: 2 of 12 findings", "y posts to file:review.md")
    try terminal.press("y")
    try terminal.wait(for: "posted to \(shell.repository.path)/review.md")
    try terminal.press("q", "q")
    try terminal.wait(for: "added 1 suppression to .conclave/suppressions.toml; commit it")
    try shell.expectUsable()

    let posted = try text(shell, "review.md")
    try shell.output(of: "conclave post --to file:again.md")
    #expect(try text(shell, "again.md") == posted)
    try shell.output(of: "conclave triage --print >report.txt; conclave runs show --format json >report.json")
    let report = try text(shell, "report.txt")
    for title in ["Session tokens are compared with", "SQL built from a request field"] {
      #expect(posted.contains(title) && report.contains(title), "\(title)")
    }
    #expect(!posted.contains("One query for each refund"))
    #expect(!posted.contains("A refund may exceed what was paid"))
    // The report says what is suppressed, and why.
    #expect(report.contains("the cashier checks it"))
    let json = try JSONSerialization.jsonObject(with: Data(text(shell, "report.json").utf8)) as? [String: Any]
    let findings = try #require(json?["findings"] as? [[String: Any]])
    let states = Dictionary(grouping: findings) { $0["state"] as? String ?? "" }.mapValues(\.count)
    #expect(states == ["accepted": 2, "suppressed": 1, "open": 9])
    #expect(try text(shell, ".conclave/suppressions.toml").contains("the cashier checks it"))
  }

  @Test func `a review that is left keeps its suppressions for everybody`() throws {
    let shell = try ExampleShell()
    try shell.run("conclave")
    // The rules review of the example: the list opens by itself.
    try shell.terminal.wait(for: "rules", "decision now", "SQL built from strings")
    try shell.terminal.press("s")
    try shell.terminal.wait(for: "suppress ● SQL built from strings")
    try shell.terminal.type("an exercise")
    try shell.terminal.press("Enter")
    try shell.terminal.wait(for: "1 suppressed")
    try shell.terminal.press("q")
    try shell.terminal.wait(for: "added 1 suppression to .conclave/suppressions.toml")
    try shell.expectUsable()
    #expect(try text(shell, ".conclave/suppressions.toml").contains("an exercise"))
    #expect(try shell.output(of: "stat -c mode-%a .conclave/suppressions.toml").contains("mode-644"))
  }

  @Test func `another repository's run leaves this one's files alone`() throws {
    let shell = try ExampleShell()
    try shell.output(of: "conclave --print >/dev/null; run=$(conclave runs | cut -d' ' -f1); mkdir -p ../other")
    try shell.output(of: "cd ../other; git init -q")
    try shell.run("conclave triage $run")
    try shell.terminal.wait(for: "decision now", "SQL built from strings")
    try shell.terminal.press("s")
    try shell.terminal.wait(for: "suppress ● SQL built from strings")
    try shell.terminal.type("not here")
    try shell.terminal.press("Enter")
    try shell.terminal.wait(for: "1 suppressed")
    try shell.terminal.press("q")
    try shell.expectUsable()
    #expect(try shell.output(of: "ls -A").contains(".git"))
    #expect(!FileManager.default.fileExists(atPath: shell.home.file("other/.conclave")))
  }

  @Test func `a suppressions folder that is a link is not followed`() throws {
    let shell = try ExampleShell()
    try shell.output(of: "conclave --print >/dev/null; mv .conclave ../away; ln -s ../away .conclave")
    try shell.run("conclave triage")
    try shell.terminal.wait(for: "decision now", "SQL built from strings")
    try shell.terminal.press("s")
    try shell.terminal.wait(for: "suppress ● SQL built from strings")
    try shell.terminal.type("elsewhere")
    try shell.terminal.press("Enter")
    try shell.terminal.wait(for: "1 suppressed")
    try shell.terminal.press("q")
    try shell.terminal.wait(for: "your decisions are kept in the run")
    #expect(!FileManager.default.fileExists(atPath: shell.home.file("away/suppressions.toml")))
  }

  @Test func `a finding is edited in the person's editor`() throws {
    let editor = "sed -i 's/^SQL built from strings$/Say what you mean/; s/^critical$/warning/'"
    let shell = try ExampleShell(environment: ["EDITOR": editor.replacing("'", with: "'\\''")])
    let terminal = shell.terminal
    try shell.run("conclave")
    try terminal.wait(for: "decision now", "SQL built from strings", "1 critical")
    try terminal.press("e")
    try terminal.wait(for: "edited", "Say what you mean", "✎")
    try terminal.wait(without: "SQL built from strings", "1 critical")
    try terminal.press("u")
    try terminal.wait(for: "SQL built from strings", "1 critical")
    // A broken sheet changes nothing and says why.
    try terminal.press("q")
    try shell.expectUsable()
    try shell.run("EDITOR='sed -i d' conclave triage")
    try terminal.wait(for: "decision now")
    try terminal.press("e")
    try terminal.wait(for: "the heading \"## Title\" is missing", "SQL built from strings")
    try terminal.press("q")
    try shell.expectUsable()
  }

  private func text(_ shell: ExampleShell, _ name: String) throws -> String {
    try String(contentsOf: shell.repository.appending(path: name), encoding: .utf8)
  }
}
