internal import Engine

extension Pane {
  /// Takes what happened to this specialist.
  mutating func apply(_ event: SpecialistEvent, at now: Duration) {
    switch event {
    case .started(let attempt, let model): start(attempt: attempt, model: model, at: now)
    case .agent(let event): apply(event, at: now)
    case .heartbeat(let seconds):
      guard phase.yieldsToOutput else { return }
      // The engine measured the silence; it is the better judge of when the last output came.
      lastOutput = max(.zero, now - .seconds(seconds))
      phase = .thinking
    case .retrying(let next, let of, let delay, let reason):
      endText()
      phase = .retrying(
        .init(next: next, of: of, due: now + .milliseconds(max(0, delay)), reason: reason, isOwn: false))
      transcript.append(note: reason, .trouble, at: now)
    case .failedBack(let from, let to, let reason):
      endText()
      transcript.append(note: "asks \(to) instead of \(from): \(reason)", .trouble, at: now)
    case .note(let notice):
      transcript.append(note: notice.text, notice.level == .note ? .dim : .trouble, at: now)
    case .ended(let end):
      endText()
      phase = .ended(end)
      if end.state != .done, let reason = end.reason {
        transcript.append(note: reason, phase.ink, at: now)
      }
    }
  }

  mutating func apply(_ finding: Finding, at now: Duration) {
    findings += 1
    transcript.append(.init(kind: .finding(FindingMark(finding)), text: "", at: now))
  }

  private mutating func start(attempt: Int, model: String?, at now: Duration) {
    if let model, let old = self.model, old != model { formerModel = formerModel ?? old }
    self.model = model ?? self.model
    attempts = max(attempts, attempt)
    startedAt = startedAt ?? now
    lastOutput = now
    phase = .starting
    answer = AnswerText()
    thoughts = AnswerText()
    prose = ProseFilter()
    verdicts = VerdictStreamParser(limit: 200)
    if attempt > 1 { transcript.append(.init(kind: .attempt(attempt), text: self.model ?? "", at: now)) }
  }

  private mutating func apply(_ event: AgentEvent, at now: Duration) {
    lastOutput = now
    switch event {
    case .stepStarted: resume(.streaming)
    case .textDelta, .text:
      resume(.streaming)
      say(answer.apply(event), at: now)
    case .reasoningDelta(let part, let text): think(.textDelta(part: part, text: text), at: now)
    case .reasoning(let part, let text): think(.text(part: part, text: text), at: now)
    case .tool(let call):
      _ = answer.apply(event)
      resume(.tool(call))
      transcript.append(.init(kind: .tool(call), text: "", at: now))
    case .stepFinished(_, let spent):
      resume(.streaming)
      usage += spent
    case .error(let error):
      let status = error.status.map { "\($0): " } ?? ""
      transcript.append(note: status + error.message, .trouble, at: now)
    case .retry(let attempt, let message, let delay):
      guard phase.yieldsToOutput else { return }
      phase = .retrying(
        .init(
          next: attempt, of: nil, due: delay.map { now + .milliseconds(max(0, $0)) }, reason: message, isOwn: true))
      transcript.append(note: message, .trouble, at: now)
    case .malformed(let reason):
      transcript.append(note: "unusable line: " + reason, .trouble, at: now)
    case .sessionEnd, .unknown, .stray: break
    }
  }

  private mutating func say(_ text: String, at now: Duration) {
    transcript.append(text: prose.prose(of: text), kind: .prose, at: now)
    guard id == .coordinator else { return }
    for verdict in verdicts.consume(text) { transcript.append(note: verdict.words, .text, at: now) }
  }

  /// Reasoning comes in blocks and deltas as text does.
  private mutating func think(_ event: AgentEvent, at now: Duration) {
    resume(.streaming)
    transcript.append(text: thoughts.apply(event), kind: .reasoning, at: now)
  }

  private mutating func resume(_ next: PanePhase) {
    if phase.yieldsToOutput { phase = next }
  }

  private mutating func endText() {
    let wasCut = prose.isInsideFinding
    transcript.append(text: prose.finish(), kind: .prose, at: lastOutput)
    transcript.closeText()
    if wasCut { transcript.append(note: "a finding was cut off here", .dim, at: lastOutput) }
  }
}
