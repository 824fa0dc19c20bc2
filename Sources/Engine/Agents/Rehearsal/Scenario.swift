/// A play for the `rehearsal` runtime: what each specialist's agent does in each attempt, and when.
package struct Scenario: Sendable, Hashable {
  /// Plays of specialists that have none of their own.
  private static let anyone = "*"

  struct Act: Sendable, Hashable {
    var specialist: String
    var attempt: Int
    var lines: [Line]
  }

  /// One line of the file, with the clock that its `at` sets.
  struct Line: Sendable, Hashable {
    var number: Int
    var at: Duration?
    var command: Command
  }

  enum Command: Sendable, Hashable {
    /// Spread over a time as deltas; at once, as a whole block, for zero.
    case text(String, over: Duration)
    case think(String, over: Duration)
    case tool(ToolCall, takes: Duration)
    case finding(RawFinding, over: Duration)
    /// A coordinator's verdict, as it is written.
    case verdict(String, over: Duration)
    case silence(Duration)
    /// The end of a step.
    case tokens(reason: String, Usage)
    case retry(attempt: Int, delay: Duration, message: String)
    /// A line that is printed as it stands.
    case garbage(String)
    case log(String)
    case error(AgentError)
    /// The end of an answer; nil counts the findings, or for a coordinator the verdicts, that were played. The process stays so long after its last word.
    case done(findings: Int?, Usage, linger: Duration)
    /// Takes a time where it is spread.
    case deed(Deed, over: Duration)
    case exit(Int32)
    case crash(signal: Int32)
    case hang
  }

  var acts: [Act]

  /// Whether it has a part for a coordinator; what everybody plays is none.
  package var hasCoordinator: Bool { acts.contains { $0.specialist == SpecialistID.coordinator.rawValue } }
  /// The models that every specialist of the play may ask; nil where none is named.
  package var models: ModelChain?

  /// The play of a specialist's attempt. An attempt beyond the last that was written plays the last again.
  func act(of specialist: String, attempt: Int) -> Act? {
    for name in [specialist, Scenario.anyone] {
      let own = acts.filter { $0.specialist == name }
      if let act = own.last(where: { $0.attempt <= attempt }) ?? own.first { return act }
    }
    return nil
  }
}
