import Engine
import Testing

@testable import conclave

@Suite struct DoctorTests {
  private static var healthy: DoctorFacts {
    var facts = DoctorFacts()
    facts.gitVersion = "git version 2.39.5"
    facts.repository = "/src/shop"
    facts.hasCommits = true
    facts.upstream = "origin/main"
    facts.shim = "/usr/libexec/conclave/agent-shim"
    facts.sandboxes = [.init(mode: .bubblewrap), .init(mode: .landlock)]
    facts.recordings = .good("/home/a/.local/state/conclave/runs")
    facts.freeBytes = 5 << 30
    facts.openCode = .good("1.18.33 at /usr/bin/opencode")
    facts.isTerminal = true
    facts.terminalName = "xterm-256color"
    facts.terminalColumns = 120
    facts.terminalRows = 40
    facts.isUTF8 = true
    facts.rules = 72
    facts.hasHook = true
    return facts
  }

  @Test func `a healthy machine has only good news`() {
    let checks = Doctor.checks(Self.healthy)
    #expect(checks.allSatisfy { $0.state == .good && $0.advice == nil })
    #expect(Doctor.lines(checks).count == checks.count)
    #expect(Doctor.lines(checks)[0] == "ok       git            git version 2.39.5")
    #expect(Doctor.status(checks) == .clean)
  }

  @Test(arguments: [
    ("git", Doctor.Check.State.problem, change { $0.gitVersion = nil }),
    ("git", .problem, change { $0.gitVersion = "git version 2.20.1 (Apple Git-117)" }),
    ("git", .note, change { $0.gitVersion = "git version unknown" }),
    ("repository", .note, change { $0.repository = nil }), ("repository", .note, change { $0.hasCommits = false }),
    ("upstream", .note, change { $0.upstream = nil }), ("agent-shim", .problem, change { $0.shim = nil }),
    ("sandbox", .note, change { $0.sandboxes[0].problem = "bwrap is not installed" }),
    ("sandbox", .note, change { facts in for index in 0..<2 { facts.sandboxes[index].problem = "refused" } }),
    ("export", .problem, change { $0.export = .bad(".env reached the agents", advice: "report this") }),
    ("opencode", .note, change { $0.openCode = .missing("install it") }),
    ("opencode", .note, change { $0.openCode = .broken("too old", "install another") }),
    ("opencode", .note, change { $0.hasRipgrep = false }),
    (
      "opencode", .problem,
      change {
        $0.openCode = .missing("install it")
        $0.isOpenCodeWanted = true
      }
    ),
    ("configuration", .problem, change { $0.configuration = .bad("conclave.toml:1:1: no", advice: "mend it") }),
    ("rules", .problem, change { $0.failedRuleExamples = 1 }), ("rules", .problem, change { $0.rules = 0 }),
    ("recordings", .problem, change { $0.recordings = .bad("read-only", advice: "set XDG_STATE_HOME") }),
    ("space", .note, change { $0.freeBytes = 1 << 20 }), ("space", .note, change { $0.freeBytes = nil }),
    ("terminal", .note, change { $0.isTerminal = false }), ("terminal", .note, change { $0.terminalName = "dumb" }),
    ("terminal", .note, change { $0.terminalColumns = 40 }), ("characters", .note, change { $0.isUTF8 = false }),
    ("hook", .note, change { $0.hasHook = false }),
  ])
  func `each fault is found by its own check`(name: String, state: Doctor.Check.State, facts: DoctorFacts) {
    let checks = Doctor.checks(facts)
    #expect(checks.filter { $0.state != .good }.map(\.name) == [name])
    #expect(checks.first { $0.name == name }?.state == state)
    #expect(Doctor.status(checks) == (state == .problem ? .usage : .clean))
    if state == .problem { #expect(checks.contains { $0.advice != nil }) }
  }

  private static func change(_ body: (inout DoctorFacts) -> Void) -> DoctorFacts {
    var facts = healthy
    body(&facts)
    return facts
  }
}
