import Foundation
import Testing

/// The table that `make faults` prints, from the output of a run of tests and from their notes.
@Suite struct FaultTableTests {
  private static let rows = """
    AA-01\tcut\tmended
    AA-02\tstopped\tgoes on
    AA-03\tfull\tsaid
    AA-04\tgone\tfound
    AA-04a\tgone twice\tfound

    """

  private func table(_ log: String, notes: String = "") throws -> (status: Int32, rows: [[String]], output: String) {
    let sandbox = try ScriptSandbox()
    for folder in ["Scripts", "Tests/Fixtures/faults"] {
      try FileManager.default.createDirectory(atPath: sandbox.path(folder), withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(
      at: ScriptSandbox.scripts.appending(path: "faults.sh"), to: sandbox.directory.appending(path: "Scripts/faults.sh")
    )
    try Data(Self.rows.utf8).write(to: sandbox.directory.appending(path: "Tests/Fixtures/faults/rows.tsv"))
    try Data(log.utf8).write(to: sandbox.directory.appending(path: "log"))
    try Data(notes.utf8).write(to: sandbox.directory.appending(path: "notes"))
    let result = try sandbox.run("Scripts/faults.sh", ["log", "notes"], environment: ["PATH": "/usr/bin:/bin"])
    let rows = result.output.components(separatedBy: "\n").filter { $0.hasPrefix("AA-") }.map { line in
      line.components(separatedBy: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    return (result.status, rows, result.output)
  }

  @Test func `each row has its test's verdict, and the figures that it noted`() throws {
    let log = """
      ◇ Test "AA-01: is mended" started.
      ✔ Test "AA-01: is mended" passed after 0.004 seconds.
      ✔ Test "AA-02, AA-03: of two rows" with 3 test cases passed after 1.204 seconds.
      ✔ Test "AA-04: is found" passed after 0.1 seconds.
      ➜ Test "AA-04a: is found" skipped: "this machine has no twins"
      ✘ Test "speaks of AA-01: but is no test of it" failed after 0.1 seconds with 1 issue.
      ✔ Test plain() passed after 0.001 seconds.

      """
    let table = try table(log, notes: "AA-03\tolder\nAA-03\tsaid after 3 ms\nAA-09\tof no row\n")
    #expect(
      table.rows == [
        ["AA-01", "cut", "mended", "is mended", "pass"], ["AA-02", "stopped", "goes on", "of two rows", "pass"],
        ["AA-03", "full", "said", "said after 3 ms", "pass"], ["AA-04", "gone", "found", "is found", "pass"],
        ["AA-04a", "gone twice", "found", "this machine has no twins", "not shown"],
      ])
    #expect(table.output.contains("\n5 rows: 4 pass, 0 fail, 1 not shown on this machine, 0 without a test\n"))
    #expect(table.output.contains("\nnot shown: AA-04a: this machine has no twins\n"))
    #expect(table.status == 0)
  }

  @Test func `one failure of several tests fails the row, and so does a test that never ended or does not exist`()
    throws
  {
    let log = """
      ✔ Test "AA-01: is mended" passed after 0.004 seconds.
      ✘ Test "AA-01: is mended again" with 2 test cases failed after 0.004 seconds with 1 issue.
      ✔ Test "AA-01: is mended at last" passed after 0.004 seconds.
      ◇ Test "AA-02: goes on" started.
      ➜ Test "AA-03: is said" skipped.
      ✔ Test "AA-03: is said" passed after 0.1 seconds.

      """
    let table = try table(log, notes: "AA-01\tafter 3 ms\n")
    #expect(
      table.rows == [
        ["AA-01", "cut", "mended", "is mended again", "FAIL"],
        ["AA-02", "stopped", "goes on", "began and never ended: AA-02: goes on", "FAIL"],
        ["AA-03", "full", "said", "is said", "pass"], ["AA-04", "gone", "found", "NO TEST"],
        ["AA-04a", "gone twice", "found", "NO TEST"],
      ])
    #expect(table.status == 1)
  }
}
