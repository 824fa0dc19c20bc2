/// Times, counts and sizes that bound a review; the defaults are those of system.md, section 5.
package struct Limits: Sendable, Hashable {
  /// Specialists at once.
  package var concurrentAgents = 7
  /// An agent that has printed nothing for so long since its start is stopped.
  package var startupSilence: Duration = .seconds(60)
  /// An agent that has spoken and then falls silent for so long is stopped.
  package var silence: Duration = .seconds(300)
  /// Longest run of one attempt.
  package var task: Duration = .seconds(300)
  /// Longest run of one code-quality attempt.
  package var codeQualityTask: Duration = .seconds(600)
  /// Longest run of the review.
  package var overall: Duration = .seconds(1500)
  /// No retry with less than this left of `overall`.
  package var retryBudget: Duration = .seconds(120)
  /// Retries of one specialist after its first attempt.
  package var retries = 2
  /// First heartbeat after so much silence, then again each time it has passed.
  package var heartbeat: Duration = .seconds(30)
  /// How long a process may take to end after TERM before KILL.
  package var grace: Duration = .seconds(5)
  /// Steps of one attempt before it counts as a runaway (opencode.md, section 0).
  package var steps = 60
  /// Findings that are taken from one agent (reliability.md, MO-02).
  package var findingsPerAgent = 200

  /// Bytes in memory of one agent's process tree (system.md, section 5: 2.5 GB).
  package var memory = 2_560 << 20
  /// Bytes of standard error that are kept of one attempt (reliability.md, ST-13).
  package var errorBytes = 64 << 20
  /// Bytes of standard output after which an attempt is killed.
  package var outputBytes = 512 << 20

  /// Tokens that the review may use; nil for no limit.
  package var budgetTokens: Int?
  /// US dollars that the review may cost; nil for no limit.
  package var budgetUSD: Double?

  package init() {}

  /// What is left of `overall` for judging and posting when the last agents are stopped: 30 s of 25 min (reliability.md, TB-13).
  package var closingTime: Duration { overall / 50 }

  /// The longest run of one attempt of `specialist`.
  package func task(of specialist: SpecialistID) -> Duration {
    specialist == .codeQuality ? codeQualityTask : task
  }
}
