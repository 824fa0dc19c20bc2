/// Which sandbox a review's agents run in, or why they don't run (reliability.md, section 3).
package struct SandboxChoice: Sendable, Hashable {
  /// What a person or a file asked for.
  package enum Asked: String, Sendable, Hashable, CaseIterable {
    /// The first that works.
    case auto
    case bubblewrap, landlock, none
  }

  package var asked: Asked
  /// Whether the change is the user's own: of this machine's repository and not of a forge, a patch or anybody else.
  package var isTrusted: Bool
  /// Whether the user said in so many words that it may run without a sandbox.
  package var allowsNone: Bool

  package init(asked: Asked, isTrusted: Bool, allowsNone: Bool) {
    self.asked = asked
    self.isTrusted = isTrusted
    self.allowsNone = allowsNone
  }

  /// What holds, with a warning for the reader where that is nothing.
  package struct Decision: Sendable, Hashable {
    package var mode: Sandbox.Mode
    package var warning: String?
  }

  /// Asks `finding` for as many modes as it takes.
  /// - Throws: `ReviewFailure(.refused)` where nothing confines and the change is not trusted, or where what was named does not
  ///   work here: something weaker must not take its place in silence.
  package func decide(
    _ finding: (Sandbox.Mode) -> SandboxProbe.Finding
  ) throws(ReviewFailure) -> Decision {
    switch asked {
    case .bubblewrap: return try named(finding(.bubblewrap))
    case .landlock: return try named(finding(.landlock))
    case .none: return try unconfined("a sandbox is switched off")
    case .auto:
      var problems: [String] = []
      for mode in [Sandbox.Mode.bubblewrap, .landlock] {
        guard let problem = finding(mode).problem else { return Decision(mode: mode) }
        problems.append("\(mode.rawValue): \(problem)")
      }
      return try unconfined("no sandbox works here (\(problems.joined(separator: "; ")))")
    }
  }

  private func named(_ finding: SandboxProbe.Finding) throws(ReviewFailure) -> Decision {
    guard let problem = finding.problem else { return Decision(mode: finding.mode) }
    throw ReviewFailure(
      .refused, "\(finding.mode.rawValue) does not work here: \(problem)",
      hints: ["--sandbox auto takes what works", "conclave doctor says what does"])
  }

  private func unconfined(
    _ reason: String, hints: [String] = ["install bubblewrap", "conclave doctor says what works"]
  ) throws(ReviewFailure) -> Decision {
    guard isTrusted || allowsNone else {
      throw ReviewFailure(
        .refused,
        "\(reason), and the change is not this machine's own: agents could be led to read and send what is yours",
        hints: hints + ["--allow-unsandboxed runs it all the same"])
    }
    return Decision(mode: .none, warning: "\(reason): agents can read and write what you can")
  }
}
