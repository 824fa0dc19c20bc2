internal import Engine

/// The self-test of everything that a review needs, one line each, with what to do.
enum Doctor {
  struct Check: Hashable, Sendable {
    enum State: String, Sendable {
      case good = "ok"
      /// Works, but less well.
      case note
      /// A review can't run.
      case problem
    }

    var name: String
    var state: State
    var finding: String
    var advice: String?
  }

  /// The oldest git worth trying is that of Debian 11.
  static let oldestGit = (major: 2, minor: 30)
  /// A recording of a long review with seven agents takes a few megabytes; below this there is no room for several.
  static let leastFreeBytes: Int64 = 100 << 20

  static func checks(_ facts: DoctorFacts) -> [Check] {
    let ground = [git(facts), repository(facts), upstream(facts), shim(facts), sandbox(facts)]
    let runtimes = [rules(facts)] + facts.runtimes + [openCode(facts)]
    let rest = [
      probe("export", facts.export), probe("configuration", facts.configuration),
      probe("recordings", facts.recordings), space(facts), terminal(facts), characters(facts), hook(facts),
    ]
    return ground + runtimes + rest
  }

  /// One line for each check, and one for its advice where there is any.
  static func lines(_ checks: [Check]) -> [String] {
    let states = 9
    let names = (checks.map(\.name.count).max() ?? 0) + 2
    return checks.flatMap { check in
      let state = check.state.rawValue.padded(to: states)
      let line = state + check.name.padded(to: names) + check.finding
      return [line] + (check.advice.map { [String(repeating: " ", count: states + names) + "→ \($0)"] } ?? [])
    }
  }

  /// The status of `conclave doctor`: notes do not count.
  static func status(_ checks: [Check]) -> ExitStatus {
    checks.contains { $0.state == .problem } ? .usage : .clean
  }

  private static func git(_ facts: DoctorFacts) -> Check {
    guard let version = facts.gitVersion else {
      return Check(name: "git", state: .problem, finding: "not found", advice: "install git")
    }
    let numbers = version.split(separator: " ").last { $0.first?.isNumber == true }?.split(separator: ".") ?? []
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else {
      return Check(name: "git", state: .note, finding: "\(version): its version can't be read")
    }
    guard (major, minor) >= (oldestGit.major, oldestGit.minor) else {
      return Check(
        name: "git", state: .problem, finding: version,
        advice: "install git \(oldestGit.major).\(oldestGit.minor) or newer")
    }
    return Check(name: "git", state: .good, finding: version)
  }

  private static func repository(_ facts: DoctorFacts) -> Check {
    guard let path = facts.repository else {
      return Check(
        name: "repository", state: .note, finding: "this directory is in none",
        advice: "go to a repository, or review a patch with --patch FILE")
    }
    guard facts.hasCommits else {
      return Check(
        name: "repository", state: .note, finding: "\(path) has no commits",
        advice: "commit something, or review the index with --staged")
    }
    return Check(name: "repository", state: .good, finding: path)
  }

  private static func upstream(_ facts: DoctorFacts) -> Check {
    if let upstream = facts.upstream { return Check(name: "upstream", state: .good, finding: upstream) }
    return Check(
      name: "upstream", state: .note, finding: "the current branch has none",
      advice: "name what to compare with: conclave review --base REF")
  }

  private static func shim(_ facts: DoctorFacts) -> Check {
    guard let path = facts.shim else {
      return Check(
        name: "agent-shim", state: .problem, finding: "not found beside conclave nor in ../libexec/conclave",
        advice: "install again with make install, which puts both in place")
    }
    return Check(name: "agent-shim", state: .good, finding: path)
  }

