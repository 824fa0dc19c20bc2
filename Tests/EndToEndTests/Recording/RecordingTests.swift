import EngineTestKit
import Foundation
import Testing

/// Recordings that are whole, cut, altered, newer, or none.
@Suite struct RecordingTests {
  /// The lines of a recording of the example's review.
  private func recording() throws -> (scratch: Scratch, lines: [String]) {
    let scratch = try Scratch.example()
    let result = try scratch.run("conclave --format jsonl")
    return (scratch, result.output.split(separator: "\n").map { $0 + "\n" })
  }

  private func replay(_ text: String, _ scratch: Scratch, _ flags: String = "") throws -> Program.Result {
    try Data(text.utf8).write(to: scratch.directory.appending(path: "r.jsonl"))
    let result = try scratch.run("conclave replay ../r.jsonl --print \(flags)")
    #expect(result.dangers.isEmpty)
    return result
  }

  @Test func `cut anywhere, it plays what is whole and says so`() throws {
    let (scratch, lines) = try recording()
    let whole = lines.joined()
    for part in [0.1, 0.25, 0.5, 0.75, 0.99] {
      let cut = String(decoding: whole.utf8.prefix(Int(Double(whole.utf8.count) * part)), as: UTF8.self)
      let result = try replay(cut, scratch, "--format jsonl")
      #expect(result.status == 3)
      #expect(result.errorLines.count == 1 && result.errors.contains("r.jsonl: line "), "\(result.errors)")
      let complete = cut.hasSuffix("\n") ? cut : cut[...(cut.lastIndex(of: "\n") ?? cut.startIndex)] + ""
      #expect(result.output == complete)
    }
    // At the end of a record nothing is damaged, but the review has no end.
    let unfinished = try replay(lines.dropLast(3).joined(), scratch)
    #expect(unfinished.output.contains("\nExit status 3: incomplete"))
  }

  @Test func `lost, altered and foreign lines are named and the rest is played`() throws {
    let (scratch, lines) = try recording()
    let middle = lines.count / 2
    let altered = lines[middle].replacing("\"seq\"", with: "\"sqe\"")
    for (text, says) in [
      (lines[..<middle] + lines[(middle + 1)...], ["line \(middle + 1): event \(middle) missing"]),
      (
        lines[..<middle] + [altered] + lines[(middle + 1)...],
        ["line \(middle + 1): damaged, not used", "line \(middle + 2): event \(middle) missing"]
      ), (["hello\n"] + lines, []),
    ] {
      let result = try replay(text.joined(), scratch)
      #expect(result.status == (says.isEmpty ? 0 : 3))
      #expect(result.errorLines == says.map { "conclave: ../r.jsonl: \($0)" })
      #expect(result.output.contains("\nDecision: "))
    }
  }

  @Test func `a log of a job with prefixes before the lines is still a recording`() throws {
    let (scratch, lines) = try recording()
    let log = "Running\n" + lines.map { "2026-11-25T10:00:00.0000000Z \($0)" }.joined() + "Done\n"
    let result = try replay(log, scratch)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains("\nDecision: significant concerns"))
  }

  @Test func `one of a newer version is said to be that`() throws {
    let (scratch, lines) = try recording()
    let result = try replay(lines.map { $0.replacing("\"v\":1,", with: "\"v\":99,") }.joined(), scratch)
    #expect(result.status == 2, "\(result.errors)\(result.output)")
    #expect(result.errorLines.count == 1 && result.errors.contains("version 99"), "\(result.errors)")
  }

  @Test(arguments: [
    "printf ''", "echo hello", "head -c 100000 /dev/urandom", "yes '{\"v\":1}' | head -1000",
    "printf '{\"v\":1,\"seq\"'",
    "head -c 3000000 /dev/zero", "printf '[%.0s' $(seq 100000)",
  ])
  func `what is no recording is said to be none`(make: String) throws {
    let scratch = try Scratch("(\(make)) > f")
    for call in ["conclave replay f --print", "conclave replay --print - < f", "conclave replay f --frame 80x24"] {
      let result = try scratch.run(call)
      #expect(result.status == 2, "\(call)")
      #expect(result.errorLines.count == 1 && result.errors.contains("is not a recording"), "\(result.errors)")
      #expect(result.dangers.isEmpty)
    }
  }
}
