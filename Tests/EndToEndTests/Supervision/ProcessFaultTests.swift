import EngineTestKit
import Foundation
import Testing

/// Rows CP of the fault plan that an agent can cause, played by the built program from start to report.
@Suite struct ProcessFaultTests {
  @Test func `CP-02: exit 0 without an event is no success, and is tried again`() throws {
    try RehearsedFault("cp-02-silent-end", limits: ["retries": "1"])
      .expect("CP-02", "incomplete", "ended without finishing its answer", attempts: 2, status: 3)
  }

  @Test func `CP-03: findings before a failure are kept, the reviewer is incomplete`() throws {
    try RehearsedFault("cp-03-fails-after-findings")
      .expect(
        "CP-03", "incomplete", "exit status 1: Error: the connection to the index was lost", findings: 1, status: 3)
  }

  @Test func `CP-04: the signal that ended an agent is named`() throws {
    let fault = try RehearsedFault("cp-04-crashes", only: "security,performance,documentation")
    #expect(fault.specialist("performance").reason == "the agent was ended by signal 9")
    fault.expect("CP-04", "failed", "the agent was ended by signal 11", status: 3)
  }

  @Test func `CP-05: an agent that ignores TERM is killed after its grace`() throws {
    try RehearsedFault("cp-05-ignores-term", only: "security", limits: ["silence": "5s", "grace": "500ms"])
      .expect("CP-05", "timed_out", "no sign of life for 5 s", status: 3)
  }

  @Test func `CP-06: what is left behind in a group, a session or as a daemon does not survive a success`() throws {
    try RehearsedFault("cp-06-leaves-processes").expect("CP-06", "done", findings: 1, status: 1)
  }

  @Test func `CP-07: a chain of forks does not survive`() throws {
    try RehearsedFault("cp-07-fork-chain").expect("CP-07", "done", status: 0)
  }

  @Test func `CP-08: a child that holds the output open holds nothing up`() throws {
    try RehearsedFault("cp-08-holds-output").expect("CP-08", "done", findings: 1, status: 1)
  }

  @Test func `CP-09: a complete answer counts though its process never ends`() throws {
    try RehearsedFault("cp-09-lingers").expect("CP-09", "done", findings: 1, status: 1)
  }

  @Test func `CP-10: an agent that stopped itself is ended by the limit on silence`() throws {
    try RehearsedFault("cp-10-stops-itself", only: "security", limits: ["silence": "5s", "grace": "500ms"])
      .expect("CP-10", "timed_out", "no sign of life for 5 s", status: 3)
  }

  @Test func `CP-17: a hang before the first byte ends at the limit, and the second attempt is a success`() throws {
    try RehearsedFault(
      "cp-17-hangs-at-start", only: "security", limits: ["startup_silence": "10s", "grace": "500ms", "retries": "1"]
    ).expect("CP-17", "done", attempts: 2, findings: 1, status: 1)
  }

  @Test(arguments: [
    ("cp-24-runaway-unknown", "3 steps in a row brought nothing (last: unknown)"),
    ("cp-24-runaway-repeats", "3 steps in a row brought nothing (last: tool-calls)"),
    ("cp-24-runaway-steps", "more than 60 steps"),
  ])
  func `CP-24: a runaway is stopped and not tried again`(name: String, reason: String) throws {
    try RehearsedFault(name, limits: ["retries": "2"]).expect("CP-24", "incomplete", "runaway: \(reason)", status: 3)
  }
}
