/// Recordings for others: without the code that was reviewed, which may hold what is secret (reliability.md, SE-08).
extension ReviewEvent {
  /// Stands where code or an agent's words stood.
  private static let mark = "[left out]"

  /// The same event without code: no evidence, no suggestion, no lines around, and nothing that an agent wrote, since it
  /// quotes. Titles, bodies, paths and figures stay.
  package var withoutSource: ReviewEvent {
    var event = self
    switch kind {
    case .finding(let finding): event.kind = .finding(finding.withoutSource)
    case .judged(var judgement):
      judgement.findings = judgement.findings.map(\.withoutSource)
      judgement.all = judgement.all.map(\.withoutSource)
      event.kind = .judged(judgement)
    case .specialist(let id, .agent(let said)):
      event.kind = .specialist(id, .agent(Self.withoutWords(said)))
    default: break
    }
    return event
  }

  /// Whether it quotes what looks like a credential.
  package var quotesSecret: Bool {
    switch kind {
    case .specialist(_, .agent(.text(_, let text))), .specialist(_, .agent(.reasoning(_, let text))):
      SecretMask.hasSecret(text)
    default: false
    }
  }

  private static func withoutWords(_ event: AgentEvent) -> AgentEvent {
    switch event {
    case .text(let part, _): return .text(part: part, text: mark)
    case .reasoning(let part, _): return .reasoning(part: part, text: mark)
    case .textDelta(let part, _): return .textDelta(part: part, text: "")
    case .reasoningDelta(let part, _): return .reasoningDelta(part: part, text: "")
    case .stray: return .stray(mark)
    case .tool(var call):
      if !call.message.isEmpty { call.message = mark }
      return .tool(call)
    default: return event
    }
  }
}

extension Finding {
  fileprivate var withoutSource: Finding {
    var copy = self
    (copy.evidence, copy.suggestion, copy.context) = ("", nil, [])
    return copy
  }
}
