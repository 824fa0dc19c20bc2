import EngineTestKit
import Foundation
import Testing

/// Rows ST of the fault plan, played by the built program from start to report.
@Suite struct StreamFaultTests {
  @Test func `ST-01: a torn last line is no success, what came before it stays`() throws {
    try RehearsedFault("st-01-torn-line")
      .expect("ST-01", "incomplete", "cut off inside a line (52 bytes of it arrived)", findings: 1, status: 3)
  }

  @Test func `ST-03: a line that is not UTF-8 is said, and costs nothing else`() throws {
    let fault = try RehearsedFault("st-03-invalid-utf8")
    #expect(fault.journal.contains("not UTF-8"))
    fault.expect("ST-03", "done", findings: 1, status: 1)
  }

  @Test func `ST-04: a line of 100 MB is said to be too long, the rest is read`() throws {
    let fault = try RehearsedFault("st-04-huge-line")
    #expect(fault.journal.contains("a line of 104857600 bytes is too long"))
    fault.expect("ST-04", "done", findings: 1, status: 1)
  }

  @Test func `ST-05: controls and hidden characters of a finding are inert in report, lines and comment`() throws {
    let fault = try RehearsedFault("st-05-escapes")
    fault.expect("ST-05", "done", findings: 1, status: 0)
    #expect(fault.titles.first?.unicodeScalars.contains("\u{1B}") == true)
    for command in [
      "runs show", "runs show --format markdown", "runs show --format json", "post --to stdout --all-open",
    ] {
      let shown = try fault.scratch.run("conclave \(command)")
      #expect(shown.output.contains("Clears"), "\(command)")
      #expect(shown.dangers.isEmpty, "\(command): \(shown.dangers)")
    }
  }

  @Test func `ST-10: two events on a line are two, stray words are kept`() throws {
    let fault = try RehearsedFault("st-10-two-on-a-line")
    for words in ["Two on a line.", "stray words", "npm warn deprecated"] { #expect(fault.journal.contains(words)) }
    fault.expect("ST-10", "done", findings: 1, status: 1)
  }

  @Test func `ST-11: a byte order mark, CRLF and U+2028 make no event more or less`() throws {
    let fault = try RehearsedFault("st-11-line-ends")
    #expect(!fault.journal.contains("malformed"))
    fault.expect("ST-11", "done", findings: 1, status: 1)
  }

  @Test func `ST-12: events of a later version are kept by name`() throws {
    let fault = try RehearsedFault("st-12-unknown-events")
    #expect(fault.journal.contains("todo_update") && fault.journal.contains("text without a part"))
    #expect(fault.notices.count { $0.hasPrefix("security: it printed events that this version does not know") } == 1)
    fault.expect("ST-12", "done", findings: 1, status: 1)
  }

  @Test func `ST-15: an answer cut at the length limit is tried again`() throws {
    let fault = try RehearsedFault("st-15-length", limits: ["retries": "1"])
    #expect(fault.journal.contains("cut off at the model's length limit"))
    fault.expect("ST-15", "done", attempts: 2, findings: 1, status: 1)
  }

  @Test func `ST-16: the words of a sub-session are not taken for the answer`() throws {
    let fault = try RehearsedFault("st-16-sub-session")
    #expect(fault.journal.contains("text of another session"))
    fault.expect("ST-16", "done", findings: 1, status: 1)
  }

  @Test func `ST-17: a permission that nobody can give ends the run, and the tool is named`() throws {
    let fault = try RehearsedFault("st-17-asks-permission", limits: ["retries": "2"])
    #expect(fault.journal.contains("permission requested: bash (make deploy)"))
    fault.expect("ST-17", "failed", "a call of bash was refused", status: 3)
  }

  @Test func `ST-18: output cut at 65,536 bytes with status 0 is no success, and is tried again`() throws {
    try RehearsedFault("st-18-cut-at-64k", limits: ["retries": "1"])
      .expect(
        "ST-18", "incomplete", "cut off inside a line (65536 bytes of it arrived)", attempts: 2, findings: 1, status: 3)
  }

  @Test func `ST-19: an agent's own retries are in the recording and cost nothing`() throws {
    let fault = try RehearsedFault("st-19-own-retries")
    #expect(fault.notices.contains { $0.hasPrefix("security: it asked its model again by itself, ") })
    fault.expect("ST-19", "done", findings: 1, status: 1)
  }

  @Test func `ST-20: tokens that nobody named are unknown, never zero`() throws {
    let fault = try RehearsedFault("st-20-no-usage")
    #expect(!fault.security.hasTokens)
    #expect(fault.specialist("documentation").hasTokens)
    #expect(
      fault.notices.contains(
        "security: it did not say how many tokens it used: the totals are a lower bound"))
    fault.expect("ST-20", "done", findings: 1, status: 1)
  }

  @Test func `ST-21: an empty answer and the text of an error are no reviews`() throws {
    let fault = try RehearsedFault("st-21-empty-success", only: "security,performance,documentation")
    #expect(fault.specialist("performance").state == "incomplete")
    #expect(fault.specialist("performance").reason.contains("does not end with <done/>"))
    #expect(fault.journal.contains("API Error: 401 invalid x-api-key"))
    fault.expect("ST-21", "incomplete", "the answer is empty", status: 3)
  }

  @Test func `ST-22: a finding that is begun three times counts once`() throws {
    try RehearsedFault("st-22-continuation").expect("ST-22", "done", findings: 1, status: 1)
  }
}