  private static func sandbox(_ facts: DoctorFacts) -> Check {
    let problems = facts.sandboxes.compactMap { finding in finding.problem.map { "\(finding.mode.rawValue): \($0)" } }
    guard let best = facts.sandboxes.first(where: { $0.problem == nil }) else {
      return Check(
        name: "sandbox", state: .note, finding: "none works (\(problems.joined(separator: "; ")))",
        advice: "install bubblewrap and allow user namespaces; changes that are not yours are refused without")
    }
    guard best.mode == .bubblewrap else {
      return Check(
        name: "sandbox", state: .note, finding: "\(best.mode.rawValue) works; \(problems.joined(separator: "; "))",
        advice: "bubblewrap confines more: install it, and allow user namespaces")
    }
    return Check(name: "sandbox", state: .good, finding: "\(best.mode.rawValue) works")
  }

  private static func probe(_ name: String, _ probe: DoctorFacts.Probe) -> Check {
    switch probe {
    case .good(let finding): Check(name: name, state: .good, finding: finding)
    case .bad(let finding, let advice): Check(name: name, state: .problem, finding: finding, advice: advice)
    }
  }

  private static func openCode(_ facts: DoctorFacts) -> Check {
    let state = facts.isOpenCodeWanted ? Check.State.problem : .note
    switch facts.openCode {
    case .missing(let advice):
      return Check(
        name: "opencode", state: state, finding: "not installed: --runtime opencode can't be used", advice: advice)
    case .broken(let finding, let advice):
      return Check(name: "opencode", state: state, finding: finding, advice: advice)
    case .good(let finding):
      guard facts.hasRipgrep else {
        return Check(
          name: "opencode", state: .note, finding: "\(finding); it can't search without ripgrep",
          advice: "install the package ripgrep, which has the program rg")
      }
      return Check(name: "opencode", state: .good, finding: finding)
    }
  }

  private static func rules(_ facts: DoctorFacts) -> Check {
    guard facts.failedRuleExamples == 0, facts.rules > 0 else {
      return Check(
        name: "rules", state: .problem, finding: "\(facts.failedRuleExamples) examples of \(facts.rules) rules fail",
        advice: "conclave rules test names them")
    }
    return Check(name: "rules", state: .good, finding: "all examples of \(facts.rules) rules pass")
  }

  private static func space(_ facts: DoctorFacts) -> Check {
    guard let bytes = facts.freeBytes else { return Check(name: "space", state: .note, finding: "unknown") }
    let finding = "\(bytes >> 20) MB free for recordings"
    guard bytes >= leastFreeBytes else {
      return Check(
        name: "space", state: .note, finding: finding, advice: "conclave runs prune --older-than 30d makes room")
    }
    return Check(name: "space", state: .good, finding: finding)
  }

  private static func terminal(_ facts: DoctorFacts) -> Check {
    guard facts.isTerminal else {
      return Check(name: "terminal", state: .note, finding: "standard output is none: reviews are printed as lines")
    }
    guard let name = facts.terminalName, !name.isEmpty, name != "dumb" else {
      return Check(
        name: "terminal", state: .note, finding: "TERM says that it can't draw: reviews are printed as lines",
        advice: "set TERM, for example to xterm-256color")
    }
    guard let columns = facts.terminalColumns, let rows = facts.terminalRows else {
      return Check(name: "terminal", state: .good, finding: name)
    }
    let finding = "\(name), \(columns)×\(rows)"
    guard columns >= 80, rows >= 24 else {
      return Check(name: "terminal", state: .note, finding: finding, advice: "from 80×24 on more is shown at once")
    }
    return Check(name: "terminal", state: .good, finding: finding)
  }

  private static func characters(_ facts: DoctorFacts) -> Check {
    guard facts.isUTF8 else {
      return Check(
        name: "characters", state: .note, finding: "the locale is not UTF-8: the screen is drawn in ASCII",
        advice: "set LC_ALL=C.UTF-8")
    }
    return Check(name: "characters", state: .good, finding: "UTF-8")
  }

  private static func hook(_ facts: DoctorFacts) -> Check {
    guard facts.hasHook else {
      return Check(
        name: "hook", state: .note, finding: "pushes from here are not reviewed", advice: "conclave hook install")
    }
    return Check(name: "hook", state: .good, finding: "pushes from here are reviewed first")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
