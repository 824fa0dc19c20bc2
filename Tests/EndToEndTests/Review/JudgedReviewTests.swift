import EngineTestKit
import Foundation
import Testing

/// Reviews with a coordinator, played by real processes.
@Suite struct JudgedReviewTests {
  private struct Judged {
    let report: [String: Any]
    let scratch: Scratch
    let output: String

    init(_ name: String, only: String = "security,documentation") throws {
      var scratch = try Scratch.example()
      scratch.program.environment = ["CONCLAVE_REHEARSAL_SPEED": "50", "CONCLAVE_LIMITS_RETRIES": "0"]
      self.scratch = scratch
      let result = try scratch.program.run(
        ["--runtime", "rehearsal:\(name)", "--only", only, "--format", "json", "--fail-on", "never"])
      output = result.output
      report = try #require(
        try? JSONSerialization.jsonObject(with: result.outputBytes) as? [String: Any], "\(result.errors)")
      let schema = try SchemaChecker(
        Array(Data(contentsOf: ProjectFiles.root.appending(path: "Schemas/report.schema.json"))))
      #expect(try schema.problems(Array(result.outputBytes)) == [])
      #expect(result.status == 0)
    }

    func list(_ key: String) -> [[String: Any]] { report[key] as? [[String: Any]] ?? [] }
    var judge: [String: Any] { report["judge"] as? [String: Any] ?? [:] }
    var titles: [String] { list("findings").compactMap { $0["title"] as? String } }
    var notices: [String] { list("notices").compactMap { $0["text"] as? String } }

    func coordinator(_ key: String) -> Any? { list("specialists").first { $0["id"] as? String == "coordinator" }?[key] }
  }

  @Test func `what a coordinator decides is what is left, with its reasons in the ledger`() throws {
    let judged = try Judged("judge", only: "security,code-quality,documentation")
    #expect(judged.judge["by"] as? String == "coordinator" && judged.judge["reason"] == nil)
    let findings = judged.list("findings").map {
      "\($0["severity"] ?? "") \($0["category"] ?? "") \($0["title"] ?? "")"
    }
    #expect(
      findings == [
        "critical security Session tokens are compared with ==", "critical security SQL built from a request field",
        "warning performance Orders are loaded one by one",
        "warning code-quality Failures of the payment provider are swallowed",
        "suggestion code-quality A refund may exceed what was paid",
        "suggestion documentation The documented limit is not the one in the code",
      ])
    let ledger = judged.list("ledger").filter { $0["by"] as? String == "coordinator" }
    #expect(ledger.count == 7 && ledger.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
    #expect(
      ledger.contains {
        $0["outcome"] as? String == "dropped" && ($0["reason"] as? String)?.contains("asks for words") == true
      })
    #expect(judged.coordinator("state") as? String == "done")
    #expect((judged.coordinator("tokens") as? [String: Int])?["input"] == 17_300)
    // The prompt that it got names what it judges, and nothing else is in its task block.
    let run = try #require(judged.scratch.runs().last)
    let prompt = try String(contentsOf: run.appending(path: "agents/coordinator.1.prompt"), encoding: .utf8)
    #expect(prompt.contains("# Rules for every reviewer") && prompt.contains("You are the coordinator"))
    #expect(prompt.contains("There are 7, numbered from 1.") && prompt.contains("<candidate number=\"7\""))
  }

  @Test(arguments: [
    ("judge-crashes", "ended by signal 11"), ("judge-is-cut-off", "cut off at the model's length limit"),
    ("judge-talks-nonsense", "none of the coordinator's 3 verdicts can be used"),
    ("judge-contradicts-itself", "the verdicts on it contradict each other"),
  ])
  func `a coordinator that fails leaves the deterministic result, marked everywhere`(name: String, words: String)
    throws
  {
    let judged = try Judged(name)
    #expect(judged.judge["by"] as? String == "deterministic")
    #expect((judged.judge["reason"] as? String)?.contains(words) == true, "\(judged.judge)")
    #expect(
      judged.titles == ["Session tokens are compared with ==", "The documented limit is not the one in the code"])
    #expect(
      judged.report["decision"] as? String == "significant_concerns" && judged.report["complete"] as? Bool == true)
    #expect(!judged.list("ledger").contains { $0["by"] as? String == "coordinator" })
    #expect(judged.notices.contains { $0.hasPrefix("not judged by the coordinator: ") && $0.contains(words) })
    #expect(judged.coordinator("tokens") != nil, "what it cost is counted")
    let shown = try judged.scratch.run("conclave runs show")
    #expect(
      shown.output.contains("\nJudged by: the deterministic pass alone, without the coordinator: ")
        && shown.output.contains(words))
    #expect(
      try judged.scratch.run("conclave post --to stdout --all-open").output.contains(
        "Judged by the deterministic pass alone"))
    let run = try #require(judged.scratch.runs().last)
    let frame = try judged.scratch.run("conclave replay \(run.lastPathComponent) --frame 200x60 --at 1h")
    #expect(frame.output.contains("deterministic, without the coordinator"), "\(frame.output)")
  }

  @Test func `MO-10: approval in prose and verdicts on what is not there approve nothing`() throws {
    let judged = try Judged("judge-talks-nonsense")
    #expect(judged.report["decision"] as? String == "significant_concerns")
    #expect(judged.titles.contains("Session tokens are compared with =="))
  }

  @Test func `a recording with a coordinator is played as it was`() throws {
    let judged = try Judged("judge", only: "security,code-quality,documentation")
    let run = try #require(judged.scratch.runs().last)
    let again = try judged.scratch.run("conclave replay \(run.lastPathComponent) --print --format json")
    #expect(again.output == judged.output && again.output.contains("\"by\" : \"coordinator\""))
    let lines = try judged.scratch.run("conclave replay \(run.lastPathComponent) --print")
    #expect(lines.output.contains("judge          by the coordinator, 6 of 7 findings kept"))
  }

  @Test func `a play without a part for a coordinator has none`() throws {
    let judged = try Judged("cp-02-silent-end", only: "documentation")
    #expect(judged.report["judge"] == nil && judged.coordinator("state") == nil)
  }
}
