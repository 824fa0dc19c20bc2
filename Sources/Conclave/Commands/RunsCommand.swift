internal import Engine

/// `conclave runs`: what has been recorded.
enum RunsCommand {
  static func list(_ around: Surroundings) throws -> ExitStatus {
    let runs = try RunStore(environment: around.environment).runs()
    let now = SystemTime().wallMilliseconds()
    let lines = runs.map { line(of: $0, now: now) }
    try OutputSink(descriptor: 1).write(lines: lines.isEmpty ? ["no runs are recorded yet"] : lines)
    return .clean
  }

  static func show(_ run: String?, format: OutputFormat?, _ around: Surroundings) async throws -> ExitStatus {
    let recording = try await Recording.open(run, withTranscripts: format == .jsonl, around)
    let report = try recording.report()
    let configuration = try around.configuration(repository: nil)
    let status = ExitStatus.of(report, failOn: configuration.failOn)
    try ReviewOutput.write(
      try ReviewOutput.bytes(
        of: report, events: recording.events, format: format ?? .text, status: status,
        recording: recording.location.directory ?? recording.location.journal), to: nil)
    return recording.damages.isEmpty ? .clean : .incomplete
  }

  static func prune(_ options: PruneOptions, _ around: Surroundings) throws -> ExitStatus {
    let store = try RunStore(environment: around.environment)
    let now = SystemTime().wallMilliseconds()
    let output = OutputSink(descriptor: 1)
    guard !options.isDryRun else {
      let limit = now - options.olderThan.wholeMilliseconds
      let old = try store.runs().filter { run in
        run.state != .running && (run.endedMilliseconds ?? run.startedMilliseconds).map { $0 < limit } ?? false
      }
      try output.write(lines: old.map { "would remove \(line(of: $0, now: now))" } + ["\(old.count) runs would go"])
      return .clean
    }
    let removed = try store.prune(olderThan: options.olderThan, now: now)
    try output.write(lines: removed.map { "removed \($0)" } + ["\(removed.count) runs removed"])
    return .clean
  }

  private static func line(of run: RunSummary, now: Int64) -> String {
    let age = run.startedMilliseconds.map { Self.age(now - $0) } ?? "?"
    let decision = run.decision?.rawValue ?? run.state.rawValue
    let whole = run.complete == false ? " (incomplete)" : ""
    let cost = run.costUSD.map { " $\(cents($0))" } ?? ""
    let what = [run.title, run.repository].compactMap { $0 }.joined(separator: " in ")
    return PlainText.escape("\(run.id)  \(age) ago  \(decision)\(whole)\(cost)  \(what)")
  }

  private static func age(_ milliseconds: Int64) -> String {
    let minutes = max(0, milliseconds) / 60_000
    return minutes < 60 ? "\(minutes) min" : minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) d"
  }

  private static func cents(_ dollars: Double) -> String {
    let cents = Int(clamping: Int64((dollars * 100).rounded().clamped()))
    return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }
}

extension Double {
  fileprivate func clamped() -> Double { isFinite ? Swift.min(Swift.max(self, 0), 1e12) : 0 }
}
