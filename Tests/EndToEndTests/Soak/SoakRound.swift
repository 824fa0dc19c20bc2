import Engine
import EngineTestKit
import Foundation

/// One review by agents that fail at random, recorded as every review is, in the process of the tests.
struct SoakRound {
  /// How many times faster than written agents play and the review's clock goes.
  private static let haste = 30.0
  private static let attempts = 2

  private let place: TemporaryDirectory
  private let plays: [SpecialistID: [RandomPlay]]

  init(seed: UInt64) throws {
    var generator = SplitMix(seed: seed)
    place = try TemporaryDirectory()
    plays = Dictionary(
      uniqueKeysWithValues: SpecialistID.reviewers.map { specialist in
        (specialist, (0..<Self.attempts).map { _ in RandomPlay.random(using: &generator) })
      })
    var scenario = ""
    for (specialist, plays) in plays {
      for (index, play) in plays.enumerated() { scenario += "[\(specialist) attempt \(index + 1)]\n\(play.text)" }
    }
    try place.write("soak.rehearsal", Array(scenario.utf8))
  }

  /// Runs the review and says what of it is not as it should be.
  func run() async throws -> [String] {
    let time = HastyTime(haste: Self.haste)
    let log = EventLog(time: time)
    let files = RunFiles(directory: place.path)
    for folder in [files.agentsDirectory, files.workingDirectory] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let session = try session(log: log, files: files, time: time)
    let journal = place.file("events.jsonl")
    async let lost = JournalRecorder.record(
      log.reader(), to: try JournalFiles(journal: journal, index: place.file("index")), time: time, onChange: { _ in })
    let end = await session.run()
    let firstLost = try await lost

    let events = Array(log.snapshot(from: 0))
    var reader = JournalReader(name: journal)
    let played = try reader.read(place.read("events.jsonl")[...]) + reader.finish()
    var problems = lies(of: end, events)
    if firstLost != nil || played != events || !reader.damages.isEmpty { problems.append("the recording differs") }
    let left = try Cookie.processes(below: place.path)
    if !left.isEmpty { problems.append("\(left.count) processes are left") }
    return problems
  }

  private func session(log: EventLog, files: RunFiles, time: HastyTime) throws -> ReviewSession {
    let runtime = ProcessRuntime(name: "rehearsal", shim: Built.shim) { _ in
      ChildCommand(executable: Program.conclave, arguments: ["agent-rehearsal"], environment: ["PATH": "/usr/bin:/bin"])
    }
    var limits = Limits()
    limits.concurrentAgents = SpecialistID.reviewers.count
    limits.retries = Self.attempts - 1
    limits.silence = .seconds(90)
    limits.grace = .milliseconds(500)
    let diff = "--- a/src/a.swift\n+++ b/src/a.swift\n@@ -1,2 +1,3 @@\n struct A {\n+let answer = 41\n }\n"
    let parsed = try UnifiedDiffParser.parse(Array(diff.utf8))
    let change = Change(source: "soak", title: "soak", repository: "r", files: parsed.files)
    let tier = TierExplanation(tier: .full, rule: "soak")
    let prompts = PromptFiles(
      files: files, change: change, tier: tier, reviewers: SpecialistID.reviewers, book: PromptBook(),
      fence: PromptFence(1, 2),
      fields: [("scenario", place.file("soak.rehearsal")), ("speed", String(Self.haste))])
    return ReviewSession(
      ReviewSession.Plan(
        run: "soak", engineVersion: "0", change: change, tier: tier,
        specialists: SpecialistID.reviewers.map { SpecialistPlan(id: $0) }, notices: [], files: files, limits: limits,
        suppressions: .none, failOn: .critical),
      runtime: runtime, time: time, random: { 0.5 }, log: log, control: ReviewControl()
    ) { request throws(ReviewFailure) in
      let prompt = try prompts.prompt(for: request)
      do { try Data(prompt).write(to: URL(filePath: request.promptPath)) } catch {
        throw ReviewFailure(.agent, "\(error)")
      }
    }
  }

  /// What the review claims and can't know, or hides: each outcome is proven or said to be incomplete.
  private func lies(of end: ReviewEnd, _ events: [ReviewEvent]) -> [String] {
    var attempts: [SpecialistID: Int] = [:]
    var ends: [SpecialistID: SpecialistEnd] = [:]
    for event in events {
      switch event.kind {
      case .specialist(let specialist, .started(let attempt, _)): attempts[specialist] = attempt
      case .specialist(let specialist, .ended(let end)): ends[specialist] = end
      default: break
      }
    }
    var problems: [String] = []
    for (specialist, plays) in plays {
      guard let ended = ends[specialist] else { problems.append("\(specialist) has no end"); continue }
      let play = plays[min(attempts[specialist] ?? 1, plays.count) - 1]
      let missing = end.missing.first { $0.id == specialist }
      if ended.state == .done {
        if !play.isProof { problems.append("\(specialist) counts as done and proved nothing: \(play.text)") }
        if missing != nil { problems.append("\(specialist) is done and missing") }
      } else if missing?.reason.isEmpty ?? true {
        problems.append("\(specialist) ended as \(ended.state) and nobody is told why")
      }
    }
    if end.complete == ends.values.contains(where: { $0.state != .done }) {
      problems.append("complete: \(end.complete), ends: \(ends.values.map(\.state.rawValue))")
    }
    return problems
  }
}

/// The system's clock, faster.
struct HastyTime: TimeSource {
  let haste: Double
  private let system = SystemTime()

  init(haste: Double) { self.haste = haste }

  func now() -> Duration { system.now() * haste }
  func wallMilliseconds() -> Int64 { system.wallMilliseconds() }
  func sleep(until deadline: Duration) async throws { try await system.sleep(until: deadline / haste) }
}
