import EngineTestKit
import Testing

/// Rehearsals of retries, breaker, failback and limits, played by the built program.
@Suite struct TimingFaultTests {
  @Test func `TB-03: an answer that is cut each time is tried twice more and stands as partial`() throws {
    let fault = try RehearsedFault("tb-03-cut-twice", limits: ["retries": "2"])
    fault.expect(
      "TB-03", "incomplete", "cut off at the model's length limit", attempts: 3, findings: 1, status: 3)
  }

  @Test func `TB-04: a wait that the provider asks for is kept`() throws {
    let fault = try RehearsedFault("tb-04-retry-after", limits: ["retries": "2"])
    #expect(fault.journal.contains(#""delay_ms":4000"#))
    fault.expect("TB-04", "done", attempts: 2, findings: 1, status: 1)
  }

  @Test func `TB-05: an overloaded model is given up by all, and the report says so`() throws {
    let fault = try RehearsedFault(
      "tb-05-overloaded", only: "security,performance,documentation,release", limits: ["retries": "2"])
    let specialists = fault.report["specialists"] as? [[String: Any]] ?? []
    let models = specialists.compactMap { $0["model"] as? String }
    #expect(models.count == 4 && models.allSatisfy { $0.hasPrefix("rehearsed-") })
    #expect(models.contains("rehearsed-old"))
    #expect(fault.notices.contains { $0.hasPrefix("rehearsed-new (top) is not asked for 1") })
    #expect(fault.notices.contains { $0.contains(" asks rehearsed-old instead of rehearsed-new: APIError 503") })
    #expect(fault.journal.contains(#""type":"health""#) && fault.journal.contains(#""type":"failed_back""#))
    fault.expect("TB-05", "done", attempts: fault.security.attempts, status: 0)
  }

  @Test func `TB-10: an error of ours is not tried again, and a refused key stops the review`() throws {
    let fault = try RehearsedFault(
      "tb-10-not-retried", only: "security,performance,code-quality", limits: ["retries": "2"])
    #expect(fault.specialist("performance").reason == "APIError 400: the request has an unknown field")
    #expect(fault.specialist("performance").attempts == 1)
    #expect(fault.specialist("code-quality").reason.hasPrefix("ContextOverflowError"))
    #expect(fault.notices.contains { $0.hasPrefix("stopped, since the provider refuses the credentials") })
    fault.expect("TB-10", "failed", "APIError 401: the key of this model was revoked", status: 3)
  }

  @Test func `TB-15: at nine tenths of the budget everybody is stopped, and it is said`() throws {
    let fault = try RehearsedFault(
      "tb-15-over-budget", only: "security,performance", limits: ["budget_tokens": "5000000"])
    #expect(fault.notices.contains { $0.hasPrefix("the budget is used up: ") })
    fault.expect("TB-15", "incomplete", "of 5000000 tokens are used, and 10% are the judge's", status: 3)
  }

  @Test func `CP-14: a reviewer whose memory grows past its cap is killed, and the others go on`() throws {
    let fault = try RehearsedFault("cp-14-memory-ramp", limits: ["memory_mb": "256"])
    fault.expect("CP-14", "failed", "killed: its processes held ", status: 3)
  }
}
