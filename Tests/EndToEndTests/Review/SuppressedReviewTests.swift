import EngineTestKit
import Foundation
import Testing

/// What a repository has decided to live with.
@Suite struct SuppressedReviewTests {
  private struct Outcome {
    /// Nil where the report does not list the finding.
    var fingerprint: String?
    /// Reasons of the ledger for what was suppressed.
    var suppressed: [String]
    var status: Int32
  }

  /// What became of the SQL finding in a review of the example.
  private func outcome(_ scratch: Scratch, _ flags: String = "") throws -> Outcome {
    let result = try scratch.run("conclave \(flags) --format json")
    #expect(result.errors.isEmpty)
    let report = try #require(try JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any])
    let findings = report["findings"] as? [[String: Any]] ?? []
    let ledger = report["ledger"] as? [[String: Any]] ?? []
    #expect(findings.count > 10)
    let sql = findings.first { $0["rule"] as? String == "security/sql-string-built" }
    return Outcome(
      fingerprint: sql?["fingerprint"] as? String,
      suppressed: ledger.filter { $0["outcome"] as? String == "suppressed" }.map { $0["reason"] as? String ?? "" },
      status: result.status)
  }

  private func entry(_ lines: String, expires: String? = nil) -> String {
    let end = expires.map { "expires = \($0)\n" } ?? ""
    return "[[suppress]]\n\(lines)\nreason = \"known, see T-12\"\nby = \"robin\"\ndate = 2026-03-01\n\(end)"
  }

  private func write(_ text: String, _ scratch: Scratch, in folder: String = "shop") throws {
    let file = scratch.directory.appending(path: "\(folder)/.conclave/suppressions.toml")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The example as changes on disk: what the branch adds is in the working tree and in the index.
  private func onDisk() throws -> Scratch {
    let scratch = try Scratch.example()
    try scratch.prepare("git reset -q --soft origin/main", in: "shop")
    return scratch
  }

  @Test(arguments: [
    "scope = \"here\"\nfingerprint = \"FP\"\npath = \"src/refunds.py\"", "scope = \"everywhere\"\nfingerprint = \"FP\"",
    "scope = \"rule\"\nrule = \"security/sql-string-built\"\npath = \"src/**\"",
  ])
  func `an entry takes its finding out of status and comment, and is named with its reason`(lines: String) throws {
    let scratch = try onDisk()
    let before = try outcome(scratch, "--staged")
    #expect(before.status == 1 && before.suppressed.isEmpty)
    try write(entry(lines.replacing("FP", with: try #require(before.fingerprint))), scratch)
    for flags in ["--staged", "--working-tree"] {
      let after = try outcome(scratch, flags)
      #expect(after.status == 0 && after.fingerprint == nil, "\(flags)")
      #expect(after.suppressed.count == 1 && after.suppressed[0].contains("known, see T-12"))
      let text = try scratch.run("conclave \(flags)")
      #expect(text.output.contains("\nSuppressed:\n") && text.output.contains("known, see T-12"))
      #expect(!text.output.contains("● critical"))
      let comment = try scratch.run("conclave post --to stdout --all-open")
      #expect(!comment.output.contains("SQL built from strings"))
    }
  }

  @Test func `an entry for another path counts for nothing`() throws {
    let scratch = try onDisk()
    let fingerprint = try #require(try outcome(scratch, "--staged").fingerprint)
    try write(entry("scope = \"here\"\nfingerprint = \"\(fingerprint)\"\npath = \"src/other.py\""), scratch)
    #expect(try outcome(scratch, "--staged").fingerprint == fingerprint)
  }

  @Test func `an expired entry counts no more and is named`() throws {
    let scratch = try onDisk()
    let lines = "scope = \"rule\"\nrule = \"security/sql-string-built\"\npath = \"src/**\""
    try write(entry(lines, expires: "2026-03-02"), scratch)
    let result = try scratch.run("conclave --staged")
    #expect(result.status == 1)
    #expect(result.output.contains("a suppression has expired and does not count: "))
    try write(entry(lines, expires: "2126-03-02"), scratch)
    #expect(try scratch.run("conclave --staged").status == 0)
  }

  @Test func `a range takes the file of its base, and a change that edits it is named`() throws {
    let scratch = try Scratch.example()
    let lines = "scope = \"rule\"\nrule = \"security/sql-string-built\"\npath = \"src/**\""
    try write(entry(lines), scratch)
    // On the branch itself: whoever pushes can't silence the review of the push.
    try scratch.prepare("commit 'Silence the review'", in: "shop")
    let pushed = try scratch.run("conclave")
    #expect(pushed.status == 1)
    #expect(pushed.output.contains(".conclave/suppressions.toml is edited by this change"))
    // On the base: it counts.
    try scratch.prepare(
      """
      git checkout -q main; mkdir -p .conclave; git show feature/refunds:.conclave/suppressions.toml > .conclave/suppressions.toml
      commit 'Accept it'; git checkout -q feature/refunds; git rebase -q main
      """, in: "shop")
    #expect(try scratch.run("conclave --base main").status == 0)
  }
}
