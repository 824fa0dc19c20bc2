/// The agent behind `--runtime rules`: no model, no network. Gets a prompt, prints a stream like any other agent.
package struct RulesAgent {
  /// More findings than the engine takes from one agent help nobody (reliability.md, MO-02).
  private static let mostFindings = Limits().findingsPerAgent

  private let files: AgentFiles
  private let now: () -> Int64
  private let output: ([UInt8]) -> Void

  /// `now` gives milliseconds since 1970; `output` gets whole lines.
  package init(
    files: AgentFiles = .disk, now: @escaping () -> Int64 = SystemTime().wallMilliseconds,
    output: @escaping ([UInt8]) -> Void
  ) {
    self.files = files
    self.now = now
    self.output = output
  }

  /// Runs to the end. The status for the process: 0, or 1 where the prompt or a file could not be used; then the stream
  /// ends with an error event and without `<done/>`.
  package func run(prompt: [UInt8]) -> Int32 {
    do throws(ReviewFailure) {
      let task = try RulesTask(prompt: prompt, files: files)
      var stream = RulesStream(session: "ses_rules_\(task.specialist.rawValue)", now: now, output: output)
      try review(task, &stream)
      return 0
    } catch {
      let stream = RulesStream(session: "ses_rules", now: now, output: output)
      stream.send(.error(AgentError(name: "RulesError", message: error.description)))
      return 1
    }
  }

  private func review(_ task: RulesTask, _ stream: inout RulesStream) throws(ReviewFailure) {
    let review = RuleReview(task)
    stream.send(.stepStarted)
    stream.say("Rules of \(task.specialist), no model: \(Self.count(task.change.files.count, "file")).\n\n")
    var count = 0
    var left = 0
    for file in task.change.files {
      stream.say("Reading \(PlainText.escape(file.path.description))\n")
      let findings = try Self.findings(review, file)
      report(findings, &stream, &count, &left)
      if file.skippedLines > 0 {
        stream.say("\(Self.count(file.skippedLines, "line")) too long to read there.\n")
      }
    }
    report(review.findingsOfWholeChange(), &stream, &count, &left)
    if left > 0 { stream.say("\n\(Self.count(left, "more finding")) left out.\n") }
    stream.say("\n" + FindingXML.done(count))
    stream.finish()
  }

  private static func findings(_ review: RuleReview, _ file: SourceFile) throws(ReviewFailure) -> [RuleFinding] {
    do {
      return try review.findings(in: file)
    } catch {
      throw ReviewFailure(.agent, "can't compile the rules for \(file.language): \(error.message)")
    }
  }

  private func report(_ findings: [RuleFinding], _ stream: inout RulesStream, _ count: inout Int, _ left: inout Int) {
    for finding in findings {
      guard count < Self.mostFindings else {
        left += 1
        continue
      }
      count += 1
      stream.say("\n" + FindingXML.text(finding.raw) + "\n")
    }
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// Says text in deltas and once more as the whole block, as an agent with live text does.
private struct RulesStream {
  private static let part = "prt_1"

  private let writer: AgentStreamWriter
  private let now: () -> Int64
  private let output: ([UInt8]) -> Void
  private var text = ""

  init(session: String, now: @escaping () -> Int64, output: @escaping ([UInt8]) -> Void) {
    writer = AgentStreamWriter(session: session)
    self.now = now
    self.output = output
  }

  func send(_ event: AgentEvent) { output(writer.line(event, at: now())) }

  mutating func say(_ words: String) {
    text += words
    send(.textDelta(part: Self.part, text: words))
  }

  func finish() {
    send(.text(part: Self.part, text: text))
    send(.stepFinished(reason: "stop", usage: Usage()))
    send(.sessionEnd(reason: "done"))
  }
}
