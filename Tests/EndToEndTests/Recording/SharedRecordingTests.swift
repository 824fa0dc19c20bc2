import Engine
import EngineTestKit
import Foundation
import Testing

/// Recordings that are given to others.
@Suite struct SharedRecordingTests {
  private static let secret = "AKIAQ7RN4BXMZ2LTVW3K"
  private static let code = "cursor.execute(f\"SELECT id FROM refunds WHERE order_id = '{order_id}'\")"

  @Test func `SE-08: a recording that quotes a credential says so, and can be had without any code`() throws {
    let scratch = try Scratch.example()
    try scratch.home.write(
      "quoting.rehearsal",
      Array(
        """
        [security]
        text over 10ms
          | The file begins with aws_access_key_id = "\(Self.secret)".
          |
        finding severity=critical file=src/refunds.py line=25
          title | SQL built from a request field
          evidence | \(Self.code)
          body | A quote ends the literal.
        done

        """.utf8))
    let review = try scratch.program.run([
      "--runtime", "rehearsal:\(scratch.home.file("quoting.rehearsal"))", "--only", "security", "--format", "text",
    ])
    let run = try #require(review.recording, "\(review.errors)")
    let whole = try scratch.program.run(["replay", run, "--format", "jsonl"])
    #expect(whole.status == 0 && whole.output.contains(Self.secret))
    #expect(whole.errors.contains("quotes what looks like a credential; --redact-source leaves"), "\(whole.errors)")

    let redacted = try scratch.program.run(["replay", run, "--format", "jsonl", "--redact-source"])
    #expect(redacted.status == 0 && redacted.errors.isEmpty, "\(redacted.errors)")
    for word in [Self.secret, "SELECT id", "The file begins"] { #expect(!redacted.output.contains(word)) }
    #expect(redacted.output.contains("SQL built from a request field"))
    #expect(redacted.output.split(separator: "\n").count == whole.output.split(separator: "\n").count)

    // It is a whole recording itself, with the same result.
    try scratch.home.write("shared.jsonl", Array(redacted.outputBytes))
    let reports = try [run, scratch.home.file("shared.jsonl")].map { recording in
      try scratch.program.run(["replay", recording, "--format", "json", "--redact-source"])
    }
    #expect(reports.allSatisfy { $0.status == 0 } && reports[0].output == reports[1].output)
    #expect(reports[0].output.contains("significant_concerns"))
    let frame = try scratch.program.run(["replay", run, "--redact-source", "--frame", "120x40"])
    #expect(!frame.output.contains(Self.secret) && frame.output.contains("[left out]"))
  }
}
