import EngineTestKit
import Foundation
import Testing

/// A rehearsal of one fault, played by the built program to security and documentation.
struct RehearsedFault {
  struct Specialist {
    var state: String
    var reason: String
    var attempts: Int
    var findings: Int
    var hasTokens: Bool

    init(_ object: [String: Any]) {
      state = object["state"] as? String ?? ""
      reason = object["reason"] as? String ?? ""
      attempts = object["attempts"] as? Int ?? 0
      findings = object["findings"] as? Int ?? 0
      hasTokens = object["tokens"] != nil
    }
  }

  let result: Program.Result
  let report: [String: Any]
  let journal: String
  let scratch: Scratch

  /// - Parameter limits: settings of `limits`, such as `["silence": "5s"]`.
  init(_ name: String, only: String = "security,documentation", limits: [String: String] = [:]) throws {
    var scratch = try Scratch.example()
    scratch.program.environment = [
      "CONCLAVE_REHEARSAL_SPEED": "20", "CONCLAVE_LIMITS_RETRIES": limits["retries"] ?? "0",
    ]
    for (key, value) in limits { scratch.program.environment["CONCLAVE_LIMITS_\(key.uppercased())"] = value }
    self.scratch = scratch
    result = try scratch.program.run(
      ["--runtime", "rehearsal:\(name)", "--only", only, "--format", "json"])
    report = try #require(
      try? JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any], "\(result.errors)")
    let run = try #require(scratch.runs().last)
    journal = try String(contentsOf: run.appending(path: "journal.jsonl"), encoding: .utf8)
    // Whoever else reviewed was not harmed by what one does, and nobody is left.
    for other in only.split(separator: ",").map(String.init) where other == "documentation" {
      #expect(specialist(other).state == "done", "\(name)")
    }
    #expect(survivors.isEmpty, "\(name): \(survivors)")
  }

  var security: Specialist { specialist("security") }

  func specialist(_ id: String) -> Specialist {
    let all = report["specialists"] as? [[String: Any]] ?? []
    return Specialist(all.first { $0["id"] as? String == id } ?? [:])
  }

  /// What the reader is told beside the findings.
  var notices: [String] { (report["notices"] as? [[String: Any]] ?? []).compactMap { $0["text"] as? String } }

  /// What the totals and each reviewer say.
  var titles: [String] { (report["findings"] as? [[String: Any]] ?? []).compactMap { $0["title"] as? String } }

  /// Processes whose working directory lies in the run: agents, and what they have left behind.
  private var survivors: [String] {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.filter { Int($0) != nil }.filter { process in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      return place?.hasPrefix(scratch.home.path) == true
    }
  }

  /// Checks how security ended, and says it for the table of `make faults`.
  func expect(
    _ row: String, _ state: String, _ reason: String = "", attempts: Int = 1, findings: Int = 0, status: Int32,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let end = security
    #expect(end.state == state, "\(end.reason)", sourceLocation: sourceLocation)
    #expect(reason.isEmpty ? end.reason.isEmpty : end.reason.contains(reason), "\(end)", sourceLocation: sourceLocation)
    #expect(end.attempts == attempts, "\(end)", sourceLocation: sourceLocation)
    #expect(end.findings == findings, "\(end)", sourceLocation: sourceLocation)
    #expect(titles.count == findings, "\(titles)", sourceLocation: sourceLocation)
    #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
    let words = [
      end.reason.isEmpty ? end.state : "\(end.state): \(end.reason)",
      end.attempts > 1 ? "attempt \(end.attempts)" : nil,
      findings > 0 ? "\(findings) finding kept" : nil, "exit status \(result.status)",
    ]
    FaultNote.say(row, words.compactMap { $0 }.joined(separator: ", "))
  }
}
